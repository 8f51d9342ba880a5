"""Questions about backups: the last ones, the newest that was verified, whether one is being made."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnClause, column, func, inspect, select, table

from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.jobs import Job
from lms.upkeep.models import Backup

#: A backup is made every night; two hours more are for making and verifying it.
LATE_AFTER = timedelta(hours=26)
SHOWN = 30
#: Whatever table keeps a file names it in a column of this name.
KEY_COLUMN = "file_key"


def last_backups() -> Sequence[Backup]:
    """Those that were not removed, the newest first; bounded."""
    query = select(Backup).where(Backup.removed_at.is_(None))
    return db.session.scalars(query.order_by(Backup.made_at.desc(), Backup.id.desc()).limit(SHOWN)).all()


def newest_verified_at() -> datetime | None:
    """When the newest backup that is known to be whole was made. For warnings and for metrics."""
    return db.session.scalar(
        select(func.max(Backup.made_at)).where(Backup.verified_at.is_not(None), Backup.removed_at.is_(None))
    )


def age_of_newest_verified(at: datetime) -> timedelta | None:
    """How old that backup is; None if there is none."""
    newest = newest_verified_at()
    return None if newest is None else at - newest


def is_late(at: datetime) -> bool:
    """Whether what happened since the newest verified backup is more than one day's work."""
    age = age_of_newest_verified(at)
    return age is None or age > LATE_AFTER


def newest_id() -> UUID | None:
    return db.session.scalar(select(Backup.id).order_by(Backup.made_at.desc(), Backup.id.desc()).limit(1))


def backup_by_id(backup_id: UUID) -> Backup | None:
    return db.session.get(Backup, backup_id)


def last_try(names: Collection[str]) -> Job | None:
    """The newest work of one of these names, whatever became of it."""
    query = select(Job).where(Job.name.in_(names)).order_by(Job.created_at.desc(), Job.id.desc()).limit(1)
    return db.session.scalars(query).one_or_none()


def keys_named_by_database() -> set[str]:
    """Keys of all files that rows of any table point to, also where the tables are those of an earlier version."""
    keys = set[str]()
    for (_schema, name), columns in inspect(db.engine).get_multi_columns().items():
        if any(found["name"] == KEY_COLUMN for found in columns):
            key: ColumnClause[str] = column(KEY_COLUMN)
            keys.update(db.session.scalars(select(key).select_from(table(name)).where(key.is_not(None))))
    return keys


def last_removals(act: str) -> Sequence[AuditRecord]:
    """What the nightly work has removed, the newest first; bounded."""
    query = select(AuditRecord).where(AuditRecord.act == act).order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
    return db.session.scalars(query.limit(SHOWN)).all()
