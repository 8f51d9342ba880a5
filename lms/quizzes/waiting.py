"""How a person is told of a result that is not shown yet: on which day it comes, or that somebody still reads."""

from datetime import date

from lms.catalogue.queries import document_of
from lms.core.i18n import _
from lms.quizzes.models import Attempt
from lms.ui.filters import long_date


def day_of_result(attempt: Attempt) -> date | None:
    """The day from which it is shown; None as long as a person has to read answers first."""
    return None if attempt.marked_at is None else document_of(attempt.edition_id).rules.results_day


def waiting_sentence(attempt: Attempt) -> str:
    """For a list: nothing of how it went."""
    day = day_of_result(attempt)
    if day is None:
        return _("Final quiz handed in; it is being marked")
    return _("Final quiz handed in; result on %(date)s", date=long_date(day))
