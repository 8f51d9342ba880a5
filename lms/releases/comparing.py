"""The numbers of people in Tables A and B by what they count, so that releases can be compared with each other.

Every number that hides, or a share that tells one, is named by the people it counts; ``lms.disclosure`` does the rest.
Periods are cut into the pieces that any release begins or ends with. A person stands in the table of a period with the
first completion in it; what the person had completed before that is the second dimension of time.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from lms.disclosure.releases import Counted, Released, hide_against
from lms.disclosure.suppression import SIGN, TOTAL
from lms.releases.frozen import Cell, FrozenTable
from lms.reporting.choices import Period
from lms.reporting.dimensions import BANDS, SEXES

K = 10
NEVER = "never"
YOUNG = {"youth-female": "female", "youth-male": "male"}
YOUTH = "18-28"
#: Shares of youth of Table A, and the bands that they add up.
YOUTH_SHARES = {"youth-18-28": ("18-28",), "youth-14-35": ("under-18", "18-28", "29-35")}
CONFIRMED, WOMEN, CUMULATIVE = "confirmed", "women", "cumulative"
#: People who had completed nothing before.
NEW = {"new", CUMULATIVE}
#: The tables whose numbers are people counted once, and the dimension of their rows.
ROWS = {"a": "group", "b": "region"}


@dataclass(frozen=True)
class Handed:
    """The people of a release: the true tables, and the same as they are shown."""

    period: Period
    true: Sequence[FrozenTable]
    shown: Sequence[FrozenTable]


#: (table, code of the row, key of the column).
Place = tuple[str, str, str]


def places_against(new: Handed, earlier: Sequence[Handed]) -> frozenset[Place]:
    """Where the new tables must hide a number, because earlier ones would make it tell of a few people."""
    names, released = _Names([new, *earlier]), dict[Counted, Released]()
    for each in earlier:
        for _place, name, number, is_shown in names.cells_of(each):
            was_shown = name in released and released[name].is_shown
            released[name] = Released(number, is_shown or was_shown)
    if not released:
        return frozenset()
    found = list(names.cells_of(new))
    shown = {name for _place, name, _number, is_shown in found if is_shown}
    hidden = {name for _place, name, _number, is_shown in found if not is_shown} - shown
    cells = {name: number for _place, name, number, _is_shown in found}
    gone = hide_against(cells, released, k=K, hidden=hidden)
    return frozenset(place for place, name, _number, _is_shown in found if name in gone)


def without(tables: Sequence[FrozenTable], places: Collection[Place]) -> list[FrozenTable]:
    """The tables with these numbers hidden, and the shares of a line of which any number is hidden."""
    return [_without(table, {(code, key) for slug, code, key in places if slug == table.slug}) for table in tables]


def _without(table: FrozenTable, places: set[tuple[str, str]]) -> FrozenTable:
    if not places:
        return table
    keys = [column.key for column in table.columns]

    def line(code: str, cells: Sequence[Cell]) -> list[Cell]:
        gone = {key for key in keys if (code, key) in places}
        if gone & {"female", "male"}:
            gone.add(WOMEN)
        return [SIGN if cell is not None and key in gone else cell for key, cell in zip(keys, cells, strict=True)]

    return replace(
        table,
        rows=[line(code, cells) for code, cells in zip(table.codes, table.rows, strict=True)],
        total=None if table.total is None else line(TOTAL, table.total),
    )


class _Names:
    """What each number of all these releases counts."""

    def __init__(self, releases: Sequence[Handed]) -> None:
        starts = {each.period.start for each in releases} | {each.period.end + timedelta(days=1) for each in releases}
        self.cuts = sorted(starts)
        self.rows: dict[str, set[str]] = {dimension: set() for dimension in ROWS.values()}
        for each in releases:
            for table in each.true:
                if table.slug in ROWS:
                    self.rows[ROWS[table.slug]] |= set(table.codes)

    def cells_of(self, release: Handed) -> Iterator[tuple[tuple[str, str, str], Counted, int, bool]]:
        """(place, name, true number, whether it is shown) of each number of people."""
        shown = {table.slug: _cells(table) for table in release.shown}
        for table in release.true:
            cells = _cells(table) if table.slug in ROWS else {}
            for code, key in cells:
                name, number = self.name(table.slug, code, key, release.period), _people(cells, code, key)
                if name is not None and number is not None:
                    is_shown = isinstance(shown.get(table.slug, {}).get((code, key)), int | Decimal)
                    yield (table.slug, code, key), name, number, is_shown

    def name(self, slug: str, code: str, key: str, period: Period) -> Counted | None:
        where = {dimension: set(codes) for dimension, codes in self.rows.items()}
        where |= {"sex": set(SEXES), "band": set(BANDS), CONFIRMED: {"yes", "no"}}
        if code != TOTAL:
            where[ROWS[slug]] = {code}
        before = {NEVER, *self.pieces(date.min, period.start)}
        if key in SEXES:
            where["sex"] = {key}
        elif key in BANDS and slug == "a":
            where["band"] = {key}
        elif key in YOUNG:
            where |= {"sex": {YOUNG[key]}, "band": {YOUTH}}
        elif key in YOUTH_SHARES:
            where["band"] = set(YOUTH_SHARES[key])
        elif key == CONFIRMED:
            where[CONFIRMED] = {"yes"}
        elif key in NEW:
            before = {NEVER}
        elif key != TOTAL:
            return None
        start = date.min if key == CUMULATIVE else period.start
        days = self.pieces(start, period.end + timedelta(days=1))
        return Counted.of("people", **where, days=days, before=before)

    def pieces(self, start: date, end: date) -> set[str]:
        """The pieces of time from one day to before another; what lies before all releases is one piece."""
        found = {cut.isoformat() for cut in self.cuts if start <= cut < end}
        return found | ({"before"} if start == date.min else set())


def _people(cells: Mapping[tuple[str, str], Cell], code: str, key: str) -> int | None:
    """How many people stand behind a cell; behind a share, those whom it is a share of the whole for."""
    cell = cells[code, key]
    if key in YOUTH_SHARES and cell is not None:
        parts = [cells.get((code, band), 0) for band in YOUTH_SHARES[key]]
        return sum(part for part in parts if isinstance(part, int))
    if key == CONFIRMED and isinstance(cell, Decimal) and isinstance(whole := cells.get((code, TOTAL)), int):
        return round(cell * whole)
    return cell if isinstance(cell, int) else None


def _cells(table: FrozenTable) -> Mapping[tuple[str, str], Cell]:
    keys = [column.key for column in table.columns]
    return {(code, key): cell for code, cells in table.lines() for key, cell in zip(keys, cells, strict=True)}
