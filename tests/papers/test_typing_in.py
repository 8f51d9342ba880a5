"""A trainer types in what stands on the paper; the second of typing and claiming hands in."""

from datetime import timedelta

from sqlalchemy import select

from lms.core import clock
from lms.core.audit import AuditRecord
from lms.enrolments.models import EnrolmentState
from lms.enrolments.services import leave_module
from lms.papers.models import SheetState
from lms.questions.kinds import kind_of
from lms.quizzes.models import Attempt, AttemptKind, Mark, Response, Try
from tests.papers.typing_in import (
    BY_PROGRAM,
    address,
    claim,
    sheet_address,
    sheet_as_kept,
    type_in,
)
from tests.support.factories import make_enrolment
from tests.support.factories.attempts import READY
from tests.support.factories.papers import make_batch, sheets

KINDS = BY_PROGRAM


def test_claimed_first_then_typed_in(browser, judge, enrolment, trainer, at, session):
    one = sheets(at)[0]
    claim(browser, judge, one)

    page = type_in(browser(trainer), one)

    attempt = session.scalars(select(Attempt)).one()
    assert "Everything is typed in." in page.notice
    assert attempt.points == attempt.points_possible
    assert attempt.is_passed
    assert session.get(type(enrolment), enrolment.id).state is EnrolmentState.COMPLETED
    assert sheet_as_kept(one).state is SheetState.HANDED_IN
    assert sheet_as_kept(one).answers == {}
    assert len(session.scalars(select(Response)).all()) == len(BY_PROGRAM)
    acts = session.scalars(select(AuditRecord).where(AuditRecord.act == "quizzes.attempt.entered_from_paper")).all()
    assert [(record.actor_id, record.subject_id) for record in acts] == [(trainer.id, str(attempt.id))]


def test_typed_in_first_then_claimed(browser, judge, enrolment, trainer, at, session, frozen):
    one = sheets(at)[0]
    type_in(browser(trainer), one)
    assert sheet_as_kept(one).state is SheetState.READY
    clock.freeze(frozen + timedelta(days=3))

    page = claim(browser, judge, one)

    attempt = session.scalars(select(Attempt)).one()
    assert page.heading == "Passed"
    assert "Entered from paper on 19 November 2026" in page.text.replace("\xa0", " ")
    assert attempt.handed_in_at == clock.now()
    assert attempt.points == attempt.points_possible


def test_the_same_marks_as_on_the_screen(browser, judge, enrolment, trainer, at, session):
    """Half of it wrong: the same draw with the same answers earns the same, question by question."""
    one = sheets(at)[0]
    wrong = {f"q-{asked.question.key}": [] for asked in one.asked[:4]}
    claim(browser, judge, one)
    type_in(browser(trainer), one, **wrong)

    marks = session.scalars(select(Mark).order_by(Mark.position)).all()
    for mark, asked in zip(marks, one.asked, strict=True):
        kind = kind_of(asked.question)
        assert mark.points == kind.points(asked.question, mark.chosen, mark.points_possible)
        is_half_filled = asked.question.kind == "gap-fill" and mark.chosen
        assert mark.is_right is (asked.number > 4) or is_half_filled


def test_the_result_and_the_list_of_tries_say_that_it_was_paper(browser, judge, enrolment, trainer, at, session):
    one = sheets(at)[0]
    claim(browser, judge, one)
    type_in(browser(trainer), one, **{f"q-{asked.question.key}": [] for asked in one.asked})
    attempt = session.scalars(select(Attempt)).one()

    entry = browser(judge).visit("/en/modules/practice/quiz")

    assert not attempt.is_passed
    assert "entered from paper" in entry.text
    assert "Entered from paper on" in browser(judge).visit(f"/en/modules/practice/quiz/{attempt.id}/result").text


def test_a_pre_test_ends_without_marks(browser, judge, edition, trainer, session):
    make_enrolment(edition, judge.person)
    one = sheets(make_batch(edition, trainer, AttemptKind.PRE_TEST))[0]
    claim(browser, judge, one)
    type_in(browser(trainer), one)

    attempt = session.scalars(select(Attempt)).one()
    page = browser(judge).visit(f"/en/modules/practice/pre-test/{attempt.id}/result")
    assert page.heading == "The pre-test is saved"
    assert "Entered from paper on" in page.text


def test_after_handing_in_nothing_changes(browser, judge, enrolment, trainer, at, session):
    one, visitor = sheets(at)[0], browser(trainer)
    claim(browser, judge, one)
    type_in(visitor, one)
    before = session.scalars(select(Attempt)).one().points

    page = type_in(visitor, one, **{f"q-{asked.question.key}": [] for asked in one.asked})

    session.expire_all()
    assert "write to the coordinator with the code of the sheet" in page.text
    assert session.scalars(select(Attempt)).one().points == before
    assert not page.all("//textarea|//input[starts-with(@name,'q-')]")


def test_a_lost_sheet_gives_the_try_back(browser, judge, enrolment, trainer, at, session):
    one, other = sheets(at)
    claim(browser, judge, one)
    page = browser(trainer).visit(sheet_address(one)).click("The sheet is lost or cannot be read")
    page = page.submit("End the sheet", reason="Washed away by rain.")

    assert "Washed away by rain." in page.text
    session.expire_all()
    attempt = session.scalars(select(Attempt)).one()
    assert attempt.set_aside_at is not None
    assert not session.scalars(select(Try)).all()
    shown = browser(judge).visit(f"/en/modules/practice/quiz/{attempt.id}")
    assert "the sheet is lost or cannot be read" in shown.text
    claim(browser, judge, other)
    assert [try_.place for try_ in session.scalars(select(Try))] == [1]


def test_who_has_left_the_module_hands_nothing_in(browser, judge, enrolment, trainer, at, session):
    one = sheets(at)[0]
    claim(browser, judge, one)
    leave_module(session.get(type(enrolment), enrolment.id), at=clock.now())
    session.commit()

    type_in(browser(trainer), one)

    assert session.scalars(select(Attempt)).one().handed_in_at is None
    assert sheet_as_kept(one).state is SheetState.ENDED
    assert sheet_as_kept(one).answers == {}


def test_nobody_types_in_the_own_sheet(browser, edition, trainer, at):
    make_enrolment(edition, trainer.person, done=READY)
    one, other = sheets(at)
    claim(browser, trainer, one)

    visitor = browser(trainer)
    assert visitor.visit(sheet_address(one)).status == 404
    assert "your own sheet" in visitor.visit(address(at)).text
    type_in(visitor, other, "save")
    page = claim(browser, trainer, other)
    assert page.status == 422


def test_who_has_typed_a_sheet_cannot_claim_it(browser, edition, trainer, at, session):
    make_enrolment(edition, trainer.person, done=READY)
    one = sheets(at)[0]
    type_in(browser(trainer), one)

    page = claim(browser, trainer, one)

    assert "it cannot be yours" in page.text
    assert not session.scalars(select(Attempt)).all()
