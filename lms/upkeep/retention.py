"""How long the log, work that has ended and backups are kept."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, not_, or_

from lms.core.audit import AuditRecord
from lms.core.i18n import _l
from lms.core.jobs import Job
from lms.core.rows import changed
from lms.people.retention import YEAR, keeps

#: Acts that answer for roles, certificates, institutions, modules and exports for as long as certificates are kept.
EVIDENCE = (
    "accounts.role.",
    "accounts.account.",
    "certificates.",
    "institutions.",
    "reporting.",
    "authoring.",
    "upkeep.",
)
#: Whoever only looked has changed nothing: such lines are kept as long as all others.
LOOKS = ("seen", "listed", "looked_at")
LOG_KEPT, EVIDENCE_KEPT = YEAR, 7 * YEAR
WORK_KEPT, FAILED_KEPT = timedelta(days=30), timedelta(days=90)


@keeps(
    "log",
    what=_l("The log of who did or saw what; it names people by numbers only"),
    why=_l("So that everybody can see who looked, and a misuse can be followed"),
    until=_l("One year; changes of roles, accounts, certificates, institutions and modules, and exports, seven years"),
    stays=True,
)
def remove_log(at: datetime) -> int:
    """What is a year old the database lets go; the seals of its days stay, and hold for what is kept of them."""
    doomed = delete(AuditRecord).where(
        or_(AuditRecord.at < at - EVIDENCE_KEPT, (AuditRecord.at < at - LOG_KEPT) & not_(is_evidence()))
    )
    return changed(doomed)


def is_evidence() -> ColumnElement[bool]:
    """Whether a line is kept for longer. Days that were sealed hold to it: after a change their seals would not fit."""
    is_look = or_(*(AuditRecord.act.endswith(f".{ending}", autoescape=True) for ending in LOOKS))
    return or_(*(AuditRecord.act.startswith(prefix) for prefix in EVIDENCE)) & not_(is_look)


@keeps(
    "backups",
    what=_l("Backups of the whole installation"),
    why=_l("So that nothing is lost when a machine is"),
    until=_l("90 days; a person who has left is gone from the newest ones at once"),
    stays=True,
)
def remove_backups(_at: datetime) -> int:
    """None here: files cannot be brought back by a rollback. They are removed after each backup of the night."""
    return 0


@keeps(
    "work",
    what=_l("Work done in the background (mails, files, backups); it names people by numbers only"),
    why=_l("So that what has failed can be seen and tried again"),
    until=_l("30 days; what has failed 90 days"),
    stays=True,
)
def remove_ended_work(at: datetime) -> int:
    is_done = (Job.state == "done") & (Job.ended_at < at - WORK_KEPT)
    has_failed = (Job.state == "failed") & (Job.ended_at < at - FAILED_KEPT)
    return changed(delete(Job).where(or_(is_done, has_failed)))
