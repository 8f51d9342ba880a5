"""A story about a promise is worth something only if it fails where the promise is broken, and for that reason."""

import pytest

from tests.support import databases, live, promises

#: Twin → the story that must catch it, and the sentence by which it does.
CAUGHT = {
    "counts_and_then_inserts": (promises.there_are_exactly_three_tries, "== [1, 2, 3]"),
    "hands_in_as_often_as_asked": (promises.forty_clicks_on_hand_in_mark_once, "40 == 1"),
    "lets_the_last_writer_win": (promises.devices_never_overwrite_each_other, "8 == 1"),
    "saves_after_the_end": (promises.a_save_that_meets_the_hand_in_is_counted_or_refused, "(200, 0) in"),
    "forgets_the_time": (promises.nothing_is_taken_after_the_time_and_its_grace, "= all("),
    "lets_one_turn_back": (promises.who_has_gone_on_does_not_come_back, "200 == 409"),
    "says_saved_before_it_is": (promises.what_was_acknowledged_survives_a_kill, "more item"),
}


@pytest.fixture(scope="module")
def installation(database_kind, tmp_path_factory):
    """One database for all twins: each story has a module and a person of its own."""
    with databases.application(database_kind, tmp_path_factory.mktemp("twins")) as app:
        yield app


@pytest.mark.parametrize("twin", CAUGHT)
def test_a_broken_twin_is_caught(installation, twin):
    story, sentence = CAUGHT[twin]
    served = live.served(installation, target="tests.support.twins:app", environ={"SABAK_TWIN": twin})

    with served as here, pytest.raises(AssertionError) as broken:
        story(here)

    assert sentence in str(broken.value)


def test_every_promise_but_the_first_has_a_twin():
    """Forty clicks on "Start" are the first half of what the three tries are tested with."""
    assert {story for story, _sentence in CAUGHT.values()} == set(promises.ALL[1:])
