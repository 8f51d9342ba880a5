"""Tables A and B of several periods, compared: what a new one must hide because of those that were published before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lms.disclosure.releases import Counted, Released, hide_against
from lms.disclosure.suppression import TOTAL, Cell
from lms.reporting import dimensions
from lms.reporting.choices import Period
from lms.reporting.dimensions import BANDS, SEXES, YOUTH
from lms.reporting.reports.base import K_NATIONAL, K_PUBLIC
from lms.reporting.reports.counted_a import CONFIRMED, young
from lms.reporting.reports.counted_b import CUMULATIVE, NEW, YOUTH_USED

ATOMS = tuple(atom for atoms in BANDS.values() for atom in atoms)
NEVER = "never"
#: Table to the dimension of its rows.
DIMENSION = {"a": "type", "b": "region"}
#: Columns that may be shown, by table.
COLUMNS = {
    "a": (*SEXES, TOTAL, *BANDS, *map(young, YOUTH), CONFIRMED),
    "b": (*SEXES, TOTAL, "youth-female", "youth-male", NEW, CUMULATIVE, CONFIRMED),
}


@dataclass(frozen=True)
class Publication:
    """Tables of one period. ``numbers``: table to all its cells, shares by their number of people; ``hidden``: which
    of them nobody sees.
    """

    period: Period
    numbers: Mapping[str, Mapping[Cell, int]]
    hidden: Mapping[str, Collection[Cell]]


def hidden_since(new: Publication, earlier: Sequence[Publication]) -> dict[str, frozenset[Cell]]:
    """The cells of the new tables to hide, those that are hidden anyway among them.

    Give every publication that left the house, with the numbers as they were then. Takes seconds for each of them.
    """
    names = _Names([new, *earlier])
    mine = names.of(new)
    released: dict[Counted, Released] = {}
    for publication in earlier:
        for cell, name in names.of(publication).items():
            is_shown = cell[1] not in publication.hidden[cell[0]]
            if name not in released or is_shown:
                released[name] = Released(publication.numbers[cell[0]][cell[1]], is_shown)
    for name in names.empty([new, *earlier]):
        released.setdefault(name, Released(0, is_shown=True))
    gone = hide_against(
        {name: new.numbers[slug][cell] for (slug, cell), name in mine.items()},
        released,
        k=lambda name: K_NATIONAL if names.is_national(name) else K_PUBLIC,
        hidden=[name for (slug, cell), name in mine.items() if cell in new.hidden[slug]],
    )
    return {
        slug: frozenset(cell for cell in _cells(slug, numbers) if mine.get((slug, cell)) in {*gone, None})
        for slug, numbers in new.numbers.items()
    }


def _cells(slug: str, numbers: Mapping[Cell, int]) -> Iterable[Cell]:
    return (cell for cell in numbers if cell[1] in COLUMNS[slug])


class _Names:
    """What each cell counts: time is cut into the spans that any of the periods begins or ends with."""

    def __init__(self, publications: Sequence[Publication]) -> None:
        days = {day for each in publications for day in (each.period.start, each.period.end + timedelta(days=1))}
        self.cuts = [date.min, *sorted(days)]
        lines = {"type": dimensions.groups(), "region": dimensions.regions()}
        self.rows = {
            slug: frozenset(line.code for line in lines[dimension])
            | {row for each in publications for row, _column in each.numbers.get(slug, ()) if row != TOTAL}
            for slug, dimension in DIMENSION.items()
        }

    def of(self, publication: Publication) -> dict[tuple[str, Cell], Counted]:
        """Table and cell to what is counted. A share of youth that divides an age band has no name: it is hidden."""
        return {
            (slug, cell): name
            for slug, numbers in publication.numbers.items()
            for cell in _cells(slug, numbers)
            if (name := self.name(slug, cell, publication)) is not None
        }

    def empty(self, publications: Sequence[Publication]) -> Iterable[Counted]:
        """Rows that were left out because nobody is in them: everybody knows that."""
        for publication in publications:
            for slug, numbers in publication.numbers.items():
                for row in self.rows[slug] - {row for row, _column in numbers}:
                    for column in COLUMNS[slug]:
                        name = self.name(slug, (row, column), publication)
                        if name is not None:
                            yield name

    def name(self, slug: str, cell: Cell, publication: Publication) -> Counted | None:
        row, column = cell
        where: dict[str, Iterable[str]] = {
            **{DIMENSION[each]: rows for each, rows in self.rows.items()},
            "sex": SEXES,
            "age": ATOMS,
            "confirmed": ("yes", "no"),
            "days": self.spans(publication.period.start, publication.period.end),
            "before": (NEVER, *self.spans(date.min, publication.period.start - timedelta(days=1))),
        }
        if row != TOTAL:
            where[DIMENSION[slug]] = (row,)
        chosen = self.chosen(column, row, publication.numbers[slug], publication.period)
        return None if chosen is None else Counted.of("people", **{**where, **chosen})

    def chosen(
        self, column: str, row: str, numbers: Mapping[Cell, int], period: Period
    ) -> dict[str, Iterable[str]] | None:
        """What a column narrows; None if its ages take a part of a band in which there is somebody."""
        if column in SEXES:
            return {"sex": (column,)}
        if column in BANDS:
            return {"age": BANDS[column]}
        if column in map(young, YOUTH):
            return _ages(next(YOUTH[code] for code in YOUTH if young(code) == column), row, numbers)
        if column.startswith("youth-"):
            return {"sex": (column.removeprefix("youth-"),), "age": YOUTH[YOUTH_USED]}
        further: dict[str, dict[str, Iterable[str]]] = {
            TOTAL: {},
            CONFIRMED: {"confirmed": ("yes",)},
            NEW: {"before": (NEVER,)},
            CUMULATIVE: {"before": (NEVER,), "days": self.spans(date.min, period.end)},
        }
        return further[column]

    def spans(self, first: date, last: date) -> list[str]:
        return [cut.isoformat() for cut in self.cuts if first <= cut <= last]

    def is_national(self, name: Counted) -> bool:
        """Everybody by sex or age, no finer."""
        where = dict(name.where)
        whole = all(where.get(DIMENSION[slug]) == rows for slug, rows in self.rows.items())
        by_one = len(where.get("sex", ())) == len(SEXES) or len(where.get("age", ())) == len(ATOMS)
        return whole and by_one and len(where["confirmed"]) == len(("yes", "no"))


def _ages(atoms: frozenset[str], row: str, numbers: Mapping[Cell, int]) -> dict[str, Iterable[str]] | None:
    """The whole bands of a definition: the same people, if nobody is in those that it divides."""
    divided = [band for band, own in BANDS.items() if not atoms.isdisjoint(own) and not atoms.issuperset(own)]
    if any(numbers.get((row, band), 0) for band in divided):
        return None
    return {"age": [atom for band, own in BANDS.items() if atoms.issuperset(own) for atom in own]}
