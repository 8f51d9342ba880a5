"""How a module is passed: written in the studio and in a package, and refused where the bank cannot give it."""

import pytest

from lms.authoring.packs.checks.rules import rule_problems
from lms.catalogue.documents import Rules
from lms.core.i18n import speaking
from lms.questions.documents import hash_of
from tests.support.packs import question, small_module


def problems(session, questions=None, **rules):
    """``session`` gives the words an application to speak in."""
    changes = {} if questions is None else {"questions": questions}
    with speaking("en"):
        return [problem.text for problem in rule_problems(small_module(rules=rules, **changes))]


def test_rules_that_are_left_out_leave_the_hash_as_it_was(session):
    plain = small_module()
    said = small_module(
        rules={"minutes": None, "one_way": False, "shuffle_questions": True, "results_from": None, "draw": []}
    )

    assert hash_of(plain) == hash_of(said)
    assert hash_of(small_module(rules={"minutes": 60})) != hash_of(plain)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"minutes": 4}, "A time limit is 5 to 600 minutes."),
        ({"minutes": 601}, "A time limit is 5 to 600 minutes."),
        ({"results_from": "soon"}, "“soon” is not a day. Write it like 2026-11-01."),
        (
            {"draw": [{"count": 7}, {"count": 6}]},
            "The rules of drawing ask for 13 questions; the final quiz has 12.",
        ),
        ({"draw": [{"count": 0}]}, "Rule 1 of drawing asks for no question."),
        ({"draw": [{"count": 1, "objective": "o9"}]}, "There is no objective “o9”."),
        ({"draw": [{"count": 1, "lesson": "third"}]}, "There is no lesson “third”."),
        (
            {"draw": [{"count": 1}, {"count": 2, "difficulty": 3}]},
            "Rule 2 of drawing asks for 2 questions; the bank has 0 that fit.",
        ),
        (
            {"draw": [{"count": 5, "lesson": "second"}]},
            (
                "Beside form A the rules of drawing ask for up to 5 questions in the first final quiz; "
                "there is room for 4."
            ),
        ),
    ],
)
def test_what_cannot_be_is_said(session, rules, sentence):
    assert sentence in problems(session, **rules)


def test_a_rule_that_only_one_form_can_serve_is_said(session):
    bank = [question(f"a{n}", form="A", difficulty=3) for n in range(8)]
    bank += [question(f"b{n}", form="B") for n in range(8)] + [question(f"z{n}") for n in range(8)]

    said = problems(session, questions=bank, draw=[{"count": 2, "difficulty": 3}])

    assert said[0].startswith("Rule 1 of drawing asks for 2 questions; a first final quiz")


def test_the_rules_of_the_small_module_are_sound(session):
    assert problems(session) == []
    assert problems(session, minutes=5, one_way=True, results_from="2026-12-01", draw=[{"count": 3}]) == []


def test_what_is_not_said_has_its_default():
    assert small_module().rules == Rules()
