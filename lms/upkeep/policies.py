"""Backups are the administrator's: the page says where they are, and never hands one out."""

from enum import StrEnum

from lms.accounts.models import Account
from lms.accounts.policies import may_administer
from lms.core.policy import rule


class UpkeepPermission(StrEnum):
    SEE_BACKUPS = "upkeep:backups:see"
    MAKE_BACKUP = "upkeep:backup:make"
    SEE_RETENTION = "upkeep:retention:see"


@rule(UpkeepPermission.SEE_BACKUPS)
def may_see_backups(actor: Account, subject: object) -> bool:
    return may_administer(actor, subject)


@rule(UpkeepPermission.MAKE_BACKUP)
def may_make_backup(actor: Account, subject: object) -> bool:
    return may_administer(actor, subject)


@rule(UpkeepPermission.SEE_RETENTION)
def may_see_retention(actor: Account, subject: object) -> bool:
    return may_administer(actor, subject)
