"""Branching cases: the way is the answer."""

from fractions import Fraction

import pytest

from lms.questions.kinds import KINDS
from tests.questions.changing import answer_key, changed, problems, reworded, share
from tests.questions.strategies import decision, words

KIND = KINDS["scenario"]
ALL_GOOD = ["call:ask", "square:leave"]


def story(*, choices, length, goal="good"):
    """Places in a row with so many choices each, all of them to the next place."""
    nodes = [
        {
            "key": f"n{number}",
            "situation": words("situation"),
            "question": words("now?"),
            "choices": [
                decision(f"c{one}", "protected", f"n{number + 1}" if number + 1 < length else goal)
                for one in range(choices)
            ],
        }
        for number in range(length)
    ]
    ending = {"key": "good", "outcome": "protected", "title": words("end"), "text": words("end")}
    return changed("scenario", story={"start": "n0", "nodes": nodes, "endings": [ending]})


@pytest.mark.parametrize(
    ("way", "each", "whole"),
    [
        (ALL_GOOD, 1, 1),
        (["call:go", "square:leave"], Fraction(3, 4), 1),
        (["call:ask", "square:papers"], Fraction(1, 2), 0),
        (["call:detain"], 0, 0),
        (["call:ask"], Fraction(1, 2), 0),
        (["call:go"], Fraction(1, 4), 0),
        ([], 0, 0),
    ],
)
def test_a_way_earns_by_the_rule(way, each, whole):
    assert share(changed("scenario"), *way) == each
    assert share(changed("scenario", credit="whole"), *way) == whole


def test_stopping_early_never_pays_more_than_going_on():
    question = story(choices=2, length=3)

    assert [share(question, *(f"n{one}:c0" for one in range(so_far))) for so_far in range(4)] == [
        Fraction(so_far, 3) for so_far in range(4)
    ]


def test_a_way_is_walked_and_not_jumped():
    question = changed("scenario")

    assert KIND.read(question, ["square:leave"]) == []
    assert KIND.read(question, ["call:detain", "square:leave", "x:y", "\x00"]) == ["call:detain"]
    assert KIND.knows(question, ALL_GOOD)
    assert not KIND.knows(question, ["square:leave", "call:ask"])
    assert not KIND.knows(question, ["call:go", *ALL_GOOD])


def test_what_was_decided_stays():
    question = changed("scenario")

    assert KIND.follows(question, ["call:go"], ["call:go", "square:leave"])
    assert not KIND.follows(question, ["call:go"], ALL_GOOD)
    assert not KIND.follows(question, ["call:go"], [])


def test_reasons_stand_at_each_decision():
    question = changed("scenario")
    said = KIND.explain(question, ["call:go", "square:papers"])

    assert [(one.place, one.is_right) for one in said] == [("call", False), ("square", False)]
    assert said[0].feedback == question.story.nodes[0].choices[1].consequence
    assert [one.given["en"] for one in KIND.missing(question, ["call:go", "square:papers"])] == [
        "Ask what exactly they are doing.",
        "Stop nobody and record the call.",
    ]
    assert KIND.right_answer(question) == ALL_GOOD


def test_many_ways_that_meet_again_are_measured_at_once():
    question = story(choices=5, length=12)

    assert problems(question) == []
    assert KIND.denominator(question) == 2 * 27_720
    assert len(KIND.right_answer(question)) == 12


@pytest.mark.parametrize("goal", ["n0", "n3"])
def test_a_circle_is_a_problem_and_still_answers(goal):
    question = story(choices=5, length=5, goal=goal)

    assert problems(question) == ["A branching case never leads in a circle and has at most twelve decisions on a way."]
    assert KIND.share(question, []) == 0
    assert KIND.right_answer(question) == []
    assert 0 <= share(question, *(f"n{number}:c0" for number in range(5))) <= 1


@pytest.mark.parametrize("length", [13, 3000])
def test_a_way_that_is_too_long_is_a_problem(length):
    assert problems(story(choices=2, length=length))


def test_one_way_protects_from_beginning_to_end():
    only_harm = changed("scenario", lambda document: document["story"]["endings"][0].update(outcome="at-risk"))

    assert problems(only_harm) == [
        "On one way through a branching case every decision protects people’s rights, and so does its ending."
    ]


def test_a_question_without_a_story_has_a_problem_and_still_answers():
    question = changed("scenario", story=None)

    assert problems(question) == ["A branching case has a beginning and at least one ending."]
    assert (share(question, "a:b"), KIND.answer_key(question), KIND.denominator(question)) == (0, frozenset(), 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["endings"][0].update(outcome="at-risk"),
        lambda told: told["nodes"][0]["choices"][1].update(outcome="violated"),
        lambda told: told["nodes"][0]["choices"][1].update(next="harm"),
        lambda told: told.update(start="square"),
    ],
    ids=["ending", "outcome", "way", "start"],
)
def test_what_counts_changes_the_key_of_a_case(change):
    assert answer_key(changed("scenario", lambda document: change(document["story"]))) != answer_key(
        changed("scenario")
    )


def test_spelling_leaves_the_key_of_a_case():
    def reword(document):
        for node in document["story"]["nodes"]:
            node["situation"] = reworded(node["situation"])
            node["choices"][0]["text"] = reworded(node["choices"][0]["text"])

    assert answer_key(changed("scenario", reword)) == answer_key(changed("scenario"))


def test_keys_of_a_case_stand_once():
    twice = changed("scenario", lambda document: document["story"]["nodes"][1].update(key="call"))

    assert "Two places of a branching case have the same key." in problems(twice)
