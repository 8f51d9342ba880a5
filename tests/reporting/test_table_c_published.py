"""Table C as everybody may see it: no few people, none of them and no rest of them can be worked out."""

from collections import Counter
from random import Random

from lms.disclosure.suppression import SIGN, TOTAL
from lms.reporting.choices import Choice
from lms.reporting.reports import Audience
from lms.reporting.reports.table_c_hiding import DONE, OPEN, SEXES, hidden_cells, rows_without_standard
from tests.reporting.table_c import WHOLE, printed
from tests.support.attacking import Attacker


def test_no_small_number_is_published_or_left_over(population, editions, english):
    lines = printed(Choice(WHOLE), Audience.PUBLIC)
    team = printed(Choice(WHOLE))

    for line, row in lines.items():
        for part, whole in (
            ("completed", "enrolled"),
            ("completed-female", "enrolled-female"),
            ("completed-male", "enrolled-male"),
        ):
            if SIGN not in (row[part], row[whole]):
                assert not 0 < row[part] < 10
                assert not 0 < row[whole] - row[part] < 10
        assert row["enrolled"] in (SIGN, team[line]["enrolled"])


def blocks(**rows):
    parts = [(sex, state) for sex in ("female", "male", "rest") for state in (DONE, OPEN)]
    made = {row: Counter(dict(zip(parts, numbers, strict=True))) for row, numbers in rows.items()}
    return {**made, TOTAL: sum(made.values(), Counter())}


def test_a_woman_is_hidden_with_her_company():
    rows = {"a": (4, 20, 20, 20, 0, 0), "b": (30, 30, 30, 30, 0, 0), "c": (40, 40, 40, 40, 0, 0)}

    hidden = hidden_cells(blocks(**rows), list(rows), k=10)

    assert ("a", "completed-female") in hidden
    assert ("a", "enrolled") not in hidden
    assert hidden_cells(blocks(a=rows["b"], b=rows["c"]), ["a", "b"], k=10) <= {
        (row, f"{column}-rest") for row in ("a", "b", TOTAL) for column in ("enrolled", "completed", "left")
    }


def test_that_none_of_six_completed_is_hidden_with_the_six():
    rows = {"a": (0, 3, 0, 3, 0, 0), "b": (0, 30, 0, 30, 0, 0), "c": (40, 40, 40, 40, 0, 0)}

    hidden = hidden_cells(blocks(**rows), list(rows), k=10)

    assert {("a", "completed"), ("a", "enrolled"), ("a", "completed-female")} <= hidden
    assert ("b", "completed") in hidden or ("c", "completed") in hidden


def random_modules(rng):
    """Blocks of three to six modules, many of them with a few people."""
    sizes = (0, 0, 2, 5, 9, 12, 30, 80)
    return blocks(**{f"M{number}": [rng.choice(sizes) for _part in range(6)] for number in range(rng.randint(3, 6))})


def test_nobody_narrows_a_small_number_of_enrolments():
    """Sums are written down anew here; zeros of a few who might have completed count as small."""
    attacked = 0
    for seed in range(60):
        made = random_modules(Random(seed))
        rows = [row for row in made if row != TOTAL]
        states = {"enrolled": (DONE, OPEN), "completed": (DONE,), "left": (OPEN,)}
        atoms = {(row, sex, state): made[row][sex, state] for row in made for sex in SEXES for state in (DONE, OPEN)}
        printed, sums = (
            {},
            [((TOTAL, sex, state), [(row, sex, state) for row in rows]) for sex in SEXES for state in (DONE, OPEN)],
        )
        for row in made:
            for column, own in states.items():
                for name, sexes in {column: SEXES, **{f"{column}-{sex}": (sex,) for sex in SEXES}}.items():
                    parts = [(row, sex, state) for sex in sexes for state in own]
                    printed[row, name] = sum(atoms[part] for part in parts)
                    sums.append(((row, name), parts))
        hidden = hidden_cells(made, rows, k=10)
        seen = {
            cell: count
            for cell, count in printed.items()
            if cell not in hidden and "left" not in cell[1] and "rest" not in cell[1]
        }
        small = {cell: 10 for cell, count in printed.items() if 0 < count < 10}
        attacked += bool(small)
        assert Attacker(printed | atoms, seen, sums).narrowed(small) == [], seed
    assert attacked > 50


def test_nobody_narrows_a_small_number_of_those_who_reached_the_standard():
    for seed in range(60):
        rng = Random(seed)
        rows = [f"M{number}" for number in range(rng.randint(2, 7))]
        numbers = {row: (tested := rng.choice((0, 12, 25, 60)), rng.randint(0, tested)) for row in rows}
        numbers[TOTAL] = tuple(map(sum, zip(*numbers.values(), strict=True)))
        without = rows_without_standard(numbers, rows, k=10, already=())
        columns = {"tested": lambda t, r: t, "reached": lambda t, r: r, "missed": lambda t, r: t - r}
        cells = {(row, name): count(*numbers[row]) for row in numbers for name, count in columns.items()}
        sums = [((row, "tested"), [(row, "reached"), (row, "missed")]) for row in numbers]
        sums += [((TOTAL, name), [(row, name) for row in rows]) for name in columns]
        seen = {cell: count for cell, count in cells.items() if cell[0] not in without}
        small = {cell: 10 for cell, count in cells.items() if 0 < count < 10}
        assert Attacker(cells, seen, sums).narrowed(small) == [], seed
