"""Answers sent by the script: saved once, never overwritten unseen, refused with a status the script understands."""

import json
import uuid

import pytest
from sqlalchemy import select

from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition, withdraw_edition
from lms.enrolments.services import leave_module
from lms.quizzes.models import Attempt, AttemptKind, Response
from tests.support.csrf import token_of
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, answer, hand_in, make_attempt
from tests.support.packs import small_module


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def edition(session):
    return make_edition()


@pytest.fixture
def attempt(edition, judge):
    return make_attempt(make_enrolment(edition, judge.person, done=READY))


def address(attempt, page="/answers"):
    return f"/en/modules/practice/quiz/{attempt.id}{page}"


def one(attempt, value, base=0, write=None, number=0):
    question = attempt.drawn[number][0]
    return {"question": question, "value": value, "write": write or str(uuid.uuid4()), "base": base}


@pytest.fixture
def send(browser, judge, attempt):
    visitor = browser(judge)
    path = address(attempt)

    def post(*answers, body=None):
        return sent(visitor, path, body if body is not None else json.dumps({"answers": answers}))

    return post


def sent(visitor, path, body):
    headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token_of(visitor)}
    return visitor.client.post(path, data=body, headers=headers)


def stored(session, attempt):
    rows = session.execute(select(Response.question_key, Response.chosen, Response.revision)).all()
    return {key: (chosen, revision) for key, chosen, revision in rows}


def test_an_answer_is_saved_with_its_revision_and_the_servers_time(send, session, attempt):
    response = send(one(attempt, ["b"]))

    assert response.status_code == 200
    key = attempt.drawn[0][0]
    assert response.json == {
        "saved": [{"question": key, "revision": 1}],
        "conflicts": [],
        "at": "10:00",
        "csrf": None,
    }
    assert stored(session, attempt) == {key: (["b"], 1)}


def test_the_same_write_twice_is_one_write(send, session, attempt):
    write = one(attempt, ["b"])

    first, second = send(write), send(write)

    assert first.json["saved"] == second.json["saved"] == [{"question": write["question"], "revision": 1}]
    assert stored(session, attempt)[write["question"]] == (["b"], 1)


def test_a_later_write_on_the_same_base_does_not_overwrite(send, session, attempt):
    send(one(attempt, ["b"]))

    late = send(one(attempt, ["c"]))

    key = attempt.drawn[0][0]
    assert late.status_code == 200
    assert late.json["conflicts"] == [{"question": key, "value": ["b"], "revision": 1}]
    assert stored(session, attempt)[key] == (["b"], 1)


def test_a_write_on_what_is_stored_replaces_it(send, session, attempt):
    send(one(attempt, ["b"]))
    send(one(attempt, ["c"], base=1))

    assert stored(session, attempt)[attempt.drawn[0][0]] == (["c"], 2)


def test_two_devices_that_answer_alike_do_not_quarrel(send, attempt):
    send(one(attempt, ["b"]))

    assert send(one(attempt, ["b"])).json["conflicts"] == []


def test_several_answers_go_together(send, session, attempt):
    response = send(one(attempt, ["a"]), one(attempt, ["b"], number=1), one(attempt, ["c"], number=2))

    assert len(response.json["saved"]) == len(stored(session, attempt)) == 3


def test_a_late_save_is_told_that_all_is_handed_in(send, session, attempt):
    hand_in(attempt, 4)
    before = stored(session, attempt)

    assert send(one(attempt, ["b"], base=1)).status_code == 409
    assert stored(session, attempt) == before


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"answers": []}',
        '{"answers": [{"question": 1, "value": ["a"], "write": "12345678", "base": 0}]}',
        '{"answers": [{"question": "x", "value": "a", "write": "12345678", "base": 0}]}',
        '{"answers": [{"question": "x", "value": ["a"], "write": "12345678", "base": "0"}]}',
        '{"answers": [{"question": "x", "value": ["a"], "write": "12345678", "base": -1}]}',
        '{"answers": [{"question": "x", "value": ["a"], "write": "<script>", "base": 0}]}',
        '{"answers": [{"question": "x", "value": ["a"], "write": "12345678", "base": 0, "points": 1}]}',
        '{"answers": [], "is_passed": true}',
        "\x00\xff",
    ],
)
def test_what_cannot_come_from_the_page_is_refused(send, session, attempt, body):
    assert send(body=body).status_code == 422
    assert not stored(session, attempt)


def test_a_question_that_was_not_drawn_is_refused_and_nothing_is_stored(send, session, attempt):
    foreign = {"question": "not-drawn", "value": ["a"], "write": str(uuid.uuid4()), "base": 0}

    assert send(one(attempt, ["a"]), foreign).status_code == 422
    assert not stored(session, attempt)


def test_an_unknown_option_is_refused_and_erases_nothing(send, session, attempt):
    send(one(attempt, ["b"]))

    assert send(one(attempt, ["zz"], base=1)).status_code == 422
    assert stored(session, attempt)[attempt.drawn[0][0]] == (["b"], 1)


def test_a_body_beyond_measure_is_refused(send, session, attempt):
    assert send(body=json.dumps({"answers": [one(attempt, ["a" * 80_000])]})).status_code == 413
    assert not stored(session, attempt)


def test_an_ended_sign_in_is_told(browser, judge, attempt, session):
    visitor = browser()

    response = sent(visitor, address(attempt), json.dumps({"answers": [one(attempt, ["a"])]}))

    assert response.status_code == 401
    assert response.is_json


@pytest.mark.parametrize("role", [None, "trainer", "coordinator", "administrator"])
def test_a_foreign_attempt_is_absent(browser, attempt, session, role):
    stranger = browser(make_account(*[role] if role else []))

    response = sent(stranger, address(attempt), json.dumps({"answers": [one(attempt, ["a"])]}))

    assert response.status_code == 404
    assert not stored(session, attempt)


def test_saving_needs_few_statements(app, send, attempt, session):
    write = one(attempt, ["a"])
    session.expunge_all()

    with count_queries(app) as statements:
        send(write)

    assert len(statements) <= 3, statements


def test_a_form_from_an_older_page_does_not_overwrite_another_device(browser, judge, attempt, send, session):
    page = browser(judge).visit(address(attempt, ""))
    key = attempt.drawn[0][0]
    send(one(attempt, ["b"]))

    refused = page.submit("Check all answers", **{f"q-{key}": ["c"]})

    assert refused.status == 409
    assert f"«Option b of {key}»" in refused.text
    assert refused.all(f"//input[@name='q-{key}'][@checked]/@value") == ["c"]
    assert stored(session, attempt)[key] == (["b"], 1)

    kept = refused.submit("Check all answers")
    assert kept.heading == "Check your answers"
    assert stored(session, attempt)[key] == (["c"], 2)


def test_a_form_from_an_older_page_leaves_alone_what_it_did_not_touch(browser, judge, attempt, send, session):
    page = browser(judge).visit(address(attempt, ""))
    send(one(attempt, ["b"]))

    page.submit("Save my answers", **{f"q-{attempt.drawn[1][0]}": ["a"]})

    assert stored(session, attempt)[attempt.drawn[0][0]] == (["b"], 1)


def withdraw(edition, frozen, *, replaced):
    if replaced:
        document = small_module(level="advanced")
        review = ReviewFacts(is_reviewed=False)
        publish_edition(edition.module, document, change=EditionChange.CONTENT, review=review, by=None, at=frozen)
    withdraw_edition(edition, reason="A wrong article was cited.", at=frozen)


@pytest.mark.parametrize("replaced", [True, False])
def test_a_withdrawn_edition_ends_the_attempt_and_counts_for_nothing(
    browser, judge, edition, attempt, send, session, frozen, replaced
):
    withdraw(edition, frozen, replaced=replaced)
    session.commit()

    response = send(one(attempt, ["a"]))
    page = browser(judge).visit(address(attempt, ""))

    assert response.status_code == 410
    assert page.status == 410
    assert "withdrawn" in page.text
    session.refresh(attempt)
    assert attempt.set_aside_at == frozen


def test_after_a_withdrawal_all_tries_are_there_again(browser, judge, edition, attempt, session, frozen):
    hand_in(attempt, 2)
    withdraw(edition, frozen, replaced=True)
    session.commit()

    page = browser(judge).visit("/en/modules/practice/quiz")
    assert "3 of 3" in page.text
    page.submit("Start the quiz")

    second = session.scalars(select(Attempt).where(Attempt.number == 2)).one()
    assert second.set_aside_at is None
    assert second.form is not None


def test_a_corrected_spelling_does_not_disturb_an_attempt(send, edition, attempt, session, frozen):
    document = small_module(summary={"ky": "Оңдолду", "ru": "Исправлено", "en": "Corrected"})
    review = ReviewFacts(is_reviewed=False)
    publish_edition(edition.module, document, change=EditionChange.WORDING, review=review, by=None, at=frozen)
    session.commit()

    assert send(one(attempt, ["a"])).status_code == 200


def test_who_has_left_the_module_saves_nothing(send, attempt, session, frozen):
    leave_module(attempt.enrolment, at=frozen)
    session.commit()

    assert send(one(attempt, ["a"])).status_code == 410


def test_a_closed_pre_test_says_why(browser, judge, edition, session):
    enrolment = make_enrolment(edition, judge.person, done=READY)
    pre_test = make_attempt(enrolment, AttemptKind.PRE_TEST)
    make_attempt(enrolment)

    page = browser(judge).visit(f"/en/modules/practice/pre-test/{pre_test.id}")

    assert page.status == 410
    assert "closed when the final quiz was begun" in page.text


def test_answers_are_shown_again_in_the_order_drawn(browser, judge, attempt):
    answer(attempt, 12)

    page = browser(judge).visit(address(attempt, ""))

    assert page.all("//fieldset/@data-question") == [key for key, _options in attempt.drawn]
    assert page.all("//fieldset/@data-revision") == ["1"] * 12
