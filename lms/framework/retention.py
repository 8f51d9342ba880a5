"""How long files that prove a number are kept."""

from datetime import datetime

from sqlalchemy import select

from lms.core import clock
from lms.core.extensions import db
from lms.core.i18n import _l
from lms.framework.models import IndicatorEvidence
from lms.framework.services import take_away
from lms.people.retention import keeps

YEARS = 5


@keeps(
    "indicator_evidence",
    what=_l("Files that prove what was typed in for an indicator"),
    why=_l("So that an auditor can check the numbers of a report"),
    until=_l("Five years after the year they are about"),
    stays=True,
)
def remove_evidence(at: datetime) -> int:
    before = clock.local_day(at).year - YEARS
    old = db.session.scalars(select(IndicatorEvidence).where(IndicatorEvidence.year < before)).all()
    for row in old:
        take_away(row)
    return len(old)
