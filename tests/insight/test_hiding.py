"""Nothing that is shown may tell of one to four people, neither by itself nor by subtraction."""

import pytest

from lms.insight.hiding import ceiling_of, hidden_counts, is_nearly_all, shown_groups


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 30, "b": 20, "c": 10}, set()),
        ({"a": 30, "b": 20, "c": 10, "d": 0}, set()),
        # c alone would follow from the others
        ({"a": 36, "b": 20, "c": 4}, {"b", "c"}),
        ({"a": 51, "b": 3, "c": 3, "d": 3}, {"b", "c", "d"}),
        # nearly everybody is in one place: even an empty one would say who is where
        ({"a": 58, "b": 2, "c": 0}, {"b", "c"}),
        ({"a": 60, "b": 0, "c": 0}, {"b", "c"}),
    ],
)
def test_counts_of_a_few(counts, hidden):
    assert hidden_counts(counts, whole=60, kept={"a"}) == hidden


def test_ticks_do_not_add_up_to_anything():
    assert hidden_counts({"a": 60, "b": 3, "c": 0}, whole=None) == {"b"}


def test_groups_that_would_follow():
    assert shown_groups({"ky": 200, "ru": 100, "en": 3}, 30) == {"ky"}
    assert shown_groups({"ky": 200, "ru": 100, "en": 20}, 30) == {"ky", "ru"}
    assert shown_groups({"ky": 200, "ru": 100}, 30) == {"ky", "ru"}
    assert shown_groups({"ky": 20}, 30) == set()


def test_a_bound_leaves_five_out():
    assert ceiling_of(30) == 0.83
    assert is_nearly_all(26 / 30, 30)
    assert not is_nearly_all(25 / 30, 30)
