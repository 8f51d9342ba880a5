"""Numbers, short texts and essays: what is typed."""

from fractions import Fraction

import pytest

from lms.questions.kinds import KINDS
from tests.questions.changing import answer_key, changed, problems, reworded, share


def number(value="2.5", tolerance="0.05", **facts):
    return changed(
        "numeric", lambda document: document["accepted"][0].update(number=value, tolerance=tolerance, **facts)
    )


@pytest.mark.parametrize(
    "typed", ["2.5", "2,5", "2,50", "2,5 эсе", "2.5 times", "2.45", "2,55", "\u00a02,5\u00a0", "2.5\u202e"]
)
def test_a_number_counts_however_it_is_typed_and_up_to_the_ends(typed):
    assert share(changed("numeric"), typed) == 1


@pytest.mark.parametrize(
    "typed", ["2.449999", "2,5500001", "-2.5", "25", "", "nan", "inf", "2e5", "1e999999999", "2,5 из 5"]
)
def test_another_number_or_none_earns_nothing(typed):
    assert share(changed("numeric"), typed) == 0


def test_a_known_mistake_earns_its_part_and_has_its_own_reason():
    kind, question = KINDS["numeric"], changed("numeric")

    assert (share(question, "30"), share(question, "50")) == (Fraction(1, 4), 0)
    assert kind.denominator(question) == 4
    assert kind.explain(question, ["30"])[0].feedback == question.accepted[1].feedback
    assert kind.explain(question, ["7"])[0].feedback == question.otherwise
    assert not kind.explain(question, ["30"])[0].is_right
    assert [one.given["en"] for one in kind.missing(question, ["30"])] == ["2.5 ± 0.05 times"]
    assert kind.buckets(question, ["30"]) == ["difference"]
    assert kind.buckets(question, ["7"]) == ["other"]


def test_of_two_that_fit_the_better_counts():
    wide = changed(
        "numeric", lambda document: document["accepted"].reverse() or document["accepted"][1].update(tolerance="40")
    )

    assert share(wide, "2.5") == 1


def test_an_exact_number_is_exact():
    question = number("0.1", "0.2")

    assert share(question, "0.3") == 1
    assert share(question, "0.30000000000000000000000000000000000000000000000001") == 0


@pytest.mark.parametrize("value", [None, "", "2,5", "1e5", "1e999999999", "nan", "inf", "five", "9" * 21])
def test_a_number_of_the_key_is_plain(value):
    assert "An accepted number and its tolerance are written in digits, with a point for decimals." in problems(
        number(value)
    )
    assert share(number(value), "2.5") == 0


@pytest.mark.parametrize("tolerance", ["-1", "inf", "nan", "1e9", ""])
def test_a_tolerance_of_the_key_is_plain(tolerance):
    assert problems(number(tolerance=tolerance))


@pytest.mark.parametrize("worth", ["2", "-1", "1e999999999", "1/0", "1/7919", "0.3333", "half", ""])
def test_a_share_is_simple(worth):
    found = problems(changed("numeric", lambda document: document["accepted"][1].update(share=worth)))

    assert found == ["What an answer earns is 0, 1, a percentage, or a fraction with a denominator up to 10."]


@pytest.mark.parametrize("code", ["numeric", "short-text"])
def test_a_typed_question_without_anything_right_has_problems_and_still_answers(code):
    kind, question = KINDS[code], changed(code, accepted=[])

    assert problems(question) == ["At least one accepted answer earns the whole point."]
    assert (kind.missing(question, ["1"]), kind.right_answer(question)) == ([], [])
    assert kind.share(question, ["1"]) == 0


def test_the_key_of_what_nobody_foresaw_is_kept():
    question = changed("short-text", lambda document: document["accepted"][0].update(key="other"))

    assert problems(question) == ["The key “other” is kept for answers that nobody foresaw."]


@pytest.mark.parametrize(
    "typed",
    [
        "өлчөмдөштүк",
        "Олчомдоштук",
        "СОРАЗМЕРНОСТЬ",
        "«соразмерность»",
        "proportionality.",
        " пропорциональность ",
        "соразме\u0301рность",
    ],
)
def test_a_word_counts_in_every_language_and_spelling(typed):
    assert share(changed("short-text"), typed) == 1


@pytest.mark.parametrize(("typed", "earned"), [("зарылдык", Fraction(1, 2)), ("справедливость", 0), ("...", 0)])
def test_other_words_earn_what_they_are_worth(typed, earned):
    assert share(changed("short-text"), typed) == earned


def test_a_text_that_is_too_long_is_no_answer():
    kind, question = KINDS["short-text"], changed("short-text")

    assert kind.read(question, ["x" * 200]) == ["x" * 200]
    assert kind.read(question, ["x" * 201]) == []
    assert not kind.knows(question, ["x" * 201])
    assert not kind.knows(question, ["one", "two"])


@pytest.mark.parametrize("texts", [{}, {"en": []}, {"en": ["..."]}, {"en": [""]}, {"en": ["x" * 201]}])
def test_a_spelling_can_be_typed(texts):
    question = changed("short-text", lambda document: document["accepted"][0].update(texts=texts))

    assert "An accepted answer has at least one spelling, each of up to 200 characters." in problems(question)


def test_marks_alone_match_nothing():
    question = changed("short-text", lambda document: document["accepted"][0].update(texts={"en": ["..."]}))

    assert share(question, "!!!") == 0


def test_spelling_leaves_the_key_of_what_is_typed():
    def reword(document):
        document["stem"] = reworded(document["stem"])
        document["accepted"][0]["feedback"] = reworded(document["accepted"][0]["feedback"])

    for code in ("numeric", "short-text"):
        assert answer_key(changed(code, reword)) == answer_key(changed(code))
    assert answer_key(number("2.50", "0.050", share="1.0")) == answer_key(changed("numeric"))
    capital = changed("short-text", lambda document: document["accepted"][0]["texts"].update(en=["Proportionality"]))
    assert answer_key(capital) == answer_key(changed("short-text"))


@pytest.mark.parametrize("facts", [{"number": "2.6"}, {"tolerance": "0.06"}, {"share": "1/2"}, {"key": "quotient"}])
def test_what_counts_changes_the_key_of_a_number(facts):
    question = changed("numeric", lambda document: document["accepted"][0].update(facts))

    assert answer_key(question) != answer_key(changed("numeric"))


def test_another_spelling_changes_the_key_of_a_text():
    question = changed("short-text", lambda document: document["accepted"][0]["texts"]["en"].append("balance"))

    assert answer_key(question) != answer_key(changed("short-text"))


# ── Essays ───────────────────────────────────────────────────────────────────


def rubric(**facts):
    return changed("essay", lambda document: document["rubric"].update(facts))


def levels(*points):
    text = {"ky": "х", "ru": "х", "en": "x"}
    return [
        {
            "key": "c",
            "text": text,
            "levels": [{"key": f"l{n}", "points": p, "text": text} for n, p in enumerate(points)],
        }
    ]


def test_an_essay_shows_its_criteria_and_not_the_guidance():
    question = changed("essay")
    shown = KINDS["essay"].words(question, "en")

    assert shown["criteria"] == ["Law, aim and necessity are examined", "The reasons rest on the facts of the case"]
    assert question.rubric.guidance["en"] not in repr(shown)


def test_the_mean_of_two_marks_is_whole():
    assert KINDS["essay"].denominator(changed("essay")) == 2 * (4 + 3)


@pytest.mark.parametrize("points", [(), (0,), (1, 2), (0, 2, 1), (0, 1, 1), (0, 21), (-1, 0), tuple(range(7))])
def test_levels_rise_from_nothing(points):
    assert problems(rubric(criteria=levels(*points))) == [
        "A criterion has two to six levels, from 0 points upwards, to 20 at most."
    ]


@pytest.mark.parametrize(
    "facts",
    [{"double": False}, {"difference": 3}, {"least_words": 10}, {"most_words": 900}, {"criteria": levels(0, 4)}],
)
def test_what_counts_changes_the_key_of_an_essay(facts):
    assert answer_key(rubric(**facts)) != answer_key(changed("essay"))
    assert answer_key(rubric(guidance=None)) == answer_key(changed("essay"))


def test_an_essay_keeps_its_lines_and_loses_hidden_signs():
    kind, question = KINDS["essay"], changed("essay")

    assert kind.read(question, ["one\r\n\r\ntwo\x00\u202e"]) == ["one\n\ntwo"]
    assert kind.read(question, ["x" * 10_001]) == []
    assert kind.buckets(question, ["one"]) == ["written"]
