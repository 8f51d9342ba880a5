"""Bring a database up to date: never one that a later version has written, and never without a way back."""

import logging

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from config import ROOT
from lms.core.extensions import db
from lms.core.transactions import only_reading
from lms.upkeep.errors import UpgradeRefused


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(ROOT / "migrations")


def newest_revision() -> str:
    """The migration that this version of the code ends with."""
    head = _scripts().get_current_head()
    assert head is not None  # noqa: S101  (there is a first migration)
    return head


def is_known(revision: str) -> bool:
    """Whether this version of the code has such a migration."""
    try:
        return _scripts().get_revision(revision) is not None
    except CommandError:
        return False


def revision_of_database() -> str | None:
    """The migration the database has reached; None for an empty one."""
    with only_reading(), db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_worth_a_backup() -> bool:
    """Whether there is something to lose: a database in use, and a migration to run. Raises UpgradeRefused."""
    reached = revision_of_database()
    if reached is not None and not is_known(reached):
        raise UpgradeRefused(
            f"A later version of the platform has written this database (migration {reached}). "
            "Use that version, or restore a backup that this version has made."
        )
    return reached not in (None, newest_revision())


def is_newest() -> bool:
    """Whether no migration is missing."""
    return revision_of_database() == newest_revision()


def upgrade(revision: str = "head") -> None:
    """Run the migrations that are missing; quiet when there are none."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    flask_migrate.upgrade(revision=revision)
