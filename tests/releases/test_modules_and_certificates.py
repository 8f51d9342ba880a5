"""Tables C and F of several releases, attacked together: by somebody who knows every release and every sum."""

from collections import Counter
from datetime import date, timedelta
from itertools import product
from random import Random

from lms.disclosure.suppression import SIGN, TOTAL
from lms.releases.comparing import places_against, without
from lms.releases.frozen import FrozenTable
from lms.releases.naming import Handed
from lms.reporting.choices import Period
from lms.reporting.reports.table_c_hiding import hidden_cells
from lms.reporting.reports.table_f import hidden_cells as hidden_papers
from lms.sheets import Column, Kind
from tests.support.attacking import Attacker

K = 10
SEXES, STATES, QUARTERS = ("female", "male", "rest"), ("done", "open"), (1, 2, 3, 4)
SIZES = (0, 0, 1, 3, 7, 12, 20, 45)
#: Quarters that releases are about, as they follow each other.
STORIES = (((1,), (1, 2)), ((1, 2), (1,), (3,)), ((1,), (2,), (3,), (1, 2, 3, 4)), ((1, 2, 3, 4), (4,), (3, 4)))


def quarter_of(number):
    """Days in which the cohort of a quarter of 2024 is closed, and a quarter of 2025 ends."""
    return date(2025, 3 * number - 2, 1)


def period_of(quarters):
    after = date(2026, 1, 1) if quarters[-1] == 4 else quarter_of(quarters[-1] + 1)
    return Period(quarter_of(quarters[0]), after - timedelta(days=1))


def frozen(slug, columns, lines):
    """``lines``: code to the numbers of the columns, the total last."""
    made = [Column("row", "Row"), *(Column(key, key, Kind.INTEGER) for key in columns)]
    cells = [[code, *(numbers[key] for key in columns)] for code, numbers in lines.items()]
    return FrozenTable(slug, slug, slug, [], made, list(lines)[:-1], cells[:-1], cells[-1], [], [])


def shown_of(table, hidden):
    keys = [column.key for column in table.columns]

    def line(code, cells):
        return [SIGN if (code, key) in hidden else cell for key, cell in zip(keys, cells, strict=True)]

    rows = [line(code, cells) for code, cells in zip(table.codes, table.rows, strict=True)]
    return FrozenTable(*list(vars(table).values())[:6], rows, line(TOTAL, table.total), [], [])


class Modules:
    """Enrolments by module, sex, state and cohort."""

    slug = "c"

    def __init__(self, rng):
        self.modules = [f"M{number}" for number in range(1, rng.randint(3, 5))]
        self.people = Counter({key: rng.choice(SIZES) for key in product(self.modules, SEXES, STATES, QUARTERS)})
        self.columns = {
            column: (sexes, states)
            for name, states in (("enrolled", STATES), ("completed", ("done",)))
            for column, sexes in ((name, SEXES), (f"{name}-female", ("female",)), (f"{name}-male", ("male",)))
        }

    def atoms(self, module, column, quarters):
        sexes, states = self.columns[column]
        modules = self.modules if module == TOTAL else [module]
        return list(product(modules, sexes, states, quarters))

    def tables(self, quarters):
        rows = [*self.modules, TOTAL]
        lines = {
            row: {column: sum(self.people[one] for one in self.atoms(row, column, quarters)) for column in self.columns}
            for row in rows
        }
        blocks = {row: Counter() for row in rows}
        for module, sex, state, quarter in self.people:
            if quarter in quarters:
                for row in (module, TOTAL):
                    blocks[row][sex, state] += self.people[module, sex, state, quarter]
        table = frozen("c", list(self.columns), lines)
        return table, shown_of(table, hidden_cells(blocks, self.modules, k=K))

    def places(self, quarters):
        return {
            (row, column): self.atoms(row, column, quarters)
            for row in (*self.modules, TOTAL)
            for column in self.columns
        }


class Certificates:
    """Certificates by module, sex and quarter; a row is a module in a quarter."""

    slug = "f"
    columns = {"female": ("female",), "male": ("male",), TOTAL: SEXES}

    def __init__(self, rng):
        self.modules = [f"M{number}" for number in range(1, rng.randint(3, 5))]
        self.people = Counter({key: rng.choice(SIZES) for key in product(self.modules, SEXES, QUARTERS)})

    def places(self, quarters):
        found = {}
        for column, sexes in self.columns.items():
            for module, quarter in product(self.modules, quarters):
                found[f"{module}/2025-Q{quarter}", column] = list(product([module], sexes, [quarter]))
            found[TOTAL, column] = list(product(self.modules, sexes, quarters))
        return {
            (row, column): atoms
            for (row, column), atoms in found.items()
            if row == TOTAL or any(self.people[one] for one in found[row, TOTAL])
        }

    def tables(self, quarters):
        numbers = {place: sum(self.people[one] for one in atoms) for place, atoms in self.places(quarters).items()}
        rows = list(dict.fromkeys(row for row, _column in numbers))
        rows = [*(row for row in rows if row != TOTAL), TOTAL]
        table = frozen(
            "f", list(self.columns), {row: {column: numbers[row, column] for column in self.columns} for row in rows}
        )
        inner = {
            (row, sex): self.people[module, sex, int(part[-1])]
            for row in rows[:-1]
            for module, _slash, part in [row.partition("/")]
            for sex in SEXES
        }
        return table, shown_of(table, hidden_papers(rows[:-1], inner, {}))


def released(world, story):
    """(quarters, true table, what is shown) of each release, one compared with all before it."""
    handed, found = [], []
    for quarters in story:
        true, made = world.tables(quarters)
        new = Handed(period_of(quarters), [true], [made], date(2027, 1, 1))
        [made] = without([made], places_against(new, handed))
        handed.append(Handed(new.period, [true], [made], new.at))
        found.append((quarters, made))
    return found


def attack(world, releases):
    """Numbers of a few people, in a release or in a single quarter, that can be narrowed."""
    cells, sums, shown, targets = dict(world.people), [], {}, {}
    for quarters, made in releases:
        seen = made.cells()
        for place, atoms in world.places(quarters).items():
            name = (quarters, place)
            cells[name] = sum(world.people[one] for one in atoms)
            sums.append((name, atoms))
            if seen[place] != SIGN:
                shown[name] = seen[place]
    for quarter in {quarter for quarters, _made in releases for quarter in quarters}:
        for place, atoms in world.places((quarter,)).items():
            name = ("once", quarter, place)
            cells[name] = sum(world.people[one] for one in atoms)
            sums.append((name, atoms))
    printed = [name for name in cells if name not in world.people]
    targets = {name: K for name in printed if 0 < cells[name] < K or (not cells[name] and is_told(world, name, cells))}
    return Attacker(cells, shown, sums).narrowed(targets)


def is_told(world, name, cells):
    """Whether the zero is one of a few: none of six has completed, none of six certificates went to a woman."""
    *when, (row, column) = name
    whole = TOTAL if world.slug == "f" else column.replace("completed", "enrolled", 1)
    return whole != column and 0 < cells.get((*when, (row, whole)), 0) < K


def worlds(kind, count):
    for seed in range(count):
        rng = Random(seed)
        yield seed, kind(rng), STORIES[seed % len(STORIES)]


def test_no_releases_together_tell_of_a_few_enrolments_or_certificates():
    for kind in (Modules, Certificates):
        for seed, world, story in worlds(kind, 12):
            assert attack(world, released(world, story)) == [], (kind.__name__, seed, story)


def test_a_twin_that_looks_at_each_release_alone_is_found_out():
    for kind in (Modules, Certificates):
        found = 0
        for _seed, world, story in worlds(kind, 8):
            found += bool(attack(world, [(quarters, world.tables(quarters)[1]) for quarters in story]))
        assert found >= 4, kind.__name__
