"""What the platform computes, taken from the tables of the reports, so that a number is the same everywhere."""

from decimal import Decimal

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
SHARES = {"women", "youth", "completion", "reached-share"}
TENTH = Decimal("0.1")


def computed(choice: Choice) -> dict[str, Decimal | None]:
    """By the name of the value: shares in per cent; None where there is nothing or nothing may be told."""
    a, c = (build(slug, choice, Audience.TEAM, key=b"").total or {} for slug in ("a", "c"))
    cells = {name: a[column] for name, column in OF_A.items()} | {name: c[name] for name in OF_C}
    found = {name: _number(cell, is_share=name in SHARES) for name, cell in cells.items()}
    period = choice.period
    applied = application(period.start, period.end)[None].share
    held = events(Wanted(start=period.start, end=period.end))
    return {
        **found,
        "application": None if applied is None else rounded(applied * 100, TENTH),
        "joint": Decimal(engagement_of(held).joint),
    }


def _number(cell: object, *, is_share: bool) -> Decimal | None:
    if not isinstance(cell, int | Decimal):
        return None
    return Decimal(cell) * 100 if is_share else Decimal(cell)
