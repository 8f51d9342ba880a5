from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csc_array

from lms.disclosure.programs import INFEASIBLE, Answer, Programs
from lms.disclosure.protecting import protect
from lms.disclosure.suppression import TOTAL, Sheet, grid_of, suppress
from lms.disclosure.systems import System, apart
from tests.disclosure.minimum import fewest_hidden
from tests.disclosure.tables import random_table

SEXES = ["F", "M"]


def grid(**rows):
    """A grid of named rows: grid(Court=(24, 31))."""
    columns = [f"c{n}" for n in range(len(next(iter(rows.values()))))]
    return grid_of(
        list(rows), columns, {(row, c): v for row, values in rows.items() for c, v in zip(columns, values, strict=True)}
    )


def test_the_worked_example_of_the_reporting_brief():
    rows = {"Court": (24, 31), "Forensic": (4, 11), "Bar": (18, 22)}
    example = grid_of(list(rows), SEXES, {(r, c): v for r, vs in rows.items() for c, v in zip(SEXES, vs, strict=True)})

    assert suppress([example], k=10) == {("Forensic", "F"), ("Forensic", "M"), ("Bar", "F"), ("Bar", "M")}


def test_a_table_without_small_cells_hides_nothing():
    assert suppress([grid(Court=(24, 31), Police=(12, 90), Bar=(18, 0))], k=10) == frozenset()


def test_a_row_that_is_small_as_a_whole_is_hidden_with_its_total():
    hidden = suppress([grid(Forensic=(4, 5), Court=(20, 30), Bar=(15, 25))], k=10)

    assert {("Forensic", "c0"), ("Forensic", "c1"), ("Forensic", TOTAL)} <= hidden


def test_known_totals_are_never_hidden_and_zeros_help_instead():
    hidden = suppress([grid(M1=(3, 0), M2=(9, 8))], k=5, kept=lambda cell: cell[1] == TOTAL)

    assert {("M1", "c0"), ("M1", "c1")} <= hidden
    assert not any(column == TOTAL for _row, column in hidden)


def test_linked_tables_hide_their_shared_totals_alike():
    sex = grid_of(
        ["a", "b", "c"],
        ["F", "M"],
        {("a", "F"): 3, ("a", "M"): 4, ("b", "F"): 20, ("b", "M"): 15, ("c", "F"): 30, ("c", "M"): 41},
    )
    age = grid_of(
        ["a", "b", "c"],
        ["young", "old"],
        {
            ("a", "young"): 5,
            ("a", "old"): 2,
            ("b", "young"): 17,
            ("b", "old"): 18,
            ("c", "young"): 33,
            ("c", "old"): 38,
        },
    )

    hidden = suppress([sex, age], k=10)

    assert ("a", TOTAL) in hidden
    assert sum((row, TOTAL) in hidden for row in "abc") > 1
    assert {("a", "young"), ("a", "old"), ("a", "F"), ("a", "M")} <= hidden


def small_table(rng, rows, columns):
    names = [f"r{n}" for n in range(rows)]
    heads = [f"c{n}" for n in range(columns)]
    return grid_of(names, heads, {(r, c): rng.choice((0, 1, 2, 3, 5, 6)) for r in names for c in heads})


def columns_of(grid):
    [(_whole, columns)] = grid.splits
    return columns


def fillings(table, row, hidden, most):
    """Every way to fill the hidden cells of a row that agrees with its total, if that is shown."""
    cells = [(row, column) for column in columns_of(table)]
    known = [[table.values[cell]] if cell not in hidden else range(most + 1) for cell in cells]
    total = None if (row, TOTAL) in hidden else table.values[row, TOTAL]
    for values in product(*known):
        if total is None or sum(values) == total:
            yield dict(zip(cells, values, strict=True))


def attack(table, hidden):
    """Every way to fill the hidden cells with whole numbers that agrees with all that is shown."""
    most = table.values[TOTAL, TOTAL]
    for parts in product(*(list(fillings(table, row, hidden, most)) for row in table.rows)):
        filled = grid_of(table.rows, columns_of(table), {cell: v for part in parts for cell, v in part.items()})
        if all(filled.values[cell] == value for cell, value in table.values.items() if cell not in hidden):
            yield filled.values


@pytest.mark.parametrize("seed", range(24))
def test_an_attacker_who_tries_everything_cannot_narrow_a_small_cell(seed):
    k = 3
    table = small_table(Random(seed), 3, 2)
    hidden = suppress([table], k=k)
    primary = [cell for cell, value in table.values.items() if 0 < value < k]

    found = {cell: set() for cell in primary}
    for values in attack(table, hidden):
        for cell in primary:
            found[cell].add(values[cell])

    for cell in primary:
        assert max(found[cell]) >= k, (cell, table.values, hidden)
        assert max(found[cell]) - min(found[cell]) >= k - 1


def test_without_complementary_suppression_the_attack_succeeds():
    table = grid(Court=(24, 31), Forensic=(4, 11), Bar=(18, 22))
    only_primary = {cell for cell, value in table.values.items() if 0 < value < 10}

    assert len(list(attack(table, only_primary))) == 1


# ── As little as possible ────────────────────────────────────────────────────


def test_little_more_is_hidden_than_must_be():
    for seed in range(200):
        rng = Random(seed)
        rows, columns = ([f"{name}{n}" for n in range(rng.randint(2, 5))] for name in "rc")
        rate = rng.choice((0, 0.05, 0.15, 0.3))
        table = grid_of(
            rows,
            columns,
            {
                (row, column): rng.randint(1, 9) if rng.random() < rate else rng.choice((0, 12, 20, 35, 60, 100))
                for row in rows
                for column in columns
            },
        )
        across = [((row, TOTAL), [(row, column) for column in columns]) for row in (*rows, TOTAL)]
        down = [((TOTAL, column), [(row, column) for row in rows]) for column in (*columns, TOTAL)]

        hidden = suppress([table], k=10)

        assert len(hidden) <= 1.5 * fewest_hidden(table.values, across + down, 10), seed


# ── Columns that split another, thresholds, zeros ────────────────────────────


def with_rest(part, whole):
    """Two rows and their total: a part, what remains of its whole, and the whole."""
    rows = {"a": (part, whole), "b": (30, 60)}
    rows[TOTAL] = tuple(map(sum, zip(*rows.values(), strict=True)))
    values = {}
    for row, (mine, all_of_it) in rows.items():
        values |= {(row, "new"): mine, (row, "rest"): all_of_it - mine, (row, TOTAL): all_of_it}
    return Sheet(["a", "b"], values, [(TOTAL, ("new", "rest"))], unseen=frozenset({"rest"}))


def test_a_part_that_leaves_a_few_is_hidden_though_nobody_prints_the_rest():
    hidden = suppress([with_rest(37, 40)], k=10)

    assert ("a", "new") in hidden or ("a", TOTAL) in hidden
    assert {cell for cell in hidden if cell[0] != "a"}, "the total of the column would give it away"
    assert not {cell for cell in hidden if cell[1] == "rest"}
    assert suppress([with_rest(30, 40)], k=10) == set()


def test_the_threshold_may_be_lower_for_the_whole_country():
    values = {(row, column): number for row in ("a", TOTAL) for column, number in (("F", 7), ("M", 40), (TOTAL, 47))}
    table = Sheet(["a"], values, [(TOTAL, ("F", "M"))])

    assert ("a", "F") in suppress([table], k=lambda cell: 5 if cell[0] == TOTAL else 10)
    assert suppress([table], k=5) == set()


def test_none_of_six_tells_of_six():
    """A zero among outcomes is as telling as a small number where few stand behind it."""
    table = grid(Court=(0, 6), Police=(40, 50), Bar=(30, 25))

    assert ("Court", "c0") in suppress([table], k=10, tells_by_zero=lambda cell: cell == ("Court", "c0"))


def test_the_same_table_is_hidden_alike_each_time():
    """Two ways to hide one table would tell more than either."""
    table = random_table(Random(7), lengths=(22,))

    assert len({suppress([table.sheet()], k=10) for _ in range(3)}) == 1


def test_where_the_solver_gives_up_more_is_hidden_never_less(monkeypatch):
    """Fractions come out, and whole numbers are not found in time: that proves nothing, so all that may go goes."""
    table = grid(Court=(3, 40), Police=(30, 25), Bar=(20, 22))
    kept = [(row, TOTAL) for row in ("Court", "Police", "Bar", TOTAL)]
    real = Programs.best

    def in_pieces(self, costs, lower, upper):
        if len(costs) > len(table.values):  # what to hide for it: nothing is found either
            return Answer(None, is_sure=False)
        answer = real(self, costs, lower, upper)
        return replace(answer, found=answer.found * 0.95)

    monkeypatch.setattr(Programs, "best", in_pieces)
    monkeypatch.setattr(Programs, "best_whole", lambda *asked: Answer(None, is_sure=False))

    hidden = suppress([table], k=10, kept=lambda cell: cell in kept)

    assert hidden == {cell for cell in table.values if cell not in kept}


def test_the_solver_that_is_spoken_to_directly_answers_as_by_its_public_door():
    """The direct door is no public interface of scipy: another version of it must not hide less."""
    chance = np.random.default_rng(3)
    for _each in range(40):
        rows, columns = chance.integers(2, 6), chance.integers(4, 12)
        sums = csc_array(chance.integers(-1, 2, (rows, columns)).astype(float))
        programs = Programs(sums)
        for _again in range(3):  # kept from one question to the next
            costs, lower = chance.integers(-3, 4, columns).astype(float), -chance.integers(0, 9, columns).astype(float)
            upper = lower + chance.integers(0, 12, columns)
            wanted = linprog(costs, A_eq=sums, b_eq=np.zeros(rows), bounds=list(zip(lower, upper, strict=True)))
            answer = programs.best(costs, lower, upper)
            assert answer.is_sure
            assert (answer.found is None) == (wanted.status == INFEASIBLE)
            if answer.found is not None:
                assert costs @ answer.found == pytest.approx(wanted.fun)
                assert sums @ answer.found == pytest.approx(np.zeros(rows), abs=1e-6)


def test_less_is_expected_only_where_more_is_impossible():
    """Both numbers of a row whose total everybody knows to be 6 can never be ten; that is no reason to show them."""
    table = grid(Court=(2, 4), Police=(30, 25), Bar=(20, 22))

    hidden = suppress([table], k=10, kept=lambda cell: cell[1] == TOTAL)

    assert {("Court", "c0"), ("Court", "c1")} <= hidden
    assert len(hidden) >= 4


def test_what_is_known_divides_what_must_be_looked_at_together():
    """Rows whose totals everybody knows; of the second one number more, from which the other follows."""
    table = grid(Court=(3, 40), Police=(30, 25), Bar=(20, 22))
    lines = [line for line in table.lines() if line.total[0] != TOTAL]
    known = {cell for cell in table.values if cell[1] == TOTAL} | {("Police", "c0")}
    whole = System(table.values, lines, least=lambda cell: 10, known=lambda cell: cell in known)

    found = {frozenset(part.values): len(part.lines) for part in apart(whole) if part.lines}

    assert found == {frozenset({("Court", "c0"), ("Court", "c1")}): 1, frozenset({("Bar", "c0"), ("Bar", "c1")}): 1}
    assert protect(whole) == {("Court", "c0"), ("Court", "c1")}
