"""The numbers of Tables A, B, C and F beside those of all earlier releases: no difference may tell of a few people.

Every number that hides, or a share that tells one, is named by what it counts (``naming``); ``lms.disclosure`` does the
rest. Numbers of different kinds (people, enrolments, certificates) have nothing to do with each other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lms.disclosure.releases import Counted, Released, hide_against
from lms.disclosure.suppression import SIGN, TOTAL
from lms.releases.frozen import Cell, FrozenTable, canonical, digest_of
from lms.releases.naming import BESIDE, COLUMNS, COMPARED, Handed, Names, whole_of
from lms.reporting.reports.base import K_NATIONAL, K_PUBLIC

#: (table, code of the row, key of the column).
Place = tuple[str, str, str]


@dataclass
class _Kind:
    """All that is known of one kind of things that are counted."""

    released: dict[Counted, Released] = field(default_factory=dict)
    cells: dict[Counted, int] = field(default_factory=dict)
    shown: set[Counted] = field(default_factory=set)

    def hidden(self, national: Collection[Counted], of_one_body: Collection[Counted]) -> frozenset[Counted]:
        return hide_against(
            self.cells,
            self.released,
            k=lambda name: K_NATIONAL if name in national else K_PUBLIC,
            hidden=self.cells.keys() - self.shown,
            identifying=of_one_body.__contains__,
            within=whole_of,
        )


#: What was found, by the digest of what was compared: whoever submits what was just looked at does not wait again.
_found: dict[str, frozenset[Place]] = {}
MOST_KEPT = 50


def places_against(new: Handed, earlier: Sequence[Handed]) -> frozenset[Place]:
    """Where the new tables must hide a number, because earlier ones would make it tell of a few people."""
    if not earlier:
        return frozenset()
    content = digest_of(canonical([_content(each) for each in (new, *earlier)]))
    found = _found.get(content)
    if found is None:
        found = _places_against(new, earlier)
        if len(_found) >= MOST_KEPT:
            _found.clear()
        _found[content] = found
    return found


def _content(release: Handed) -> list[object]:
    """All that decides: days, true numbers and what is shown of them."""
    days = [day.isoformat() for day in (release.period.start, release.period.end, release.at)]
    tables = [table.as_json() for table in (*release.true, *release.shown) if table.slug in COMPARED]
    parts = ("slug", "codes", "rows", "total", "behind", "of_one_body")
    return [days, [[table[part] for part in parts] for table in tables]]


def _places_against(new: Handed, earlier: Sequence[Handed]) -> frozenset[Place]:
    names, kinds = Names([new, *earlier]), defaultdict[str, _Kind](_Kind)
    for each in earlier:
        for _place, name, number, is_shown in _cells_of(names, each):
            released = kinds[name.kind].released
            # What was shown once stands, whatever a later release says of the same people.
            if name not in released or (is_shown and not released[name].is_shown):
                released[name] = Released(number, is_shown)
    for each in (*earlier, new):
        for name in names.absent_from(each):
            kinds[name.kind].released.setdefault(name, Released(0, is_shown=True))
        for name, number in names.quarters_of(each):
            kinds[name.kind].released.setdefault(name, Released(number, is_shown=False))
    found = list(_cells_of(names, new))
    for _place, name, number, is_shown in found:
        kinds[name.kind].cells[name] = number
        if is_shown:
            kinds[name.kind].shown.add(name)
    gone = frozenset[Counted]().union(
        *(kind.hidden(names.national, names.of_one_body) for kind in kinds.values() if kind.released)
    )
    return frozenset(place for place, name, _number, _is_shown in found if name in gone)


def _cells_of(names: Names, release: Handed) -> Iterator[tuple[Place, Counted, int, bool]]:
    """(place, name, true number, whether it is shown) of each number that is compared."""
    shown = {table.slug: table.cells() for table in release.shown}
    for table in release.compared():
        for (code, key), number in table.counts().items():
            name = names.name(table.slug, code, key, release) if key in COLUMNS[table.slug] else None
            if name is not None:
                yield (table.slug, code, key), name, number, shown[table.slug][code, key] != SIGN


def without(tables: Sequence[FrozenTable], places: Collection[Place]) -> list[FrozenTable]:
    """The tables with these numbers hidden, and the shares and means that must not be seen without them."""
    return [_without(table, {(code, key) for slug, code, key in places if slug == table.slug}) for table in tables]


def _without(table: FrozenTable, places: set[tuple[str, str]]) -> FrozenTable:
    if not places:
        return table
    keys = [column.key for column in table.columns]

    def line(code: str, cells: Sequence[Cell]) -> list[Cell]:
        gone = {key for key in keys if (code, key) in places}
        gone |= {other for other, beside in BESIDE.get(table.slug, {}).items() if gone.intersection(beside)}
        return [SIGN if key in gone else cell for key, cell in zip(keys, cells, strict=True)]

    return replace(
        table,
        rows=[line(code, cells) for code, cells in zip(table.codes, table.rows, strict=True)],
        total=None if table.total is None else line(TOTAL, table.total),
    )
