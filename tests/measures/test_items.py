"""Figures of single questions: what they must be whatever the answers are, and when nothing may be said."""

from collections import Counter
from fractions import Fraction
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lms.measures import (
    ENOUGH,
    AnswerShares,
    Counted,
    Item,
    ItemFigures,
    TooFew,
    Totals,
    judge_answers,
    judge_items,
    judge_whole,
)
from lms.measures.counted import Marks
from lms.measures.moments import covariance, largest_covariance

ITEMS = {"a": Item(1, guess=0.25), "b": Item(1), "c": Item(2), "d": Item(3)}
MAXIMUM = 7
marks = st.tuples(
    st.sampled_from([None, 0, 1]),
    st.sampled_from([None, 0, 1]),
    st.sampled_from([0, 0.5, 2 / 3, 1, 2]),
    st.sampled_from([0, 1, 2, 3]),
)
people = st.lists(marks, min_size=ENOUGH, max_size=60)


def rows_of(people, asked=lambda number, key: True):
    """One row for each person and item that was asked, and the totals over what was asked."""
    rows, totals = [], []
    for number, marks in enumerate(people):
        mine = [(key, mark) for key, mark in zip(ITEMS, marks, strict=True) if asked(number, key)]
        totals.append(sum(mark or 0 for _, mark in mine))
        rows += [(key, mark, totals[-1], 1) for key, mark in mine]
    return rows, [(total, 1) for total in totals]


def figures(rows, totals):
    totals = Totals.of(totals, maximum=MAXIMUM)
    return judge_items(Counted.of(rows), ITEMS, totals), judge_whole(Counted.of(rows), totals)


def flat(judged):
    """All figures of all questions and of the test as one line of numbers, nothing said as infinity."""
    items, whole = judged
    values = chain.from_iterable(vars(item).values() for item in [*(items[key] for key in sorted(items)), whole])
    return [np.inf if value is None else value for value in values]


@given(people, st.randoms())
def test_shuffled_and_counted_rows_say_the_same(people, lot):
    rows, totals = rows_of(people)
    merged = Counter()
    for key, mark, total, count in rows:
        merged[key, mark, round(total, 9)] += count
    counted = [(*key, count) for key, count in merged.items()]
    lot.shuffle(rows)
    lot.shuffle(totals)

    expected = flat(figures(*rows_of(people)))
    assert flat(figures(rows, totals)) == pytest.approx(expected, abs=1e-9)
    assert flat(figures(counted, totals)) == pytest.approx(expected, abs=1e-9)


@given(people)
def test_figures_keep_within_their_bounds(people):
    items, whole = figures(*rows_of(people))

    for item in items.values():
        assert 0 <= item.facility <= 1
        assert item.deviation >= 0
        assert item.discrimination is None or -1 <= item.discrimination <= 1
        assert item.efficiency is None or item.efficiency <= 1
        assert (item.discrimination is None) == (item.efficiency is None)
    assert whole.consistency is None or whole.consistency <= 1
    assert not np.isnan(flat((items, whole))).any()


@given(people)
def test_weights_add_up_to_a_hundred(people):
    items, _ = figures(*rows_of(people))
    effective = [item.effective_weight for item in items.values() if item.effective_weight is not None]

    assert sum(item.intended_weight for item in items.values()) == pytest.approx(100)
    assert effective == [] or sum(effective) == pytest.approx(100)


@settings(max_examples=50)
@given(people)
def test_correlations_are_those_of_scipy(people):
    items, whole = figures(*rows_of(people))
    totals = [sum(mark or 0 for mark in marks) for marks in people]
    for column, key in enumerate(ITEMS):
        mine = [marks[column] or 0 for marks in people]
        rest = [round(total - mark, 9) for total, mark in zip(totals, mine, strict=True)]
        if items[key].discrimination is None:
            assert len(set(mine)) == 1 or len(set(rest)) == 1
        else:
            assert items[key].discrimination == pytest.approx(stats.pearsonr(mine, rest).statistic, abs=1e-9)
            most = np.cov(sorted(mine), sorted(rest))[0, 1]
            assert items[key].efficiency == pytest.approx(np.cov(mine, rest)[0, 1] / most, abs=1e-9)
    if whole.skewness is not None:
        assert whole.skewness == pytest.approx(stats.skew(totals, bias=False), abs=1e-8)
        assert whole.kurtosis == pytest.approx(stats.kurtosis(totals, bias=False), abs=1e-8)
    assert whole.median * MAXIMUM == pytest.approx(np.median(totals))


def test_the_largest_covariance_by_hand():
    """Marks 0, 0, 1 and rests 1, 2, 3 in order meet as (0, 1), (0, 2), (1, 3): ((−⅓)(−1) + 0 + (⅔)(1)) / 2 = ½."""
    mark, rest, count = np.array([1.0, 0, 0]), np.array([1.0, 3, 2]), np.array([1, 1, 1])

    assert largest_covariance(mark, rest, count) == pytest.approx(0.5)
    assert covariance(mark, rest, count) == pytest.approx(-0.5)


def test_an_item_is_judged_by_those_who_were_asked_it():
    """Of sixty, every second got "a" and had it right; nobody else counts for it, and nothing is said across draws."""
    drawn = [(1, 0, number % 3, number % 4) for number in range(60)]
    rows, totals = rows_of(drawn, asked=lambda number, key: key != "a" or number % 2 == 0)

    items, whole = figures(rows, totals)

    assert (items["a"].asked, items["b"].asked) == (30, 60)
    assert items["a"].facility == 1
    assert items["c"].discrimination is not None
    assert {item.effective_weight for item in items.values()} == {None}
    assert whole.consistency is whole.standard_error is None


def test_positions_stand_for_items_that_were_drawn():
    """By position everybody was asked everything, so that weights and consistency can be said.

    Each position varies as much as the total (2/9 before the sample's correction), so alpha is 2 · (1 − 2) = −2.
    """
    rows = [(place, (number + place) % 2, 1, 1) for number in range(40) for place in (0, 1)]
    rows += [(place, 1, 2, 20) for place in (0, 1)]
    totals = Totals.of([(1, 40), (2, 20)], maximum=2)

    items = judge_items(Counted.of(rows), {0: Item(1), 1: Item(1)}, totals)

    assert [item.effective_weight for item in items.values()] == pytest.approx([50, 50])
    assert judge_whole(Counted.of(rows), totals).consistency == pytest.approx(-2)


@pytest.mark.parametrize("number", [1, 2, ENOUGH - 1])
def test_too_few_attempts_show_nothing(number):
    items, whole = figures(*rows_of([(1, 0, 1, 2)] * number))

    assert set(items.values()) | {whole} == {TooFew()}
    assert vars(TooFew()) == {"needed": ENOUGH}
    assert not hasattr(TooFew(), "facility")


def test_a_question_that_nobody_was_asked_shows_nothing():
    rows, totals = rows_of([(1, 0, 1, 2)] * ENOUGH, asked=lambda number, key: key != "d")

    items = judge_items(Counted.of(rows), ITEMS, Totals.of(totals, maximum=4))

    assert items["d"] == TooFew()
    assert isinstance(items["a"], ItemFigures)


def test_when_all_are_the_same_nothing_is_said_and_nothing_breaks():
    items, whole = figures(*rows_of([(1, 0, 2 / 3, 2)] * ENOUGH))

    for item in items.values():
        assert (item.deviation, item.discrimination, item.efficiency, item.effective_weight) == (0, None, None, None)
    assert whole.deviation == 0
    assert {whole.skewness, whole.kurtosis, whole.consistency, whole.error_ratio, whole.standard_error} == {None}


def test_nobody_at_all():
    items, whole = figures([], [])

    assert set(items.values()) | {whole} == {TooFew()}


def test_thirds_that_add_up_differently_are_the_same_mark():
    rest = Marks(np.array([0.1, 0.2]), np.array([0.1 + 0.3, 0.2 + 0.3]), np.array([15, 15]), unanswered=0).rest

    assert len(set(rest)) == 1


@pytest.mark.parametrize(
    ("rows", "totals", "why"),
    [
        ([("x", 1, 1, 30)], [(1, 30)], "known"),
        ([("a", 2, 2, 30)], [(2, 30)], "outside"),
        ([("a", -1, 2, 30)], [(2, 30)], "outside"),
        ([("a", 1, 1, 31)], [(1, 30)], "more attempts"),
        ([("a", 1, 1, 30)], [(1, 30)], "add up"),
        ([("a", 1, 2, 30)], [(2, 30)], "make up"),
        ([("a", 1, float("nan"), 30)], [(1, 30)], "total"),
        ([("a", float("inf"), 1, 30)], [(1, 30)], "mark"),
        ([("a", 1, 1, -1)], [(1, 30)], "row"),
    ],
)
def test_rows_that_contradict_each_other_are_refused(rows, totals, why):
    with pytest.raises(ValueError, match=why):
        figures(rows, totals)


def test_nothing_is_worth_nothing():
    with pytest.raises(ValueError, match="worth"):
        Item(0)
    with pytest.raises(ValueError, match="worth"):
        Totals.of([], maximum=0)


def test_what_guessing_brings_is_handed_on():
    items, _ = figures(*rows_of([(1, 0, 1, 2)] * ENOUGH))

    assert (items["a"].guess, items["b"].guess) == (0.25, None)


def test_exact_fractions_are_marks():
    rows = [("a", Fraction(1, 3), Fraction(1, 3), 30), ("b", Fraction(0), Fraction(1, 3), 30)]
    totals = Totals.of([(Fraction(1, 3), 30)], maximum=2)

    items = judge_items(Counted.of(rows), {"a": Item(1), "b": Item(1)}, totals)

    assert items["a"].facility == pytest.approx(1 / 3)


def test_shares_of_answers():
    assert judge_answers({"a": 30, "b": 9, "": 1}, asked=40) == AnswerShares(40, {"a": 0.75, "b": 0.225, "": 0.025})
    assert judge_answers({"a": 29}, asked=29) == TooFew()
    with pytest.raises(ValueError, match="more often"):
        judge_answers({"a": 41}, asked=40)
