"""How long it is known whose a printed sheet was, and how long typed answers wait for their person."""

from datetime import datetime, timedelta

from sqlalchemy import update

from lms.core.i18n import _l
from lms.core.rows import changed
from lms.papers.models import PaperSheet
from lms.papers.services.typing_in import CLOSED
from lms.people.retention import YEAR, keeps

UNCLAIMED = timedelta(days=182)


@keeps(
    "paper_sheets",
    what=_l("Which printed sheet your test on paper was answered on"),
    why=_l("So that a mistake in typing can be found on the paper"),
    until=_l("One year after handing in"),
)
def forget_sheets(at: datetime) -> int:
    old = update(PaperSheet).where(PaperSheet.attempt_id.is_not(None), PaperSheet.handed_in_at < at - YEAR)
    return changed(old.values(attempt_id=None))


@keeps(
    "unclaimed_paper",
    what=_l("Answers typed in from a printed sheet that nobody has claimed"),
    why=_l("So that the person can still claim the sheet"),
    until=_l("Half a year after they were typed in"),
)
def end_unclaimed(at: datetime) -> int:
    old = update(PaperSheet).where(
        PaperSheet.claimed_at.is_(None), PaperSheet.ended_at.is_(None), PaperSheet.typed_at < at - UNCLAIMED
    )
    return changed(old.values(ended_at=at, ended_reason=CLOSED, answers={}))
