"""The person claims the sheet by its code: the same rules as on the screen, and nobody else's sheet."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition
from lms.core import clock
from lms.core.codes import grouped
from lms.papers.models import PaperSheet
from lms.people.exports import collect
from lms.quizzes.models import Attempt, AttemptKind, Try
from lms.quizzes.queries import attempts_in
from tests.support.factories import make_account, make_enrolment
from tests.support.factories.attempts import READY, make_attempt
from tests.support.factories.papers import every_kind, make_batch, sheets
from tests.support.packs import small_module

QUIZ = "/en/modules/practice/quiz"
PRE_TEST = "/en/modules/practice/pre-test"
UNKNOWN = "There is no sheet of this test with this code."


@pytest.fixture
def batch(edition, trainer):
    return make_batch(edition, trainer, count=6)


def claim(browser, account, code, path=QUIZ):
    return browser(account).visit(f"{path}/paper").submit("This is my sheet", code=code)


def attempts(session):
    return session.scalars(select(Attempt).order_by(Attempt.number)).all()


def test_the_page_of_the_test_leads_to_the_code(browser, judge, enrolment, batch, session):
    one = sheets(batch)[0]

    page = browser(judge).visit(QUIZ).click("I took this test on paper")
    page = page.submit("This is my sheet", code=grouped(one.sheet.code).lower())

    (attempt,) = attempts(session)
    assert "Taken on paper. The answers are typed in by the trainer." in page.text
    assert attempt.is_on_paper
    assert (attempt.drawn, attempt.seed, attempt.edition_id) == (one.sheet.drawn, one.sheet.seed, enrolment.edition_id)
    assert session.get(PaperSheet, one.id).attempt_id == attempt.id
    assert session.scalar(select(func.count()).select_from(Try)) == 1


def test_the_code_of_the_qr_code_stands_in_the_field(browser, judge, enrolment, batch):
    code = sheets(batch)[0].sheet.code

    page = browser(judge).visit(f"{QUIZ}/paper", {"code": code})

    assert page.all("//input[@name='code']/@value") == [grouped(code)]


def test_it_cannot_be_answered_on_the_screen(browser, judge, enrolment, batch, session):
    page = claim(browser, judge, sheets(batch)[0].sheet.code)
    (attempt,) = attempts(session)
    path, visitor = f"{QUIZ}/{attempt.id}", page.browser
    token = {"csrf_token": visitor.visit("/en/profile").all("//input[@name='csrf_token']/@value")[0]}

    visitor.post(f"{path}/check", token)
    visitor.post(path, {**token, "seen": "{}", "q-a-true-false": "true"})
    answer = {"question": attempt.drawn[0][0], "value": ["x"], "write": "w" * 8, "base": 0}
    sent = visitor.client.post(
        f"{path}/answers", json={"answers": [answer]}, headers={"X-CSRFToken": token["csrf_token"]}
    )

    session.expire_all()
    assert sent.status_code == 410
    assert session.get(Attempt, attempt.id).handed_in_at is None
    assert "Taken on paper" in visitor.visit(path).text
    assert "Taken on paper" in visitor.visit(QUIZ).text


def test_the_same_code_again_is_the_same_attempt(browser, judge, enrolment, batch, session):
    code = sheets(batch)[0].sheet.code
    claim(browser, judge, code)

    page = claim(browser, judge, code)

    assert "Taken on paper" in page.text
    assert len(attempts(session)) == 1


def test_somebody_elses_sheet_is_no_sheet(browser, judge, edition, enrolment, batch, session):
    code = sheets(batch)[0].sheet.code
    claim(browser, judge, code)
    other = make_account()
    make_enrolment(edition, other.person, done=READY)

    theirs = claim(browser, other, code)
    nobodys = claim(browser, other, "0000-0000-00")
    of_another_test = claim(browser, other, sheets(batch)[1].sheet.code, path=PRE_TEST)

    assert {page.status for page in (theirs, nobodys, of_another_test)} == {422}
    assert all(UNKNOWN in page.text for page in (theirs, nobodys, of_another_test))
    assert len(attempts(session)) == 1


def test_codes_cannot_be_tried_one_after_the_other(browser, judge, enrolment, batch, session):
    for _number in range(10):
        claim(browser, judge, "0000-0000-00")

    page = claim(browser, judge, sheets(batch)[0].sheet.code)

    assert page.status == 429
    assert not attempts(session)


def test_what_is_no_code_is_said_without_counting(browser, judge, enrolment, batch):
    for _number in range(12):
        page = claim(browser, judge, "123")

    assert page.status == 422
    assert "10 letters and digits" in page.text


def test_lessons_come_before_a_final_on_paper_too(browser, judge, edition, batch, session):
    make_enrolment(edition, judge.person, done=READY[:1])

    page = claim(browser, judge, sheets(batch)[0].sheet.code)

    assert page.status == 422
    assert "cannot be started now" in page.text
    assert not attempts(session)
    assert "I took this test on paper" not in browser(judge).visit(QUIZ).links()


def test_somebody_who_does_not_study_the_module_sees_no_page(browser, batch):
    assert browser(make_account()).visit(f"{QUIZ}/paper").status == 404


def test_an_attempt_on_the_screen_comes_first(browser, judge, enrolment, batch, session):
    make_attempt(enrolment)

    page = claim(browser, judge, sheets(batch)[0].sheet.code)

    assert "You have begun this test already." in page.text
    assert len(attempts(session)) == 1


def test_paper_takes_places_in_the_set_of_tries(browser, judge, enrolment, batch, session, frozen):
    """Two tries on the screen, one on paper, then none is left on either."""
    for number in range(2):
        clock.freeze(frozen + timedelta(hours=number))
        hand_in_nothing(make_attempt(enrolment, seed=number))
    page = claim(browser, judge, sheets(batch)[0].sheet.code)
    assert "cannot be started now" in page.text  # the pause of a day after the second try

    clock.freeze(frozen + timedelta(days=2))
    claim(browser, judge, sheets(batch)[0].sheet.code)
    assert [(one.number, one.is_on_paper) for one in attempts(session)] == [(1, False), (2, False), (3, True)]
    assert sorted(session.scalars(select(Try.place))) == [1, 2, 3]
    assert browser(judge).visit(QUIZ).text.count("0 of 3") == 1


def hand_in_nothing(attempt):
    from lms.quizzes import services  # noqa: PLC0415
    from tests.support.factories.attempts import sitting  # noqa: PLC0415

    services.hand_in(sitting(attempt), by=None, at=clock.now())


def test_a_pre_test_on_paper_sets_the_form_for_the_comparison(browser, judge, edition, trainer, session):
    enrolment = make_enrolment(edition, judge.person)
    at = make_batch(edition, trainer, AttemptKind.PRE_TEST)
    other = next(one for one in sheets(at) if one.sheet.form != enrolment.pre_form)

    claim(browser, judge, other.sheet.code, path=PRE_TEST)

    session.expire_all()
    (attempt,) = attempts_in(enrolment)
    assert attempt.form == enrolment.pre_form == other.sheet.form


def test_a_final_of_the_form_taken_before_is_not_compared(browser, judge, enrolment, batch, session):
    same = next(one for one in sheets(batch) if one.sheet.form == enrolment.pre_form)

    page = browser(judge).visit(f"{QUIZ}/paper")
    assert f"a sheet of form {'AB'.replace(enrolment.pre_form, '')} " in page.text
    page.submit("This is my sheet", code=same.sheet.code)

    assert attempts(session)[0].form is None


def test_a_final_of_the_other_form_is_compared(browser, judge, enrolment, batch, session):
    other = next(one for one in sheets(batch) if one.sheet.form != enrolment.pre_form)

    claim(browser, judge, other.sheet.code)

    assert attempts(session)[0].form == other.sheet.form


@pytest.mark.parametrize(("change", "counts"), [(EditionChange.WORDING, True), (EditionChange.CONTENT, False)])
def test_a_sheet_of_a_corrected_spelling_counts_and_of_another_text_does_not(
    browser, judge, edition, batch, session, change, counts
):
    kinds = edition.module
    document = small_module(
        questions=every_kind(), rules={"pre_test_questions": 11, "final_questions": 11}, summary=three("Corrected.")
    )
    publish_edition(kinds, document, change=change, review=ReviewFacts(True, None), by=None, at=clock.now())
    session.commit()
    make_enrolment(edition, judge.person, done=READY)

    page = claim(browser, judge, sheets(batch)[0].sheet.code)

    assert len(attempts(session)) == int(counts)
    assert ("printed from another edition" in page.text) is not counts


def three(text):
    return dict.fromkeys(("ky", "ru", "en"), text)


def test_the_copy_of_the_data_tells_of_the_sheet(browser, judge, enrolment, batch, session):
    code = sheets(batch)[0].sheet.code
    claim(browser, judge, code)

    data = collect(judge.person_id)

    assert [sheet["code"] for sheet in data["paper_sheets"]] == [code]
    assert [attempt["entered_from_paper"] for attempt in data["attempts"]] == [True]


def test_nobody_has_the_copy_of_another(browser, judge, edition, enrolment, batch):
    claim(browser, judge, sheets(batch)[0].sheet.code)

    assert collect(make_account().person_id)["paper_sheets"] == []
