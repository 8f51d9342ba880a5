"""Fairness of a question between groups: against a published example, sums written out, and a bias that is known."""

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.measures import Counted, Difference, Limits, Size, TooFew, judge_fairness
from lms.measures.strata import matched

#: Admissions to Berkeley in 1973 (Bickel, Hammel & O'Connell 1975), of six departments: men admitted and rejected,
#: women admitted and rejected.
BERKELEY = [
    (512, 313, 89, 19),
    (353, 207, 17, 8),
    (120, 205, 202, 391),
    (138, 279, 131, 244),
    (53, 138, 94, 299),
    (22, 351, 24, 317),
]
NO_LIMITS = Limits(smaller=0, together=0)
numbers = st.integers(min_value=1, max_value=40)


def counted(tables, groups=("men", "women")):
    """Tables of right and wrong in two groups, one for each total from 0 up."""
    return Counted.of(
        (group, mark, total, count)
        for total, (a, b, c, d) in enumerate(tables)
        for group, mark, count in ((groups[0], 1, a), (groups[0], 0, b), (groups[1], 1, c), (groups[1], 0, d))
    )


def difference(tables, limits=NO_LIMITS):
    comparisons = judge_fairness(counted(tables), maximum=1, limits=limits)
    return None if comparisons is None else next(iter(comparisons.focal.values()))


def written_out(tables):
    """The ratio, its error and the chi-square of Mantel & Haenszel 1959 and Robins, Breslow & Greenland 1986."""
    r = s = pr = ps_qr = qs = away = variance = 0.0
    for a, b, c, d in tables:
        n = a + b + c + d
        p, q, own_r, own_s = (a + d) / n, (b + c) / n, a * d / n, b * c / n
        r, s = r + own_r, s + own_s
        pr, ps_qr, qs = pr + p * own_r, ps_qr + p * own_s + q * own_r, qs + q * own_s
        away += a - (a + b) * (a + c) / n
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (n**2 * (n - 1))
    error = sqrt(pr / (2 * r**2) + ps_qr / (2 * r * s) + qs / (2 * s**2))
    return r / s, error, max(abs(away) - 0.5, 0) ** 2 / variance


def test_the_published_example():
    """Berkeley, as the manual of R prints it for ``mantelhaen.test(UCBAdmissions)``."""
    found = difference(BERKELEY)

    assert found.odds_ratio == pytest.approx(0.9046968, abs=1e-7)
    assert (found.low, found.high) == pytest.approx((0.7719074, 1.0603298), abs=1e-7)
    assert found.chi_square == pytest.approx(1.4269, abs=1e-4)
    assert found.p_value == pytest.approx(0.2323, abs=1e-4)
    assert (found.people, found.unmatched, found.strata, found.size) == (4526, 0, 6, Size.NEGLIGIBLE)


@given(st.lists(st.tuples(numbers, numbers, numbers, numbers), min_size=2, max_size=12))
def test_the_sums_written_out(tables):
    if sum(a + b for a, b, _, _ in tables) < sum(c + d for _, _, c, d in tables):
        tables = [(c, d, a, b) for a, b, c, d in tables]
    ratio, error, chi_square = written_out(tables)

    found = difference(tables)

    assert found.odds_ratio == pytest.approx(ratio)
    assert (found.low, found.high) == pytest.approx((ratio * exp(-1.959964 * error), ratio * exp(1.959964 * error)))
    assert found.chi_square == pytest.approx(chi_square, abs=1e-9)
    assert found.delta == pytest.approx(-2.35 * log(ratio))
    assert found.delta_error == pytest.approx(2.35 * error)


def answers(*, easier, people=(3000, 1500), seed=1):
    """Twenty questions after Rasch for two groups; the first is ``easier`` in the first by so much, on the logit scale.

    The second group knows less on average: that alone must not make a question unfair.
    """
    lot, rows = np.random.default_rng(seed), []
    for group, (size, ability) in enumerate(zip(people, (0.0, -0.5), strict=True)):
        hard = np.linspace(-1.5, 1.5, 20) - np.where(np.arange(20) == 10, easier * (group == 0), 0)
        right = lot.random((size, 20)) < 1 / (1 + np.exp(hard - lot.normal(ability, 1, (size, 1))))
        rows.append((group, right, right.sum(axis=1)))
    return rows


def judged(rows, question):
    return judge_fairness(
        Counted.of(
            (group, float(mark), float(total), 1)
            for group, right, totals in rows
            for mark, total in zip(right[:, question], totals, strict=True)
        ),
        maximum=1,
    ).focal[1]


def test_a_known_bias_is_found_and_nothing_else():
    rows = answers(easier=1.0)

    assert judged(rows, 10).size == Size.LARGE
    assert judged(rows, 10).delta < -1.5
    assert {judged(rows, question).size for question in range(20) if question != 10} == {Size.NEGLIGIBLE}


def test_a_fair_question_is_fair_although_one_group_knows_less():
    rows = answers(easier=0.0)

    assert {judged(rows, question).size for question in range(20)} == {Size.NEGLIGIBLE}


def test_a_bias_the_other_way_has_the_other_sign():
    found = judged(answers(easier=-1.0), 10)

    assert (found.size, found.delta > 1.5, found.odds_ratio < 1) == (Size.LARGE, True, True)


@pytest.mark.parametrize(
    ("delta", "error", "p_value", "size"),
    [
        (0.99, 0.01, 0.0, "A"),
        (-0.99, 0.01, 0.0, "A"),
        (2.5, 1.5, 0.05, "A"),
        (1.0, 0.3, 0.04, "B"),
        (-1.49, 0.01, 0.0, "B"),
        (1.5, 0.31, 0.0, "B"),
        (1.5, 0.30, 0.0, "C"),
        (-1.5, 0.30, 0.0, "C"),
        (-2.0, 0.61, 0.001, "B"),
    ],
)
def test_the_classes_at_their_bounds(delta, error, p_value, size):
    found = Difference(500, 0, 9, 1, 1, 1, 1, p_value, delta, error)

    assert found.size == Size(size)


@pytest.mark.parametrize(
    ("focal", "reference", "expected"),
    [(99, 900, TooFew(100)), (100, 149, TooFew(250)), (100, 150, Difference), (99, 99, TooFew(100))],
)
def test_below_the_limits_nothing_is_said(focal, reference, expected):
    half, other = reference // 2, focal // 2
    tables = [(half - 30, 30, other - 20, 20), (reference - half - 20, 20, focal - other - 25, 25)]

    found = difference(tables, limits=Limits())

    assert isinstance(found, Difference) if expected is Difference else found == expected


def test_limits_count_those_who_have_a_counterpart():
    """Of 300 in the focal group, 250 know less than anybody in the other."""
    tables = [(0, 0, 125, 125), (200, 100, 20, 5), (200, 100, 20, 5)]

    assert difference(tables, limits=Limits()) == TooFew(100)
    assert difference(tables).unmatched == 250


def test_neighbouring_totals_are_merged_until_both_groups_stand_in_each():
    rows = counted([(9, 9, 0, 0), (1, 0, 2, 1), (2, 1, 0, 0), (3, 3, 0, 0), (0, 0, 4, 4), (5, 0, 0, 5), (1, 1, 0, 0)])
    men, women = rows.by_key().values()

    found = matched(men, women, maximum=1)

    assert found.tables.tolist() == [[[1, 0], [2, 1]], [[5, 4], [4, 4]], [[5, 0], [0, 5]]]
    assert found.unmatched == 20


def test_what_is_left_at_the_top_joins_the_last():
    men, women = counted([(1, 1, 1, 1), (1, 0, 0, 0), (0, 0, 1, 0), (2, 0, 0, 0), (0, 0, 0, 0)]).by_key().values()

    assert matched(men, women, maximum=1).tables.tolist() == [[[1, 1], [1, 1]], [[1, 0], [1, 0]]]
    assert matched(women, men, maximum=1).unmatched == 2


@given(st.lists(st.tuples(*[st.integers(min_value=0, max_value=3)] * 4), min_size=1, max_size=15))
def test_no_stratum_is_empty_and_nobody_is_lost(tables):
    groups = counted(tables).by_key()
    if len(groups) < 2:
        assert judge_fairness(counted(tables), maximum=1) is None
        return
    found = matched(groups["men"], groups["women"], maximum=1)

    assert (found.tables.sum(axis=2) > 0).all()
    assert found.together + found.unmatched == sum(map(sum, tables))
    assert isinstance(difference(tables), Difference | TooFew | None)


def test_part_of_the_points_is_not_right():
    rows = [(group, mark, total, 5) for group in "xy" for mark in (0, 1.5, 2) for total in (3, 4)]
    one, other = Counted.of(rows).by_key().values()

    assert matched(one, other, maximum=2).tables.tolist() == [[[5, 10], [5, 10]]] * 2


def test_groups_of_whom_one_stands_in_a_gap_of_the_other_match_nobody():
    men, women = counted([(5, 5, 0, 0), (0, 0, 5, 5), (5, 5, 0, 0)]).by_key().values()

    assert (matched(men, women, maximum=1).tables.size, matched(men, women, maximum=1).unmatched) == (0, 30)


def test_full_marks_in_thirds_are_right():
    groups = Counted.of([("x", 2 / 3, 1, 5), ("y", 1 / 3 + 1 / 3, 1, 5)]).by_key()

    assert matched(groups["x"], groups["y"], maximum=2 / 3).tables.tolist() == [[[5, 0], [5, 0]]]


@pytest.mark.parametrize(
    "tables",
    [
        [(10, 0, 10, 0), (9, 0, 9, 0)],  # all right
        [(10, 5, 10, 0), (9, 5, 9, 0)],  # the ratio would be nothing
        [(10, 0, 10, 5), (9, 0, 9, 5)],  # the ratio would be endless
        [(10, 5, 5, 10)],  # one stratum matches nobody
        [(10, 5, 0, 0), (0, 0, 5, 9)],  # the groups do not meet
        [(10, 5, 0, 0), (3, 4, 0, 0)],  # one group
        [],
    ],
)
def test_what_cannot_be_said_is_not(tables):
    assert difference(tables) is None


def test_groups_that_do_not_differ_are_not_made_to_by_the_correction():
    """Nearly all are right, so the variance is small; a half taken from nothing would look like much."""
    found = difference([(200, 1, 200, 1), (200, 0, 200, 0)])

    assert (found.chi_square, found.p_value, found.size) == (0, 1, Size.NEGLIGIBLE)


def test_each_group_stands_against_the_largest():
    """Kyrgyz is largest; Russian answers the same way, English has nobody to speak of."""
    rows = [("ru", 1, 1, 60), ("ru", 0, 1, 60), ("ru", 1, 2, 90), ("ru", 0, 2, 30)]
    rows += [("ky", mark, total, 3 * count) for _, mark, total, count in rows]
    rows += [("en", 1, 1, 5), ("en", 0, 2, 5)]

    found = judge_fairness(Counted.of(rows), maximum=1)

    assert found.reference == "ky"
    assert found.focal["ru"].odds_ratio == pytest.approx(1)
    assert found.focal["en"] == TooFew(100)
    assert judge_fairness(Counted.of(row for row in rows if row[0] == "ky"), maximum=1) is None
