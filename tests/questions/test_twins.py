"""The rules of ``test_properties.py`` can fail: for each, a kind that breaks it is caught."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lms.questions.kinds import KINDS
from lms.questions.kinds.base import pair_of, whole
from lms.questions.kinds.typed import right_one
from tests.questions import test_properties as rules
from tests.questions.strategies import answered

SEARCH = settings(
    max_examples=200,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def is_caught(code, rule):
    """Whether the rule fails for some question of the kind, as the kind now is."""

    @SEARCH
    @given(data=st.data())
    def search(data):
        rule(KINDS[code], *data.draw(answered(code)))

    try:
        search()
    except (AssertionError, KeyError, ValueError):
        return True
    return False


def hits(question, answer):
    right = {option.key for option in question.options if option.correct}
    return len(right & set(answer)), len(right)


def forgets_wrong_ones(kind):
    def share(question, answer):
        found, of = hits(question, answer)
        return whole(found == of) if question.credit == "whole" else Fraction(found, of)

    return share


def counts_a_shared_place(kind):
    return lambda question, answer: super(type(kind), kind).share(question, answer)


def leaves_out_the_ends(kind):
    """A tolerance whose ends do not count."""
    true = kind.share

    def share(question, answer):
        right = right_one(question.accepted)
        return Fraction(0) if answer == [right.number] and right.tolerance == "0" else true(question, answer)

    return share


def takes_part_for_all(kind):
    """Divides by what was answered and not by what was asked."""

    def share(question, answer):
        single = [kind._worth(question.parts_by_key[place], text) for place, text in map(pair_of, answer)]
        return sum(single, Fraction(0)) / max(len(single), 1)

    return share


def pays_for_coming_halfway(kind):
    def share(question, answer):
        return Fraction(1) if answer else Fraction(0)

    return share


def rounds(kind):
    true = kind.share
    return lambda question, answer: Fraction(round(float(true(question, answer)), 2)).limit_denominator(1000)


def takes_the_first_that_fits(kind):
    return lambda question, answer: Fraction(bool(answer) and kind._found(question, answer) is not None)


@pytest.mark.parametrize(
    ("code", "twin"),
    [
        ("single-choice", pays_for_coming_halfway),
        ("true-false", pays_for_coming_halfway),
        ("multiple-choice", forgets_wrong_ones),
        ("error-text", forgets_wrong_ones),
        ("matching", pays_for_coming_halfway),
        ("matching", rounds),
        ("ordering", counts_a_shared_place),
        ("numeric", leaves_out_the_ends),
        ("short-text", takes_the_first_that_fits),
        ("gap-fill", takes_part_for_all),
        ("scenario", pays_for_coming_halfway),
    ],
)
def test_a_wrong_marker_is_caught(monkeypatch, code, twin):
    assert not is_caught(code, rules.the_share_is_what_the_rules_say)

    monkeypatch.setattr(KINDS[code], "share", twin(KINDS[code]), raising=False)

    assert is_caught(code, rules.the_share_is_what_the_rules_say)


@pytest.mark.parametrize(
    ("rule", "code", "hook", "broken"),
    [
        (rules.no_question_is_refused, "ordering", "problems", lambda question: ["!"][: len(question.options) - 3]),
        (rules.reading_twice_is_reading_once, "matching", "read", lambda question, values: list(values)[::-1]),
        (rules.reading_twice_is_reading_once, "numeric", "knows", lambda question, values: not values),
        (rules.all_options_are_shown_once, "ordering", "order", lambda question, lot: ["a", "a"]),
        (rules.the_key_is_not_on_the_page, "essay", "words", lambda question, language: {"rubric": question.rubric}),
        (rules.the_key_is_not_on_the_page, "numeric", "words", lambda question, language: {"a": question.otherwise}),
        (rules.the_key_is_not_on_the_page, "scenario", "words", lambda question, language: {"a": question.story}),
        (
            rules.the_key_is_not_on_the_page,
            "single-choice",
            "words",
            lambda question, language: {"a": question.options},
        ),
        (rules.counted_are_keys, "short-text", "buckets", lambda question, answer: list(answer)),
        (
            rules.what_was_sent_unread_does_no_harm,
            "ordering",
            "told",
            lambda question, answer: list(map(int, answer)),
        ),
        (rules.the_share_is_a_part_of_the_point, "matching", "denominator", lambda question: 1),
        (rules.nothing_earns_nothing, "matching", "share", lambda question, answer: Fraction(1, 2)),
        (rules.the_right_answer_earns_everything, "scenario", "right_answer", lambda question: []),
        (rules.the_right_answer_earns_everything, "ordering", "missing", lambda question, answer: ["something"]),
        (rules.right_is_the_whole_point, "matching", "is_right", lambda question, answer: bool(answer)),
    ],
)
def test_a_kind_that_breaks_a_rule_is_caught(monkeypatch, rule, code, hook, broken):
    assert not is_caught(code, rule)

    monkeypatch.setattr(KINDS[code], hook, broken, raising=False)

    assert is_caught(code, rule)
