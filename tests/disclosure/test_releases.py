"""Releases subtracted from each other: a later period, another filter, whatever was released before."""

from dataclasses import replace
from random import Random

import pytest

from lms.disclosure.releases import Counted, Released, hide_against
from lms.disclosure.suppression import TOTAL, suppress
from tests.disclosure.tables import add_people, random_table
from tests.support.attacking import Attacker

K = 10
PAIRS = 1000
FIRST, BOTH = {"Q1"}, {"Q1", "Q2"}


def named(table, days, cell):
    """What a cell of a table counts; TOTAL is all values of its dimension."""
    row, column = cell
    divided = {"sex": {"all"}, "age": {"all"}}
    for dimension, (_whole, columns) in zip(divided, table.splits, strict=False):
        divided[dimension] = {column} if column in columns else set(columns)
    return Counted.of("people", row=table.rows if row == TOTAL else {row}, days=days, **divided)


def two_tables(rng):
    """The same rows twice, of fewer people and of all of them: a quarter and its half-year, a part and everybody."""
    part = random_table(rng, lengths=(3, 3, 3, 3, 6), kinds=("one", "linked"), most=6)
    part.splits = part.splits[:2]
    whole = replace(part, inner=part.inner.copy())
    for row in part.rows:
        add_people(rng, whole, row, rng.choice((0, 0, 1, 3, 8, 15, 60)))
    return part, whole


def attack(part, whole, hidden_part, hidden_whole):
    """The attacker knows that everybody of the part is in the whole: what remains is a table of people as well."""
    tables = {"part": part.values, "whole": whole.values}
    tables["rest"] = {cell: value - tables["part"][cell] for cell, value in tables["whole"].items()}
    cells = {(name, cell): value for name, values in tables.items() for cell, value in values.items()}
    hidden = {("part", cell) for cell in hidden_part} | {("whole", cell) for cell in hidden_whole}
    shown = {name: value for name, value in cells.items() if name[0] != "rest" and name not in hidden}
    sums = [((name, total), [(name, one) for one in parts]) for name in tables for total, parts in part.sums()]
    sums += [(("whole", cell), [("part", cell), ("rest", cell)]) for cell in part.values]
    return Attacker(cells, shown, sums).narrowed({name: K for name, value in cells.items() if 0 < value < K})


def published_one_after_the_other(part, whole, part_comes_first):
    """What is hidden in the part and in the whole."""
    days = {id(part): FIRST, id(whole): BOTH}
    first, second = (part, whole) if part_comes_first else (whole, part)
    hidden = suppress([first.sheet()], k=K)
    before = {
        named(first, days[id(first)], cell): Released(value, cell not in hidden) for cell, value in first.values.items()
    }
    names = {named(second, days[id(second)], cell): cell for cell in second.values}
    gone = hide_against({name: second.values[cell] for name, cell in names.items()}, before, k=K)
    found = hidden, {names[name] for name in gone}
    return found if part_comes_first else found[::-1]


def test_no_two_releases_tell_of_a_few_people():
    for seed in range(PAIRS):
        rng = Random(seed)
        part, whole = two_tables(rng)
        hidden = published_one_after_the_other(part, whole, part_comes_first=rng.random() < 0.7)

        assert attack(part, whole, *hidden) == [], seed


def test_a_twin_that_looks_at_each_release_alone_is_found_out():
    narrowed = 0
    for seed in range(20):
        part, whole = two_tables(Random(seed))
        narrowed += bool(attack(part, whole, *(suppress([table.sheet()], k=K) for table in (part, whole))))

    assert narrowed > 10


# ── Single stories ───────────────────────────────────────────────────────────

TYPES = ("court", "police", "cso")


def people(types, days=("Q1",), before=("never",), sex=("female", "male")):
    return Counted.of("completions", type=types, days=days, before=before, sex=sex)


def shown(numbers):
    return {name: Released(number, is_shown=True) for name, number in numbers.items()}


def test_the_later_of_two_numbers_that_differ_by_two_is_hidden():
    """The example of the reporting method: 12 in the quarter, 14 in the half-year."""
    quarter, half = people(["court"]), people(["court"], days=("Q1", "Q2"))

    assert hide_against({half: 14}, shown({quarter: 12}), k=K) == {half}
    assert hide_against({half: 22}, shown({quarter: 12}), k=K) == set()
    assert hide_against({half: 12}, shown({quarter: 12}), k=K) == set()


def test_everybody_but_civil_society_tells_of_civil_society():
    everybody, others = people(TYPES), people(["court", "police"])

    assert hide_against({others: 40}, shown({everybody: 44}), k=K) == {others}
    assert hide_against({others: 40}, shown({everybody: 54}), k=K) == set()


def test_three_quarters_and_the_year_tell_of_the_fourth():
    quarters = {people(TYPES, days=[f"Q{number}"]): 20 for number in (1, 2, 3)}
    year = people(TYPES, days=("Q1", "Q2", "Q3", "Q4"))

    assert hide_against({year: 64}, shown(quarters), k=K) == {year}


def test_a_quarter_after_its_half_year_tells_who_came_back():
    """Who completed in the first quarter and again in the second: counted in the second, once in the half-year."""
    before = ("never", "earlier")
    half = people(TYPES, days=("Q1", "Q2"), before=before)
    first = people(TYPES, days=("Q1",), before=before)
    second = people(TYPES, days=("Q2",), before=(*before, "Q1"))

    assert hide_against({second: 33}, shown({half: 60, first: 30}), k=K) == {second}
    assert hide_against({second: 41}, shown({half: 60, first: 30}), k=K) == set()


def test_numbers_that_differ_in_several_dimensions_are_compared_two_by_two():
    women, everybody = people(["court"], sex=("female",)), people(["court"], days=("Q1", "Q2"))

    assert hide_against({everybody: 33}, shown({women: 30}), k=K) == {everybody}


def test_what_was_released_stands():
    """A number entered later would tell of who was entered; one that overlaps another cannot be compared."""
    quarter = people(["court"])

    assert hide_against({quarter: 41}, shown({quarter: 40}), k=K) == {quarter}
    assert hide_against({quarter: 40}, shown({quarter: 40}), k=K) == set()
    assert hide_against({people(["court"], days=("Q1", "Q2")): 38}, shown({quarter: 40}), k=K)
    assert hide_against({people(["court", "cso"]): 60}, shown({people(["court", "police"]): 50}), k=K)


def test_a_small_number_hidden_before_stays_hidden_from_the_sums_of_later():
    few, many, both = people(["court"]), people(["police"]), people(["court", "police"])
    before = {few: Released(4, is_shown=False), both: Released(44, is_shown=True), many: Released(40, is_shown=False)}

    assert hide_against({many: 40}, before, k=K) == {many}


def test_a_small_number_that_stands_in_no_sum_is_hidden_alone():
    few, many = people(["court"]), Counted.of("enrolments", type=["court"])

    assert hide_against({few: 4, many: 40}, {}, k=K) == {few}


def test_what_nobody_prints_is_protected_like_the_number_that_needs_most():
    """Of everybody by sex five may be shown, of a type of institutions ten: what is left of both needs ten."""
    women, of_courts, before = people(TYPES, sex=("female",)), people(["court"], sex=("female",)), people(TYPES)
    least = {women: 5, before: 5}

    def asked(cells, earlier):
        return hide_against(cells, shown(earlier), k=lambda cell: least.get(cell, K))

    assert asked({women: 47}, {of_courts: 40}) == {women}
    assert asked({women: 50}, {of_courts: 40}) == set()
    assert asked({women: 40}, {before: 46}) == set()
    assert asked({women: 40}, {before: 44}) == {women}
    assert asked({women: 7}, {}) == set()
    assert asked({of_courts: 7}, {}) == {of_courts}


def test_that_none_of_a_few_who_came_later_has_completed_is_hidden():
    """Thirty of forty have completed; half a year later thirty of forty-six: none of the six who came since."""

    def begun(days, states=("done", "open")):
        return Counted.of("enrolments", days=days, state=states)

    first = {begun(["q1"]): Released(40, is_shown=True), begun(["q1"], ["done"]): Released(30, is_shown=True)}
    later = {begun(["q1", "q2"]): 46, begun(["q1", "q2"], ["done"]): 30}

    def whole(name):
        return name.but(name.dimensions.index("state"), frozenset(["done", "open"]))

    assert hide_against(later, first, k=10) == {begun(["q1", "q2"])}
    assert hide_against(later, first, k=10, within=whole) == later.keys()


def test_numbers_of_different_kinds_are_not_compared():
    assert hide_against({Counted.of("enrolments", type=["court"]): 44}, shown({people(["court"]): 40}), k=K) == set()
    with pytest.raises(ValueError, match="same dimensions"):
        hide_against({Counted.of("completions", type=["court"]): 44}, shown({people(["court"]): 40}), k=K)
