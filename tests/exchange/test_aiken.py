"""Aiken is read line by line, and a line in the wrong place is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.exchange import aiken
from tests.exchange import strategies as some

GOOD = "What is it?\nA. This\nB) That\nC. Neither\nANSWER: B\n"


def test_a_question_is_read_with_its_right_option(session):
    item = aiken.read(f"\n{GOOD}".encode(), language="ru").items[0]

    assert (item.place, item.question.key, item.question.kind) == ("line 2", "q1", "single-choice")
    assert item.question.stem == {"ky": "", "ru": "What is it?", "en": ""}
    assert [(option.text["ru"], option.correct) for option in item.question.options] == [
        ("This", False), ("That", True), ("Neither", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("One\ntwo\nA. a\nB. b\nC. c\nANSWER: A\n", "line 2"),
        ("One\nA. a\nC. b\nB. c\nANSWER: A\n", "line 3"),
        ("One\nA. a\nb. b\nC. c\nANSWER: A\n", "line 3"),
        ("One\nA. a\nB. b\nC. c\nAnswer: A\n", "line 5"),
        ("One\nA. a\nB. b\nC. c\nANSWER: D\n", "line 5"),
        ("One\nA. a\nB. b\nC. c\nANSWER: A, B\n", "line 5"),
        ("One\nA. a\nB. b\nC. c\n", "line 5"),
        ("One\nA. a\nANSWER: A\n", "line 3"),
        ("A. a\nB. b\nANSWER: A\n", "line 1"),
        ("ANSWER: A\n", "line 1"),
    ],
)
def test_each_mistake_is_named_by_its_line_and_the_next_question_comes_in(session, text, place):
    reading = aiken.read(f"{text}\n{GOOD}".encode(), language="en")

    left_out = [remark for remark in reading.remarks if remark.weight == "left-out"]
    if "ANSWER:" in text:
        assert [remark.place for remark in left_out] == [place]
        assert [item.number for item in reading.items] == [2]
    else:  # nothing tells where the broken question ends but an answer
        assert left_out


@some.quick(40)
@given(st.lists(some.choices(kind="single-choice"), min_size=1, max_size=3))
def test_what_aiken_can_hold_comes_back(app, questions):
    with app.app_context():
        again = aiken.read(aiken.write(questions).content, language="en").questions

    def held(question):
        return [
            {code: " ".join(text.split()) for code, text in question.stem.items()},
            *((option.text, option.correct) for option in question.options),
        ]

    assert [question.kind for question in again] == ["single-choice"] * len(questions)
    assert [held(question) for question in again] == [held(question) for question in questions]


@some.quick(5)
@given(some.matching(), some.choices(kind="single-choice"))
def test_what_cannot_go_out_is_said_question_by_question(app, pairs, choice):
    with app.app_context():
        written = aiken.write([pairs, choice])

    assert (written.remarks[0].number, written.remarks[0].weight) == (1, "left-out")
    assert written.content.count(b"ANSWER:") == 1
