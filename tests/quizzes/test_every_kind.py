"""A quiz with a question of every kind, from the first page to its marks, without script and with it."""

import json
import uuid

import pytest
from sqlalchemy import select

from lms.questions.kinds import kind_of
from lms.quizzes.models import Attempt, Mark
from tests.support.csrf import token_of
from tests.support.every_kind import all_fields, module_of_every_kind, right_answer
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, sitting


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def asked(browser, judge, session):
    """The questions of a quiz that was begun."""
    make_enrolment(make_edition(module_of_every_kind()), judge.person, done=READY)
    browser(judge).visit("/en/modules/practice/quiz").submit("Start the quiz")
    return sitting(session.scalars(select(Attempt)).one()).asked


@pytest.fixture
def path(asked, session):
    return f"/en/modules/practice/quiz/{session.scalars(select(Attempt)).one().id}"


def everything_right(asked):
    return {one.question.key: right_answer(one.question) for one in asked}


def marks(session):
    return {mark.question_key: mark for mark in session.scalars(select(Mark))}


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_no_page_before_the_end_tells_a_key(browser, judge, asked, path, language):
    page = browser(judge).visit(path.replace("/en/", f"/{language}/"))

    assert {field.get("value") for field in page.all("//fieldset//input[@type='text']")} == {""}
    for one in asked:
        question = one.question
        for said in (*question.options, *question.parts, *question.accepted):
            assert said.feedback[language] not in page.text
        if question.kind in {"ordering", "matching"}:
            for option in question.options:
                assert f'"{option.key}:' not in page.html
                assert f':{option.key}"' not in page.html


def test_every_kind_is_answered_shown_and_marked_without_script(browser, judge, session, asked, path):
    page = browser(judge).visit(path).submit("Check all answers", **all_fields(asked, everything_right(asked)))

    assert page.heading == "Check your answers"
    assert "All questions are answered." in page.text
    again = browser(judge).visit(path)
    assert again.submit("Check all answers").heading == "Check your answers"  # untouched answers stay as they are
    page.submit("Finish and hand in")

    attempt = session.scalars(select(Attempt)).one()
    found = marks(session)
    essays = {one.question.key for one in asked if kind_of(one.question).by_people}
    assert {key for key, mark in found.items() if mark.points is None} == essays
    assert all(mark.points == mark.points_possible == attempt.scale for key, mark in found.items() if key not in essays)
    assert attempt.handed_in_at is not None
    assert attempt.marked_at is attempt.points is attempt.released_at is None


def test_every_kind_is_saved_as_the_script_sends_it(browser, judge, session, asked, path):
    visitor = browser(judge)
    token = token_of(visitor)
    answers = [
        {
            "question": one.question.key,
            "value": kind_of(one.question).veil(one.question, right_answer(one.question), one.options),
            "write": str(uuid.uuid4()),
            "base": 0,
        }
        for one in asked
    ]

    reply = visitor.client.post(
        f"{path}/answers",
        data=json.dumps({"answers": answers}),
        headers={"X-CSRFToken": token, "Content-Type": "application/json"},
    )

    assert reply.status_code == 200
    assert {saved["question"] for saved in reply.json["saved"]} == {one.question.key for one in asked}
    stored = sitting(session.scalars(select(Attempt)).one()).answers
    assert {key: answer.chosen for key, answer in stored.items()} == everything_right(asked)


def test_a_decision_in_a_branching_case_is_never_taken_back(browser, judge, session, asked, path):
    case = next(one for one in asked if one.question.kind == "scenario")
    story = case.question.story
    first = story.places[story.start]
    good, other = first.choices[0], first.choices[1]
    name = f"q-{case.question.key}"

    page = browser(judge).visit(path).submit("Decide", **{name: [f"{first.key}:{good.key}"]})
    assert page.path.endswith(f"#q{case.number}") or page.status == 200
    reply = page.submit("Check all answers", **{name: [f"{first.key}:{other.key}"]})

    stored = sitting(session.scalars(select(Attempt)).one()).answers[case.question.key]
    assert stored.chosen == [f"{first.key}:{good.key}"]
    assert reply.status == 409
