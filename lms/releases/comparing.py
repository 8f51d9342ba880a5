"""The numbers of people in Tables A and B by what they count, so that releases can be compared with each other.

Every number that hides, or a share that tells one, is named by the people it counts; ``lms.disclosure`` does the rest.
Periods are cut into the pieces that any release begins or ends with. A person stands in the table of a period with the
first completion in it; what the person had completed before that is the second dimension of time.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from lms.disclosure.releases import Counted, Released, hide_against
from lms.disclosure.suppression import SIGN, TOTAL
from lms.releases.frozen import Cell, FrozenTable
from lms.reporting.choices import Period
from lms.reporting.dimensions import BANDS, SEXES, YOUTH
from lms.reporting.reports.base import K_NATIONAL, K_PUBLIC
from lms.reporting.reports.counted_a import CONFIRMED, young
from lms.reporting.reports.counted_b import CUMULATIVE, NEW, YOUTH_USED
from lms.reporting.reports.published import NATIONAL

NEVER = "never"
WOMEN = "women"
#: The tables whose numbers are people counted once, and the dimension of their rows.
ROWS = {"a": "group", "b": "region"}
#: Dimension to all its values, for those that columns divide.
WHOLE: Mapping[str, Collection[str]] = {
    "sex": SEXES,
    "band": list(chain.from_iterable(BANDS.values())),
    CONFIRMED: ("yes", "no"),
}
#: Whom a column counts; a share counts those it is a share of the whole for.
COLUMNS: Mapping[str, Mapping[str, Collection[str]]] = {
    TOTAL: {},
    **{sex: {"sex": [sex]} for sex in SEXES},
    **{band: {"band": ages} for band, ages in BANDS.items()},
    **{young(code): {"band": ages} for code, ages in YOUTH.items()},
    **{f"youth-{sex}": {"sex": [sex], "band": YOUTH[YOUTH_USED]} for sex in ("female", "male")},
    CONFIRMED: {CONFIRMED: ["yes"]},
    NEW: {"before": [NEVER]},
    CUMULATIVE: {"before": [NEVER]},
}
#: Share to the columns that must be seen with it, as in the tables themselves.
BESIDE: Mapping[str, Collection[str]] = {
    WOMEN: ("female", "male"),
    CONFIRMED: (TOTAL,),
    **{young(code): tuple(BANDS) for code in YOUTH},
}


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
    if not earlier:
        return frozenset()
    names, released = _Names([new, *earlier]), dict[Counted, Released]()
    for each in earlier:
        for _place, name, number, is_shown in names.cells_of(each):
            # What was shown once stands, whatever a later release says of the same people.
            if name not in released or (is_shown and not released[name].is_shown):
                released[name] = Released(number, is_shown)
    for each in (*earlier, new):
        for name in names.absent_from(each):
            released.setdefault(name, Released(0, is_shown=True))
    found = list(names.cells_of(new))
    shown = {name for _place, name, _number, is_shown in found if is_shown}
    hidden = {name for _place, name, _number, is_shown in found if not is_shown} - shown
    cells = {name: number for _place, name, number, _is_shown in found}
    gone = hide_against(
        cells, released, k=lambda name: K_NATIONAL if name in names.national else K_PUBLIC, hidden=hidden
    )
    return frozenset(place for place, name, _number, _is_shown in found if name in gone)


def without(tables: Sequence[FrozenTable], places: Collection[Place]) -> list[FrozenTable]:
    """The tables with these numbers hidden, and the shares that must not be seen without them."""
    return [_without(table, {(code, key) for slug, code, key in places if slug == table.slug}) for table in tables]


def _without(table: FrozenTable, places: set[tuple[str, str]]) -> FrozenTable:
    if not places:
        return table
    keys = [column.key for column in table.columns]

    def line(code: str, cells: Sequence[Cell]) -> list[Cell]:
        gone = {key for key in keys if (code, key) in places}
        gone |= {share for share, beside in BESIDE.items() if gone.intersection(beside)}
        return [SIGN if key in gone else cell for key, cell in zip(keys, cells, strict=True)]

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
        #: Names of everybody by sex or by age, no finer.
        self.national: set[Counted] = set()
        self.rows: dict[str, set[str]] = {slug: set() for slug in ROWS}
        for each in releases:
            for table in _compared(each):
                self.rows[table.slug] |= set(table.codes)

    def cells_of(self, release: Handed) -> Iterator[tuple[Place, Counted, int, bool]]:
        """(place, name, true number, whether it is shown) of each number of people."""
        shown = {table.slug: table.cells() for table in release.shown}
        for table in _compared(release):
            for (code, key), number in table.counts().items():
                if key in COLUMNS:
                    is_shown = shown[table.slug][code, key] != SIGN
                    name = self.name(table.slug, code, key, release.period)
                    if (code, key) in NATIONAL:
                        self.national.add(name)
                    yield (table.slug, code, key), name, number, is_shown

    def absent_from(self, release: Handed) -> Iterator[Counted]:
        """Numbers of rows that this release has not, for want of people: whoever reads it knows that they are 0."""
        for table in _compared(release):
            keys = [column.key for column in table.columns if column.key in COLUMNS]
            for code in self.rows[table.slug] - set(table.codes):
                yield from (self.name(table.slug, code, key, release.period) for key in keys)

    def name(self, slug: str, code: str, key: str, period: Period) -> Counted:
        where: dict[str, Collection[str]] = {ROWS[each]: codes for each, codes in self.rows.items()}
        if code != TOTAL:
            where[ROWS[slug]] = {code}
        start = date.min if key == CUMULATIVE else period.start
        where["days"] = self.pieces(start, period.end + timedelta(days=1))
        where["before"] = {NEVER, *self.pieces(date.min, period.start)}
        return Counted.of("people", **{**where, **WHOLE, **COLUMNS[key]})

    def pieces(self, start: date, end: date) -> set[str]:
        """The pieces of time from one day to before another; what lies before all releases is one piece."""
        found = {cut.isoformat() for cut in self.cuts if start <= cut < end}
        return found | ({"before"} if start == date.min else set())


def _compared(release: Handed) -> list[FrozenTable]:
    return [table for table in release.true if table.slug in ROWS]
