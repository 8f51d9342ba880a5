"""Periods of a saved table: the days that were chosen, or days that move with the calendar."""

from datetime import date, timedelta
from enum import StrEnum

from lms.core.i18n import _
from lms.reporting.choices import Period
from lms.reporting.quarters import last_day, start_of
from lms.reporting.trees import YEAR


class Stretch(StrEnum):
    FIXED = "fixed"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


def moving_days(stretch: Stretch, today: date) -> Period | None:
    """The days it means today, both included; None where the days are fixed."""
    quarter = (today.month + 2) // 3
    before = start_of(today.year, quarter) - timedelta(days=1)
    return {
        Stretch.THIS_QUARTER: Period(start_of(today.year, quarter), today),
        Stretch.LAST_QUARTER: Period(start_of(before.year, (before.month + 2) // 3), before),
        Stretch.THIS_YEAR: Period(start_of(today.year, 1), today),
        Stretch.LAST_YEAR: Period(start_of(today.year - 1, 1), last_day(today.year - 1, YEAR)),
    }.get(stretch)


def stretch_labels() -> dict[str, str]:
    return {
        Stretch.FIXED.value: _("The days chosen above"),
        Stretch.LAST_QUARTER.value: _("The last whole quarter, whenever it is opened"),
        Stretch.THIS_QUARTER.value: _("This quarter until today"),
        Stretch.LAST_YEAR.value: _("The last whole year, whenever it is opened"),
        Stretch.THIS_YEAR.value: _("This year until today"),
    }
