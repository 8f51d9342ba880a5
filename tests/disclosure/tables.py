"""Random tables as they are published, made from people: sexes and ages of the same people divide one total."""

from collections import Counter
from dataclasses import dataclass, field

from lms.disclosure.suppression import TOTAL, Sheet

SEXES = ("female", "male", "other", "not-stated")
AGES = ("under-18", "18-28", "29-35", "36-45", "46-59", "60+", "60+ retired", "no-age")
SIZES = (0, 2, 4, 7, 12, 25, 60, 150)
LARGE = (150, 300)


@dataclass
class Published:
    """Numbers by (row, column), the columns that divide others, those nobody sees, and those seen as a share only."""

    rows: list[str]
    splits: list[tuple[str, tuple[str, ...]]]
    inner: Counter = field(default_factory=Counter)
    unseen: frozenset[str] = frozenset()
    as_share: frozenset[str] = frozenset()

    @property
    def columns(self):
        return list(dict.fromkeys(column for whole, parts in self.splits for column in (whole, *parts)))

    @property
    def values(self):
        found = {(row, column): self.inner[row, column] for row in self.rows for column in self.columns}
        return found | {(TOTAL, column): sum(self.inner[row, column] for row in self.rows) for column in self.columns}

    def sheet(self):
        return Sheet(self.rows, self.values, self.splits, self.unseen)

    def sums(self):
        """Every sum, written down from the columns and rows alone."""
        lines = (*self.rows, TOTAL)
        across = [((row, whole), [(row, part) for part in parts]) for row in lines for whole, parts in self.splits]
        down = [((TOTAL, column), [(row, column) for row in self.rows]) for column in self.columns]
        return across + down

    def seen(self, hidden):
        """What a reader sees: numbers, and shares of shown totals with one decimal."""
        values = self.values
        numbers = {
            cell: value
            for cell, value in values.items()
            if cell not in hidden and cell[1] not in self.unseen and cell[1] not in self.as_share
        }
        shares = [
            ((row, column), (row, TOTAL), (2000 * values[row, column] + values[row, TOTAL]) // (2 * values[row, TOTAL]))
            for row, column in values
            if column in self.as_share and not {(row, column), (row, TOTAL)} & hidden and values[row, TOTAL]
        ]
        return numbers, shares

    def small(self, k):
        return {cell: k for cell, value in self.values.items() if 0 < value < k}


def random_table(
    rng, lengths=(3, 3, 3, 4, 4, 4, 5, 6, 8, 22), kinds=("one", "linked", "linked", "with parts"), most=12
):
    """Of one split, of sexes and ages, or with a share of young people and one of confirmed workplaces beside them.

    ``lengths``: how many rows there are at most, one of them by chance. ``most``: columns, at most.
    """
    rows = [f"row {number}" for number in range(rng.randint(3, rng.choice(lengths)))]
    kind = rng.choice(kinds)
    sexes = SEXES[: rng.randint(2, 4)]
    ages = AGES[: rng.randint(2, most - 4)] if kind != "one" else ()
    table = Published(rows, [(TOTAL, columns) for columns in (sexes, ages) if columns])
    if kind == "one" and rng.random() < 0.5:
        table.splits = [(TOTAL, (*sexes, *AGES)[: rng.randint(2, most)])]
    if kind == "with parts":
        table.splits += [
            (TOTAL, ("confirmed", "not confirmed")),
            (TOTAL, ("young", "not young")),
            ("under-18", ("pupils", "children")),
            ("young", ("pupils", "18-28")),
        ]
        table.unseen = frozenset({"not confirmed", "not young", "pupils", "children"})
        table.as_share = frozenset({"confirmed", "young"})
    sizes = LARGE if rng.random() < 0.1 and len(rows) < 8 else SIZES
    for row in rows:
        most = rng.choice(sizes)
        add_people(rng, table, row, rng.randint(most // 2, most))
    return table


def add_people(rng, table, row, number):
    """People of one row. Each is in one column of every split; who is young follows from the age."""
    weights = {columns: [rng.choice((1, 4, 12)) for _ in columns] for _whole, columns in table.splits}
    for _ in range(number):
        columns = [rng.choices(parts, weights[parts])[0] for whole, parts in table.splits if whole == TOTAL]
        if "young" in table.as_share:
            columns = [column for column in columns if column not in ("young", "not young")]
            if "under-18" in columns:
                columns.append(rng.choice(("pupils", "children", "children")))
            columns.append("young" if {"pupils", "18-28"} & set(columns) else "not young")
        table.inner.update((row, column) for column in (TOTAL, *columns))
