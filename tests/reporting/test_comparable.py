"""Tables A and B of one period after those of another: what did not change tells as much as what did."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from lms.disclosure.suppression import TOTAL, sheet_of, suppress
from lms.reporting import dimensions
from lms.reporting.choices import Period
from lms.reporting.reports.comparable import COLUMNS, Publication, hidden_since
from tests.support.attacking import Attacker

QUARTER = Period(date(2025, 1, 1), date(2025, 3, 31))
SECOND = Period(date(2025, 4, 1), date(2025, 6, 30))
HALF = Period(date(2025, 1, 1), date(2025, 6, 30))
SEXES = ("female", "male", "other", "not_stated")
AGES = ("under-18", "18-28", "29-35", "36-45", "46-59", "60+", "not-stated")
SPLITS = [(TOTAL, SEXES), (TOTAL, AGES), (TOTAL, ("confirmed", "unconfirmed"))]
K = 10


def table_a(people):
    """Numbers of Table A: people are (row, sex, age)."""
    inner = Counter()
    for row, sex, age in people:
        inner.update((row, column) for column in (TOTAL, sex, age, "confirmed"))
    rows = sorted({row for row, _sex, _age in people})
    return sheet_of(rows, inner, SPLITS, ["unconfirmed"])


def publication(period, sheet, hidden):
    return Publication(period, {"a": sheet.values}, {"a": hidden})


def sums(sheet):
    lines = (*sheet.rows, TOTAL)
    found = [((row, whole), [(row, part) for part in parts]) for row in lines for whole, parts in SPLITS]
    columns = (TOTAL, *SEXES, *AGES, "confirmed", "unconfirmed")
    return found + [((TOTAL, column), [(row, column) for row in sheet.rows]) for column in columns]


def attack(part, whole, hidden_part, hidden_whole):
    """Who is in the quarter is in the half-year too."""
    numbers = {"part": part.values, "whole": whole.values}
    numbers["rest"] = {cell: whole.values[cell] - part.values[cell] for cell in whole.values}
    cells = {(name, cell): value for name, values in numbers.items() for cell, value in values.items()}
    hidden = {"part": hidden_part, "whole": hidden_whole, "rest": cells}
    shown = {
        (name, cell): value
        for (name, cell), value in cells.items()
        if name != "rest" and cell[1] in COLUMNS["a"] and cell not in hidden[name]
    }
    lines = [((name, total), [(name, one) for one in parts]) for name in numbers for total, parts in sums(part)]
    lines += [(("whole", cell), [("part", cell), ("rest", cell)]) for cell in part.values]
    return Attacker(cells, shown, lines).narrowed({cell: K for cell, value in cells.items() if 0 < value < K})


def crowd(counts, sex="female", age="36-45"):
    return [(row, sex, age) for row, count in counts.items() for _ in range(count)]


@pytest.fixture
def rows(english, session):
    return [line.code for line in dimensions.groups()]


def test_a_row_in_which_nothing_happened_keeps_its_secret(rows):
    """Hidden for company in the quarter, it would be shown in the half-year, where another row keeps company."""
    court, forensic, bar, police = rows[:4]
    people = crowd({court: 24, forensic: 4, bar: 18, police: 90}) + crowd(
        {court: 31, forensic: 11, bar: 22, police: 95}, sex="male"
    )
    later = people + crowd({police: 30}) + crowd({police: 40}, sex="male")
    quarter, half = table_a(people), table_a(later)
    first = suppress([quarter], k=K)
    naive = {(forensic, "female"), (forensic, "male"), (court, "female"), (court, "male")}

    found = hidden_since(publication(HALF, half, naive), [publication(QUARTER, quarter, first)])["a"]

    assert (bar, "female") in first - naive
    assert attack(quarter, half, first, naive)
    assert naive <= found
    assert attack(quarter, half, first, found) == []


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_found_in_a_quarter_and_its_half_year(rows, seed):
    rng = Random(seed)
    chosen = rows[: rng.choice((3, 6))]

    def some(sizes):
        return [
            (row, rng.choices(SEXES, (50, 45, 1, 2))[0], rng.choices(AGES, (0, 30, 20, 25, 20, 2, 2))[0])
            for row in chosen
            for _ in range(rng.choice(sizes))
        ]

    people = some((8, 15, 40, 90)) + crowd(dict.fromkeys(chosen, 1))
    quarter, half = table_a(people), table_a(people + some((0, 0, 2, 9, 30)))
    first = suppress([quarter], k=K)

    found = hidden_since(publication(HALF, half, ()), [publication(QUARTER, quarter, first)])["a"]

    assert attack(quarter, half, first, found) == []


def test_the_second_quarter_after_the_half_year_tells_who_came_again(rows):
    """40 in the half-year, 20 in the first quarter, so 20 came later; 23 in the second: three came again."""
    quarter, half, second = (table_a(crowd({rows[0]: count, rows[1]: 50})) for count in (20, 40, 23))
    before = [publication(QUARTER, quarter, ()), publication(HALF, half, ())]

    found = hidden_since(publication(SECOND, second, ()), before)["a"]

    assert (rows[0], TOTAL) in found


def test_a_table_released_again_stays_as_it_was(rows):
    quarter = table_a(crowd(dict.fromkeys(rows[:5], 30)) + crowd(dict.fromkeys(rows[:5], 25), sex="male"))

    assert hidden_since(publication(QUARTER, quarter, ()), [publication(QUARTER, quarter, ())])["a"] == set()
