"""Whatever Moodle XML can hold comes back as it was; whatever it cannot is said."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.exchange import moodle_xml
from lms.questions.documents import Option, Question, hash_of
from tests.exchange import strategies_xml as some

USUAL = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
KINDS = (
    "single-choice",
    "multiple-choice",
    "true-false",
    "matching",
    "ordering",
    "numeric",
    "short-text",
    "chosen gaps",
    "typed gaps",
    "essay",
)


def there_and_back(*questions):
    written = moodle_xml.write(questions, media={"map.png": some.PICTURE})
    return written, moodle_xml.read(written.content, language="en")


@pytest.mark.parametrize("kind", KINDS)
@USUAL
@given(data=st.data())
def test_each_kind_comes_back_as_it_was(kind, data):
    question = data.draw(some.question(kind))

    _written, again = there_and_back(question)

    assert some.unexpected(again.remarks, question) == []
    assert [some.plain(one) for one in again.questions] == [some.plain(question)]
    assert again.media == ({"map.png": some.PICTURE} if question.image else {})


def question(**fields):
    usual = {"key": "q1", "kind": "single-choice", "objective": "", "lesson": "", "stem": {"en": "Why?"}, "options": ()}
    return Question(**{**usual, **fields})


def options(*right, reasons=None):
    return tuple(
        Option(key, {"en": f"option {key}"}, {"en": (reasons or {}).get(key, "")}, (), key in right) for key in "abcd"
    )


def weights_in(written):
    text = written.content.decode()
    return [piece.split('"')[0] for piece in text.split('<answer fraction="')[1:]]


@pytest.mark.parametrize(
    ("credit", "weights"),
    [
        ("whole", ["50", "50", "-100", "-100"]),
        ("minus-wrong", ["50", "50", "-50", "-50"]),
        ("each", ["50", "50", "-50", "-50"]),
    ],
)
def test_rules_of_credit_are_weights_in_moodle(credit, weights):
    written, again = there_and_back(question(kind="multiple-choice", options=options("a", "b"), credit=credit))

    assert weights_in(written) == weights
    assert again.questions[0].credit == credit
    assert bool(written.remarks) is (credit == "each")


@pytest.mark.parametrize("kind", ["error-text", "scenario"])
def test_kinds_without_a_type_are_left_out_and_said(kind):
    written, again = there_and_back(question(kind=kind, options=options("a")))

    assert again.questions == []
    assert [(remark.place, remark.text) for remark in written.remarks] == [
        ("q1", "Left out: Moodle has no type for a question of this kind.")
    ]


def test_a_text_with_gaps_is_one_question_for_each_language_and_comes_back_as_one():
    passage = {"en": "The {a} decides.", "ru": "Решает {a}.", "ky": ""}
    asked = question(
        kind="gap-fill",
        credit="each",
        stem={"en": "Fill in.", "ru": "Заполните.", "ky": ""},
        passage=passage,
        options=options(),
        parts=(some.Part("a", {}, (), right="b"),),
    )

    written, again = there_and_back(asked)

    assert written.content.count(b'<question type="gapselect">') == 2
    assert [one.passage for one in again.questions] == [passage]


def test_languages_that_were_changed_apart_stay_apart_and_it_is_said():
    asked = question(
        kind="gap-fill",
        credit="each",
        stem={"en": "Fill in.", "ru": "Заполните."},
        passage={"en": "The {a} decides.", "ru": "Решает {a}."},
        options=options(),
        parts=(some.Part("a", {}, (), right="b"),),
    )
    content = moodle_xml.write([asked]).content.replace(b"[[2]] decides", b"[[3]] decides")

    again = moodle_xml.read(content, language="en")

    assert [one.key for one in again.questions] == ["q1", "q1-2"]
    assert any("not the same as its sister" in remark.text for remark in again.remarks)


def test_reasons_that_moodle_has_no_place_for_are_said():
    written, _again = there_and_back(question(kind="ordering", options=options(reasons={"a": "First, because …"})))

    assert [remark.text for remark in written.remarks] == [
        "Reasons beside the answers are left out: this type of Moodle has no place for them."
    ]


def test_a_picture_that_is_not_there_is_said():
    image = some.Image("map.png", {"en": "A map"})

    written = moodle_xml.write([question(options=options("a"), image=image)])

    assert b"<img" not in written.content
    assert [remark.text for remark in written.remarks] == ["The picture is not there, so it is left out."]


def test_many_questions_keep_their_keys_and_categories():
    asked = [question(key=f"k{n}", options=options("a"), category=[None, "A", "A/B", None][n]) for n in range(4)]

    _written, again = there_and_back(*asked)

    assert [(one.key, one.category) for one in again.questions] == [
        ("k0", None),
        ("k1", "A"),
        ("k2", "A/B"),
        ("k3", None),
    ]


def test_the_hash_of_a_question_survives_the_journey():
    reasons = dict.fromkeys("abcd", "Because.")
    stem = {"ky": "Эмне үчүн?", "ru": "Почему?", "en": "Why?"}
    asked = question(kind="multiple-choice", stem=stem, options=options("a", "c", reasons=reasons))
    full = msgspec.structs.replace(
        asked,
        options=tuple(
            Option(
                one.key, dict.fromkeys(stem, one.text["en"]), dict.fromkeys(stem, "Because."), ("echr",), one.correct
            )
            for one in asked.options
        ),
    )

    _written, again = there_and_back(full)

    assert hash_of(again.questions[0]) == hash_of(full)
