"""Single choice, multiple choice, true or false: options that are ticked."""

from fractions import Fraction
from itertools import chain, combinations

import pytest

from lms.questions.kinds import KINDS
from tests.questions.changing import answer_key, changed, problems, reworded, share

HOSTILE = ["rights\x00", "RIGHTS", "rights:1", "", ":", "\u202erights", "x" * 10_000]


def ways(question):
    keys = [option.key for option in question.options]
    return list(chain.from_iterable(combinations(keys, size) for size in range(1, len(keys) + 1)))


def several(*right, credit="whole", of=5):
    def change(document):
        document["options"] = document["options"][:of]
        for option in document["options"]:
            option["correct"] = option["key"] in right

    return changed("multiple-choice", change, credit=credit)


def test_one_option_is_right():
    question = changed("single-choice")

    assert [share(question, key) for key in ("rights", "criticism", "unease")] == [1, 0, 0]
    assert KINDS["single-choice"].guess(question) == Fraction(1, 3)


def test_of_radio_buttons_the_last_stands_and_a_script_sends_one():
    kind, question = KINDS["single-choice"], changed("single-choice")

    assert kind.read(question, ["rights", "unease", "nonsense"]) == ["unease"]
    assert kind.knows(question, ["rights"])
    assert not kind.knows(question, ["rights", "unease"])


@pytest.mark.parametrize("code", ["single-choice", "multiple-choice", "true-false", "error-text"])
def test_what_no_page_sends_is_dropped_and_refused(code):
    kind, question = KINDS[code], changed(code)
    right = kind.right_answer(question)

    assert kind.read(question, [*HOSTILE, *right, *right, *HOSTILE]) == right
    assert kind.knows(question, right)
    assert not any(kind.knows(question, [*right, value]) for value in HOSTILE)


@pytest.mark.parametrize(
    ("credit", "ticked", "earned"),
    [
        ("whole", ["law", "necessary"], 1),
        ("whole", ["law"], 0),
        ("whole", ["law", "necessary", "easy"], 0),
        ("minus-wrong", ["law"], Fraction(1, 2)),
        ("minus-wrong", ["law", "necessary", "easy"], Fraction(1, 2)),
        ("minus-wrong", ["law", "easy"], 0),
        ("minus-wrong", ["easy", "quick"], 0),
        ("minus-wrong", ["law", "necessary", "popular", "easy", "quick"], 0),
        ("each", ["law", "necessary"], 1),
        ("each", ["law"], Fraction(4, 5)),
        ("each", ["easy"], Fraction(2, 5)),
        ("each", ["law", "necessary", "popular", "easy", "quick"], Fraction(2, 5)),
        ("each", ["popular", "easy", "quick"], 0),
        ("each", [], 0),
    ],
)
def test_several_options_earn_by_the_rule(credit, ticked, earned):
    assert share(several("law", "necessary", credit=credit), *ticked) == earned


@pytest.mark.parametrize("credit", ["whole", "minus-wrong", "each"])
@pytest.mark.parametrize("right", [("law",), ("law", "necessary")])
def test_a_guess_is_the_mean_over_all_ways_to_tick(credit, right):
    question = several(*right, credit=credit)
    tried = [share(question, *way) for way in ways(question)]

    assert KINDS["multiple-choice"].guess(question) == sum(tried) / len(tried)


def test_guessing_at_many_options_is_reckoned_at_once():
    def many(document):
        document["options"] = [{**document["options"][0], "key": f"k{number}"} for number in range(200)]

    assert KINDS["multiple-choice"].guess(changed("multiple-choice", many)) > 0


def test_ticking_everything_never_pays_where_wrong_ones_take_away():
    question = several("law", "necessary", "popular", credit="minus-wrong")

    assert problems(question) == ["Where wrong options take points away, at least as many options are wrong as right."]
    assert problems(several("law", "necessary", credit="minus-wrong", of=4)) == []


def test_reasons_stand_at_what_was_ticked_and_at_what_was_not():
    kind, question = KINDS["multiple-choice"], changed("multiple-choice")
    said = kind.explain(question, ["law", "quick"])

    assert [(one.place, one.is_right) for one in said] == [("law", True), ("quick", False)]
    assert said[0].feedback == question.option("law").feedback
    assert said[0].sources == ("iccpr art. 19(3)",)
    assert [one.place for one in kind.missing(question, ["law", "quick"])] == ["necessary"]
    assert kind.told(question, ["quick"]) == [question.option("quick").text]
    assert kind.buckets(question, ["law", "quick"]) == ["law", "quick"]


@pytest.mark.parametrize("code", ["single-choice", "multiple-choice", "true-false"])
def test_spelling_leaves_the_key_and_what_counts_changes_it(code):
    def reword(document):
        document["stem"] = reworded(document["stem"])
        for option in document["options"]:
            option["text"], option["feedback"] = reworded(option["text"]), reworded(option["feedback"])

    def swap(document):
        for option in document["options"]:
            option["correct"] = not option.get("correct", False)

    before = answer_key(changed(code))

    assert answer_key(changed(code, reword)) == before
    assert answer_key(changed(code, swap)) != before
    assert answer_key(changed(code, lambda document: document["options"].pop())) != before


def test_another_rule_of_credit_is_another_key():
    assert len({answer_key(several("law", credit=credit)) for credit in ("whole", "minus-wrong", "each")}) == 3


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("single-choice", {"options": []}),
        ("single-choice", {"credit": "each"}),
        ("multiple-choice", {"options": []}),
        ("true-false", {"options": []}),
        ("true-false", {"credit": "minus-wrong"}),
    ],
)
def test_a_question_that_cannot_be_asked_has_problems(code, facts):
    assert problems(changed(code, **facts))


@pytest.mark.parametrize("key", ["a:b", "", "Закон", "A", "a b", "-a", "a" * 41])
def test_keys_are_plain(key):
    question = changed("multiple-choice", lambda document: document["options"][0].update(key=key))

    assert problems(question) == [
        "A key inside a question has up to forty lower-case Latin letters, digits and hyphens."
    ]


def test_a_key_stands_once():
    question = changed("multiple-choice", lambda document: document["options"][0].update(key="easy"))

    assert "Two options have the same key." in problems(question)


def test_a_true_or_false_question_is_not_shuffled():
    from random import Random  # noqa: PLC0415

    assert KINDS["true-false"].order(changed("true-false"), Random(1)) == ["true", "false"]
