"""How long a completion is certified: for ever, or so many months as the edition says.

Law changes. Two months before the end a person may take the module again, in the edition that is current by then.
"""

import calendar
from datetime import date

from lms.catalogue.documents import ModuleDocument

MONTHS = 12
#: So many months before its end a completion may be renewed, and its holder is told.
RENEWAL_MONTHS = 2


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def valid_until(document: ModuleDocument, completed_on: date) -> date | None:
    """The last day on which a completion of this edition counts; None for ever."""
    months = document.validity_months
    return None if months is None else months_later(completed_on, months)


def ends_soon(until: date | None, today: date) -> bool:
    """Whether the end is near or past, so that the module may be taken again."""
    return until is not None and until <= months_later(today, RENEWAL_MONTHS)
