"""A bank as a Moodle exports it: what comes in, and what is said of the rest."""

from pathlib import Path

import pytest

from lms.exchange import moodle_xml
from lms.exchange.readings import Refused, Weight
from tests.exchange.strategies_xml import PICTURE, plain

BANK = Path(__file__).parent / "files" / "moodle-bank.xml"


@pytest.fixture
def reading():
    return moodle_xml.read(BANK.read_bytes(), language="en")


@pytest.fixture
def by_key(reading):
    return {question.key: question for question in reading.questions}


def said_of(reading, number):
    return {(remark.place.split(", ")[-1], remark.text) for remark in reading.remarks if remark.number == number}


def one(body, kind="multichoice"):
    """A file of one question."""
    text = f'<quiz><question type="{kind}"><name><text>Q</text></name>{body}</question></quiz>'
    return moodle_xml.read(text.encode(), language="en")


def test_every_question_comes_in_or_is_said_to_be_left_out(reading):
    left_out = {remark.number: remark.text for remark in reading.remarks if remark.weight is Weight.LEFT_OUT}

    assert [item.number for item in reading.items] == list(range(1, 11))
    assert left_out == {
        11: "The type “ddmarker” has no like here.",
        12: "No answer of this question earns anything.",
    }


def test_paragraphs_are_lines_and_the_picture_stands_beside_the_question(reading, by_key):
    question = by_key["home-search"]

    assert question.stem["en"] == "An officer enters a home at night.\n\nWhat does the officer need?"
    assert plain(question.image) == {"name": "a-door.png", "alt": {"en": "A closed door"}}
    assert reading.media == {"a-door.png": PICTURE}
    assert question.tags == ("privacy",)
    assert question.category == "Default for HR/Rights ⁄ duties"
    assert not question.shuffle


def test_a_single_choice_has_one_right_answer_and_says_what_others_earned(reading, by_key):
    options = by_key["home-search"].options

    assert [option.correct for option in options] == [True, False, False]
    assert [answer.weight for answer in reading.items[0].answers] == [100, 33.33333, 0]
    assert (
        "<answer>",
        "This answer earns 33.33333 % in the file; where one is chosen, here only the right one earns anything.",
    ) in said_of(reading, 1)


def test_what_is_said_of_right_and_wrong_answers_stands_at_those_without_a_reason(by_key):
    reasons = [option.feedback["en"] for option in by_key["home-search"].options]

    assert reasons == ["Well seen.", "Only where waiting is dangerous.", "Read the article again."]


def test_points_and_hints_are_said_to_be_lost(reading):
    assert {
        ("<question>", "The question counts 2 points in the file; here every question counts one."),
        ("<hint>", "Hints for further tries are left out."),
    } <= said_of(reading, 1)


def test_weights_without_a_rule_are_named(reading, by_key):
    question = by_key["which-apply"]

    assert question.credit == "minus-wrong"
    assert plain(question.stem) == {"ru": "Что верно?", "en": "Which apply?"}
    assert any("60 %, 40 %, 0 %" in text for _place, text in said_of(reading, 2))


def test_true_or_false_has_words_in_every_language(by_key):
    options = by_key["silence"].options

    assert [(option.key, option.correct) for option in options] == [("true", True), ("false", False)]
    assert all(options[0].text.values())


def test_spellings_of_one_answer_stand_together_and_a_star_is_any_other_answer(reading, by_key):
    question = by_key["city"]

    assert plain(question.accepted[0].texts) == {"en": ["Osh", "Ош"]}
    assert len(question.accepted) == 1
    assert question.otherwise["en"] == "Look at the map."
    assert question.stem["en"] == "Second city?\nOne word."
    assert {place for place, _text in said_of(reading, 4)} == {"<usecase>", "<answer>"}


def test_numbers_have_tolerances_shares_and_one_unit(reading, by_key):
    question = by_key["hours"]

    assert [(one.number, one.tolerance, one.share) for one in question.accepted] == [
        ("48", "0.5", "1"),
        ("2", "0", "1/2"),
    ]
    assert question.unit["en"] == "h"
    assert {place for place, _text in said_of(reading, 5)} == {"<unit>", "<unitgradingtype>"}


def test_a_pair_without_a_left_side_is_an_option_more(by_key):
    question = by_key["who-does-what"]

    assert [(part.text["en"], part.right) for part in question.parts] == [("accuses", "a"), ("decides", "b")]
    assert [option.text["en"] for option in question.options] == ["prosecutor", "judge", "journalist"]


def test_sentences_that_moodle_puts_there_itself_are_not_missed(reading):
    assert said_of(reading, 6) == set()


def test_steps_stand_in_the_order_of_their_numbers(reading, by_key):
    assert [option.text["en"] for option in by_key["steps"].options] == ["charge", "trial", "appeal"]
    assert {place for place, _text in said_of(reading, 7)} == {"<gradingtype>"}


def test_boxes_to_drag_become_gaps_to_choose_for(by_key):
    question = by_key["drag"]

    assert (question.stem["en"], question.passage["en"]) == ("Fill in.", "The court {g1} the appeal of the {g2}.")
    assert [part.right for part in question.parts] == ["b", "a"]


def test_cloze_mixes_words_numbers_and_choices(by_key):
    question = by_key["cloze-of-rights"]
    word, number, choice = question.parts

    assert question.passage["en"] == "The {g1} decides within {g2} hours; it is {g3}."
    assert question.stem["en"] == "Cloze of rights"
    assert [(plain(one.texts), one.share) for one in word.accepted] == [
        ({"en": ["court"]}, "1"),
        ({"en": ["judge"]}, "1/2"),
    ]
    assert (number.accepted[0].number, number.accepted[0].tolerance) == ("48", "1")
    assert question.option(choice.right).text["en"] == "free"
    assert choice.feedback["en"] == "Indeed (by law})."
    assert question.otherwise["en"] == "No."


def test_an_essay_keeps_its_guidance_and_asks_for_a_rubric(reading, by_key):
    question = by_key["plea"]

    assert question.stem["en"] == "– Facts\n– Law"
    assert question.rubric.guidance["en"] == "Look for proportionality."
    assert (question.rubric.least_words, question.rubric.most_words) == (100, None)
    assert {text for _place, text in said_of(reading, 10)} == {
        "Files cannot be handed in with an essay here.",
        "An essay has a rubric of one to eight criteria.",
    }


def test_texts_without_a_language_are_in_the_one_that_is_said():
    reading = moodle_xml.read(BANK.read_bytes(), language="ky")

    assert plain(reading.questions[2].stem) == {"ky": "A suspect may be silent."}


@pytest.mark.parametrize(
    ("html", "text", "remark"),
    [
        ("x<sup>2</sup> + H<sub>2</sub>O", "x² + H₂O", None),
        ("n<sup>th</sup>", "nth", "Raised or lowered"),
        ("<s>not</s> guilty", "not guilty", "struck out"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc", "table became lines"),
        ("look <audio src='x.mp3'></audio>", "look", "Sound, film"),
        ("\\(x^2\\)", "\\(x^2\\)", "formula"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b", None),
        ("<script>alert(1)</script>safe", "safe", None),
    ],
)
def test_what_plain_text_cannot_say_is_remarked(html, text, remark):
    reading = one(
        f"<questiontext format='html'><text><![CDATA[{html}]]></text></questiontext>"
        "<answer fraction='100'><text>law</text></answer>",
        "shortanswer",
    )

    assert reading.questions[0].stem["en"] == text
    assert [remark for said in reading.remarks if remark and remark in said.text] == ([remark] if remark else [])


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        ("<answer fraction='100'><text>a</text></answer>" * 2, "multichoice", "Two answers earn equally much"),
        ("<answer fraction='much'><text>a</text></answer>", "multichoice", "not a number"),
        ("<answer fraction='100'><text>many</text></answer>", "numerical", "“many” is not a number"),
        ("<answer fraction='50'><text>a</text></answer>", "shortanswer", "earns the whole point"),
        ("<answer fraction='100'><text>true</text></answer>", "truefalse", "needs the answers"),
        ("", "matching", "There is no pair"),
        ("", "ordering", "nothing to put in order"),
        ("", "gapselect", "no gap"),
        ("", "description", "has no like here"),
    ],
)
def test_a_question_that_cannot_be_held_is_left_out_with_the_reason(body, kind, reason):
    text = "<questiontext format='html'><text>Why?</text></questiontext>"

    reading = one(text + body, kind)

    assert reading.questions == []
    assert [remark.weight for remark in reading.remarks] == [Weight.LEFT_OUT]
    assert reason in reading.remarks[0].text


@pytest.mark.parametrize(
    ("attributes", "content", "reason"),
    [
        ('name="a.png"', "iVBORw0KGgo=", None),
        ('name="a.png"', "R0lGODlh", "not PNG, JPEG or WebP"),
        ('name="a.png"', "no base64!", "not in the file"),
        ('name="b.png"', "iVBORw0KGgo=", "not in the file"),
    ],
)
def test_a_picture_is_what_its_bytes_are(attributes, content, reason):
    reading = one(
        "<questiontext format='html'><text><![CDATA[Q <img src='@@PLUGINFILE@@/a.png' alt='A'>]]></text>"
        f"<file {attributes} path='/' encoding='base64'>{content}</file></questiontext>"
        "<answer fraction='100'><text>law</text></answer>",
        "shortanswer",
    )

    assert bool(reading.media) is (reason is None)
    assert all(reason in remark.text for remark in reading.remarks)
    assert len(reading.remarks) == (reason is not None)


def test_a_picture_cannot_name_a_file_of_the_machine():
    reading = one(
        "<questiontext format='html'><text><![CDATA[Q <img src='@@PLUGINFILE@@/../../etc/x.png' alt='A'>]]></text>"
        "<file name='../../etc/x.png' path='/' encoding='base64'>iVBORw0KGgo=</file></questiontext>"
        "<answer fraction='100'><text>law</text></answer>",
        "shortanswer",
    )

    assert list(reading.media) == ["x.png"]


def test_another_kind_of_xml_is_refused():
    with pytest.raises(Refused, match="Line 1, <assessment>: this is not Moodle XML"):
        moodle_xml.read(b"<assessment/>", language="en")
