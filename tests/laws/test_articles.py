"""What a citation names, and whether a change of the law touches it."""

import pytest

from lms.laws.articles import articles_in, concerns, in_order


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("", set()),
        ("summary", set()),
        ("art. 19(3)", {"19"}),
        ("art. 5(1)(c)", {"5"}),
        ("arts. 330, 332", {"330", "332"}),
        ("arts. 17–19", {"17", "18", "19"}),
        ("sects. II–IV", set()),
        ("arts. 15-1–15-4", set()),
        ("art. 15-1", {"15-1"}),
        ("art. 4, para. 3(b)", {"4", "para 3"}),
        ("art. 5, ch. 2", {"5", "ch 2"}),
        ("chs. 2, 3", {"ch 2", "ch 3"}),
        ("para. 29", {"para 29"}),
        ("paras. 25–26", {"para 25", "para 26"}),
        ("sect. IV.B", {"sect IV.B"}),
        ("principle 12", {"principle 12"}),
        ("330, 332", {"330", "332"}),
        ("Interim results", set()),
    ],
)
def test_a_place_is_taken_apart(place, named):
    assert articles_in(place) == named


def test_a_change_touches_the_same_article_and_the_act_as_a_whole():
    assert concerns(frozenset({"19"}), articles_in("arts. 18–20"))
    assert not concerns(frozenset({"9"}), articles_in("art. 19"))
    assert not concerns(frozenset({"29"}), articles_in("para. 29"))
    assert concerns(frozenset(), articles_in("art. 19"))
    assert concerns(frozenset({"9"}), articles_in(""))
    assert in_order(frozenset({"10", "2", "10-1", "para 3"})) == ["2", "10", "10-1", "para 3"]
