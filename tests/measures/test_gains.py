"""Pairs before and after: worked out by hand, and never for a few."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.measures import TooFew, in_parts, judge_gains, judge_mean_gain

HALF, MOST, ALL = Fraction(4, 8), Fraction(6, 8), Fraction(1)
#: Six went from 4 to 6 of 8, four from 6 to 8, one had everything right before and lost two.
PAIRS = [(HALF, MOST)] * 6 + [(MOST, ALL)] * 4 + [(ALL, MOST)]


def test_gains_worked_out_by_hand():
    found = judge_gains(PAIRS)

    # Ten gained 25 points and one lost 25: mean 225/11, squares 10·(50/11)² + (500/11)² = 275000/121.
    assert found.pairs == 11
    assert found.mean == pytest.approx(20.454545, abs=1e-6)
    assert found.median == 25
    assert found.deviation == pytest.approx(15.075567, abs=1e-6)
    # t(0.975; 10) = 2.228139; half = 2.228139 · 15.075567 / √11 = 10.127946
    assert (found.low, found.high) == (pytest.approx(10.3266, abs=1e-3), pytest.approx(30.5825, abs=1e-3))
    # 25/50 for six, 25/25 for four; who had everything right before is left out.
    assert found.normalised == pytest.approx(0.7)
    assert found.normalised_pairs == 10
    assert (found.before, found.after) == (pytest.approx(63.636364), pytest.approx(84.090909))


def test_nothing_is_said_of_nine_whatever_is_asked_for():
    assert judge_gains(PAIRS[:9], needed=1) == TooFew(10)
    assert judge_gains([]) == TooFew(10)


def test_a_normalised_gain_needs_ten_who_could_still_gain():
    found = judge_gains([(HALF, MOST)] * 9 + [(ALL, ALL)] * 3)

    assert found.pairs == 12
    assert found.normalised is None
    assert found.normalised_pairs == 0


def test_where_all_gain_alike_there_is_no_interval():
    found = judge_gains([(HALF, MOST)] * 10)

    assert (found.mean, found.deviation, found.low, found.high) == (25, 0, None, None)


SHARES = st.fractions(0, 1, max_denominator=8)


@given(st.lists(st.tuples(SHARES, SHARES), min_size=10, max_size=30), st.randoms())
def test_order_changes_nothing_and_bounds_hold(pairs, lot):
    found = judge_gains(pairs)
    shuffled = list(pairs)
    lot.shuffle(shuffled)

    assert judge_gains(shuffled) == found
    assert -100 <= found.mean <= 100
    assert found.mean == pytest.approx(found.after - found.before)
    assert found.low is None or found.low <= found.mean <= found.high


@given(st.lists(st.tuples(SHARES, SHARES), max_size=30))
def test_the_mean_alone_is_the_mean_of_all_figures(pairs):
    counted = Counter(pairs)
    gains, parts = in_parts(counted)

    alone, whole = judge_mean_gain(zip(gains, counted.values(), strict=True), parts), judge_gains(pairs)

    if isinstance(whole, TooFew):
        assert alone == whole
    else:
        assert (alone[0], float(alone[1])) == (whole.pairs, whole.mean)
