"""What the platform computes, taken from the tables of the reports, so that a number is the same everywhere."""

from decimal import Decimal
from fractions import Fraction

from lms.core import clock
from lms.core.rounding import rounded
from lms.evaluations.follow_up_queries import application
from lms.gatherings.engagement import engagement_of
from lms.gatherings.queries import Wanted, events
from lms.reporting.choices import Choice
from lms.reporting.reports import Audience, build
from lms.reporting.reports.counted_a import young
from lms.reporting.reports.counted_b import YOUTH_USED

#: Name of the value to the column of the last line of Table A or Table C.
OF_A = {"trained": "total", "women": "women", "youth": young(YOUTH_USED)}
OF_C = ("completion", "gain", "reached-share", "satisfaction")
SATISFACTION_RATE, APPLICATION_RATE = ("satisfaction-rate", "application-rate")
SHARES = {"women", "youth", "completion", "reached-share", SATISFACTION_RATE}
TENTH = Decimal("0.1")


def rate_of(name: str) -> str:
    """Name of the response rate that stands beside a value from a survey."""
    return f"{name}-rate"


def computed(choice: Choice) -> dict[str, Decimal | None]:
    """By the name of the value: shares in per cent; None where there is nothing or nothing may be told.

    Beside what people said in a survey stands their response rate.
    """
    a, c = (build(slug, choice, Audience.TEAM, key=b"").total or {} for slug in ("a", "c"))
    cells = {name: a[column] for name, column in OF_A.items()} | {name: c[name] for name in OF_C}
    cells[SATISFACTION_RATE] = c["response-rate"]
    found = {name: _number(cell, is_share=name in SHARES) for name, cell in cells.items()}
    period = choice.period
    applied = application(period.start, period.end, clock.local_day(clock.now()))[None]
    held = events(Wanted(start=period.start, end=period.end))
    return {
        **found,
        "application": _per_cent(applied.share),
        APPLICATION_RATE: _per_cent(applied.response.rate),
        "joint": Decimal(engagement_of(held).joint),
    }


def _per_cent(share: Fraction | None) -> Decimal | None:
    return None if share is None else rounded(share * 100, TENTH)


def _number(cell: object, *, is_share: bool) -> Decimal | None:
    if not isinstance(cell, int | Decimal):
        return None
    return Decimal(cell) * 100 if is_share else Decimal(cell)
