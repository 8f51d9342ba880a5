"""The periods that numbers are set for: a year, its halves and its quarters."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lms.core.i18n import _, p_
from lms.reporting.choices import Period
from lms.reporting.quarters import last_day, start_of


class Span(StrEnum):
    YEAR = "year"
    FIRST_HALF = "h1"
    SECOND_HALF = "h2"
    FIRST_QUARTER = "q1"
    SECOND_QUARTER = "q2"
    THIRD_QUARTER = "q3"
    FOURTH_QUARTER = "q4"


#: First and last quarter of each.
QUARTERS = {
    Span.YEAR: (1, 4), Span.FIRST_HALF: (1, 2), Span.SECOND_HALF: (3, 4), Span.FIRST_QUARTER: (1, 1),
    Span.SECOND_QUARTER: (2, 2), Span.THIRD_QUARTER: (3, 3), Span.FOURTH_QUARTER: (4, 4),
}  # fmt: skip
#: As they follow each other in a table: quarters, halves, the year.
IN_ORDER = (*list(Span)[3:], *list(Span)[1:3], Span.YEAR)


@dataclass(frozen=True)
class Where:
    """An indicator, or a part of it, in a period."""

    indicator: str
    year: int
    span: Span = Span.YEAR
    part: str = ""


def period_of(year: int, span: Span) -> Period:
    first, last = QUARTERS[span]
    return Period(start_of(year, first), last_day(year, last))


def span_of(period: Period) -> Span | None:
    """The shortest one that begins with the period and holds it, so that one that is not over is found as well."""
    year = period.end.year
    fitting = [span for span in Span if _holds(period_of(year, span), period)]
    return min(fitting, key=lambda span: period_of(year, span).end, default=None)


def _holds(whole: Period, period: Period) -> bool:
    return whole.start == period.start and period.end <= whole.end


def begun(year: int, today: date) -> list[Span]:
    """Those with a day up to today."""
    return [span for span in IN_ORDER if period_of(year, span).start <= today]


def labels() -> dict[Span, str]:
    return {
        Span.YEAR: p_("period", "Whole year"),
        Span.FIRST_HALF: _("First half-year"),
        Span.SECOND_HALF: _("Second half-year"),
        Span.FIRST_QUARTER: _("First quarter"),
        Span.SECOND_QUARTER: _("Second quarter"),
        Span.THIRD_QUARTER: _("Third quarter"),
        Span.FOURTH_QUARTER: _("Fourth quarter"),
    }
