"""What can happen to backups: made, read through, put back, removed; and databases are brought up to date."""

from lms.upkeep.services.asking import ask_for_backup
from lms.upkeep.services.creating import create_backup, name_of_backup
from lms.upkeep.services.keeping import (
    KEPT_FOR,
    backups_in,
    note_backup,
    note_problem,
    note_verified,
    prune_backups,
)
from lms.upkeep.services.restoring import Place, restore_backup, restore_secret_key
from lms.upkeep.services.sealing import LogBroken, check_log, due_seals
from lms.upkeep.services.verifying import verify_backup

__all__ = [
    "KEPT_FOR",
    "LogBroken",
    "Place",
    "ask_for_backup",
    "backups_in",
    "check_log",
    "create_backup",
    "due_seals",
    "name_of_backup",
    "note_backup",
    "note_problem",
    "note_verified",
    "prune_backups",
    "restore_backup",
    "restore_secret_key",
    "verify_backup",
]
