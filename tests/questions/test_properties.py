"""What holds for every question of every kind and whatever is sent for it.

Each rule is a function of its own; ``test_twins.py`` shows that it fails for a kind that breaks it.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.questions.kinds import KINDS
from lms.questions.showing import words_of
from tests.questions.oracle import earned
from tests.questions.strategies import CANARY, QUESTIONS, answered

BY_PROGRAM = [code for code, kind in KINDS.items() if not kind.by_people]
CALM = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def reading_twice_is_reading_once(kind, question, values):
    stored = kind.read(question, values)
    assert kind.read(question, stored) == stored
    assert kind.knows(question, stored)


def no_question_is_refused(kind, question, values):
    assert kind.problems(question) == []


def the_share_is_a_part_of_the_point(kind, question, values):
    share = kind.share(question, kind.read(question, values))
    assert 0 <= share <= 1
    assert (share * kind.denominator(question)).denominator == 1
    scale = 6 * kind.denominator(question)
    assert kind.points(question, kind.read(question, values), scale) == share * scale


def a_page_spells_it_and_it_comes_back(kind, question, values):
    order, answer = kind.order(question, Random(7)), kind.read(question, values)
    spelled = kind.veil(question, answer, order)
    assert kind.unveil(question, spelled, order) == answer
    if kind.code == "ordering":  # the key of a step would tell its place
        assert all(value.split(":")[0].isdecimal() for value in spelled)
    if kind.code == "matching":
        assert all(value.split(":")[1].isdecimal() for value in spelled)


def nothing_earns_nothing(kind, question, values):
    assert kind.share(question, []) == 0
    assert not kind.is_right(question, [])
    assert (kind.explain(question, []), kind.buckets(question, []), kind.told(question, [])) == ([], [], [])


def the_right_answer_earns_everything(kind, question, values):
    answer = kind.right_answer(question)
    assert kind.read(question, answer) == answer
    assert kind.share(question, answer) == 1
    assert all(said.is_right for said in kind.explain(question, answer))
    assert kind.explain(question, answer)
    assert kind.missing(question, answer) == []


def right_is_the_whole_point(kind, question, values):
    stored = kind.read(question, values)
    assert kind.is_right(question, stored) == (kind.share(question, stored) == 1)


def the_share_is_what_the_rules_say(kind, question, values):
    stored = kind.read(question, values)
    assert kind.share(question, stored) == earned(question, stored)


def all_options_are_shown_once(kind, question, values):
    shown = kind.order(question, Random(5))
    assert sorted(shown) == sorted(option.key for option in question.options)
    assert shown == kind.order(question, Random(5))


def the_key_is_not_on_the_page(kind, question, values):
    for language in ("ky", "ru", "en"):
        page = repr(words_of(question, language)).lower()
        for hidden in (CANARY, "'correct'", "'right'", "protected", "violated", "at-risk", "'outcome'", "'share'"):
            assert hidden not in page


def counted_are_keys(kind, question, values):
    known = {*kind.bucket_words(question), "other", "written"}
    known |= {f"{part.key}:other" for part in question.parts}
    assert set(kind.buckets(question, kind.read(question, values))) <= known


def what_was_sent_unread_does_no_harm(kind, question, values):
    for hook in (kind.told, kind.explain, kind.missing, kind.buckets):
        hook(question, values)
    assert kind.knows(question, values) in (True, False)


RULES = [
    no_question_is_refused,
    reading_twice_is_reading_once,
    a_page_spells_it_and_it_comes_back,
    all_options_are_shown_once,
    the_key_is_not_on_the_page,
    counted_are_keys,
    what_was_sent_unread_does_no_harm,
]
RULES_OF_MARKING = [
    the_share_is_a_part_of_the_point,
    nothing_earns_nothing,
    the_right_answer_earns_everything,
    right_is_the_whole_point,
    the_share_is_what_the_rules_say,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("code", KINDS)
@CALM
@given(data=st.data())
def test_every_kind_keeps(code, rule, data):
    rule(KINDS[code], *data.draw(answered(code)))


@pytest.mark.parametrize("rule", RULES_OF_MARKING, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("code", BY_PROGRAM)
@CALM
@given(data=st.data())
def test_what_a_program_marks_keeps(code, rule, data):
    rule(KINDS[code], *data.draw(answered(code)))


@CALM
@given(question=QUESTIONS["essay"])
def test_an_essay_is_never_marked_by_a_program(question):
    kind = KINDS["essay"]

    assert kind.share(question, []) == 0
    assert not kind.is_right(question, ["written"])
    with pytest.raises(NotImplementedError):
        kind.share(question, ["written"])


@CALM
@given(question=QUESTIONS["ordering"], seed=st.integers())
def test_an_order_is_never_shown_solved(question, seed):
    assert KINDS["ordering"].order(question, Random(seed)) != [option.key for option in question.options]
