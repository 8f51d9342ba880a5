"""How long files that prove an event are kept, and lists of events that nobody confirmed."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from lms.core import clock
from lms.core.extensions import db
from lms.core.i18n import _l
from lms.core.rows import changed
from lms.gatherings.models import Gathering, GatheringImport
from lms.gatherings.services import forget_file
from lms.people.retention import keeps

WAITS = timedelta(days=14)
PROVED = timedelta(days=5 * 365)


@keeps(
    "gathering_imports",
    what=_l("Lists of events as they were sent"),
    why=_l("So that an import can be looked at, confirmed and taken back"),
    until=_l("Two weeks, if nobody confirms them; else as long as the platform reports"),
)
def remove_imports(at: datetime) -> int:
    return changed(
        delete(GatheringImport).where(GatheringImport.made_at < at - WAITS, GatheringImport.added_at.is_(None))
    )


@keeps(
    "gathering_evidence",
    what=_l("Files that prove an event, such as a list of participants"),
    why=_l("So that an auditor can check the numbers of a report"),
    until=_l("Five years after the event"),
    stays=True,
)
def remove_evidence(at: datetime) -> int:
    before = clock.local_day(at - PROVED)
    query = select(Gathering).where(Gathering.held_on < before, Gathering.evidence_key.is_not(None))
    old = db.session.scalars(query).all()
    for event in old:
        key, event.evidence_key = event.evidence_key, None
        forget_file(key)
    return len(old)
