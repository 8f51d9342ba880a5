"""What the platform computes, taken from the tables of the reports, so that a number is the same everywhere.

Nearly every value is a cell of a table; where the table hides it, the framework hides it too. The two that stand in no
table are the events that were held, which are not people, and what was applied at work, from anonymous replies. Parts
that stand in no table are counted for the project team alone (``divided``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from lms.core import clock
from lms.core.rounding import rounded
from lms.disclosure.parts import is_small
from lms.disclosure.suppression import SIGN, TOTAL
from lms.evaluations.application import Application
from lms.evaluations.follow_up_queries import application
from lms.framework.divided import Divided, Value
from lms.framework.parts import WHOLE, split
from lms.gatherings.engagement import engagement_of
from lms.gatherings.queries import Wanted, events
from lms.reporting.choices import Choice
from lms.reporting.dimensions import WOMEN_AND_MEN
from lms.reporting.reports import Audience, build
from lms.reporting.reports.base import K_PUBLIC, LEAST_FOR_A_SHARE, share_or_sign
from lms.reporting.reports.counted_a import young
from lms.reporting.reports.counted_b import CUMULATIVE, YOUTH_USED


@dataclass(frozen=True)
class Source:
    """The cell of a table that a value is taken from."""

    table: str
    column: str
    row: str = TOTAL
    is_share: bool = False
    #: The value is what share of the cells in these columns the one in its own is.
    among: tuple[str, ...] = ()

    @property
    def cells(self) -> list[tuple[str, str]]:
        """As (row, column): all that must be shown for the value to be."""
        return [(self.row, column) for column in (self.column, *self.among)]


SOURCES: Mapping[str, Source] = {
    "trained": Source("a", TOTAL),
    "women": Source("a", "women", is_share=True),
    "youth": Source("a", young(YOUTH_USED), is_share=True),
    "completion": Source("c", "completion", is_share=True),
    "gain": Source("c", "gain"),
    "reached-share": Source("c", "reached-share", is_share=True),
    "satisfaction": Source("c", "satisfaction"),
}
SINCE_THE_START: Mapping[str, Source] = {"trained": Source("b", CUMULATIVE)}
#: Of the surveys among them, the response rate.
RATES: Mapping[str, Source] = {"satisfaction": Source("c", "response-rate", is_share=True)}
TENTH = Decimal("0.1")
#: Where a part stands that no table has.
NOWHERE = Source("", "")


def _row(name: str) -> Callable[[str], Source]:
    return lambda code: replace(SOURCES[name], row=code)


def _women_of_region(region: str) -> Source:
    return Source("b", "female", region, is_share=True, among=WOMEN_AND_MEN)


def _completed_of_sex(sex: str) -> Source:
    found = Source("c", f"completed-{sex}", is_share=True, among=(f"enrolled-{sex}",))
    return found if sex in WOMEN_AND_MEN else NOWHERE


#: Name and what it is divided by to the cells of a part, by the code of the part.
PARTS: Mapping[tuple[str, str], Callable[[str], Source]] = {
    ("trained", "sex"): lambda sex: Source("a", sex),
    ("trained", "band"): lambda band: Source("a", band),
    ("trained", "region"): lambda region: Source("b", TOTAL, region),
    ("women", "region"): _women_of_region,
    ("completion", "sex"): _completed_of_sex,
    **{(name, "group"): _row(name) for name in ("trained", "women", "youth")},
    **{(name, "module"): _row(name) for name in ("completion", "gain", "reached-share", "satisfaction")},
}


def source_of(name: str, part: str = WHOLE) -> Source:
    """Where the value of everybody or of a part stands."""
    if part == WHOLE:
        return SOURCES[name]
    dimension, code = split(part)
    found = PARTS.get((name, dimension))
    return found(code) if found else NOWHERE


class Computed:
    """The values of a period for one reader. A table is made when a value of it is first asked for."""

    def __init__(self, choice: Choice, audience: Audience) -> None:
        self.choice, self.audience = choice, audience
        self._lines: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._divided = Divided(choice)

    def value(self, name: str, part: str = WHOLE) -> Value:
        """By its name in ``indicators.yaml``, for everybody or for a part; shares in per cent."""
        if name == "application" and part == WHOLE:
            return self._application()
        if name == "joint":
            return Decimal(engagement_of(events(self._wanted(part))).joint)
        source = source_of(name, part)
        if source is not NOWHERE:
            return self._cell(source)
        return self._divided.value(name, *split(part)) if self.audience is Audience.TEAM else SIGN

    def since_the_start(self, name: str) -> Value:
        """Everybody until the end of the period, for what is counted on from the start."""
        return self._cell(SINCE_THE_START[name]) if name in SINCE_THE_START else None

    def _wanted(self, part: str) -> Wanted:
        period, (dimension, code) = self.choice.period, split(part)
        return Wanted(
            start=period.start,
            end=period.end,
            regions={code} if dimension == "region" else None,
            kind=code if dimension == "kind" else None,
        )

    def response_rate(self, name: str) -> Value:
        """Of a survey: how many of those who were asked answered. It stands beside what they said."""
        if name == "application":
            return _per_cent(self._applied.response.rate)
        return self._cell(RATES[name]) if name in RATES else None

    def _cell(self, source: Source) -> Value:
        line = self._lines_of(source.table).get(source.row, {})
        cell = line.get(source.column)
        if source.among:
            cell = self._share(cell, [line.get(column) for column in source.among])
        if not isinstance(cell, int | Decimal):
            return SIGN if cell == SIGN else None
        return Decimal(cell) * 100 if source.is_share else Decimal(cell)

    def _share(self, part: object, among: Sequence[object]) -> Any:
        """What share of some cells a cell is; hidden where one of them is."""
        numbers = [cell for cell in (part, *among) if isinstance(cell, int)]
        if len(numbers) <= len(among):
            return SIGN if SIGN in (part, *among) else None
        return share_or_sign(numbers[0], sum(numbers[1:]), self.audience, is_hidden=False)

    def _lines_of(self, slug: str) -> Mapping[str, Mapping[str, Any]]:
        if slug not in self._lines:
            table = build(slug, self.choice, self.audience, key=b"")
            lines = {str(row["_code"]): row for row in table.rows}
            self._lines[slug] = {**lines, TOTAL: table.total or {}}
        return self._lines[slug]

    @cached_property
    def _applied(self) -> Application:
        period = self.choice.period
        return application(period.start, period.end, clock.local_day(clock.now()))[None]

    def _application(self) -> Value:
        """For everybody it is a share like those of the tables: of enough people, and telling of nobody."""
        found = self._applied
        if found.is_hidden:
            return SIGN
        if found.share is None or found.applied is None:
            return None
        tells = found.replies < LEAST_FOR_A_SHARE or is_small(found.applied, found.replies, k=K_PUBLIC)
        if self.audience is Audience.PUBLIC and tells:
            return SIGN
        return _per_cent(found.share)


def _per_cent(share: Fraction | None) -> Decimal | None:
    return None if share is None else rounded(share * 100, TENTH)
