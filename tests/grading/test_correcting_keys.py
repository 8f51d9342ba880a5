"""A wrong key is corrected: everybody is marked again, who passes has passed, and nobody loses a pass by a program."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft
from lms.certificates.models import CertificateState
from lms.certificates.services import issue_certificate
from lms.core import clock, events
from lms.core.mail import Mail
from lms.enrolments.models import EnrolmentState
from lms.enrolments.queries import steps_of
from lms.grading import queries, services
from lms.grading.errors import AlreadyDecided, NothingChanges
from lms.grading.events import MarkedAgain
from lms.grading.key_queries import key_desk
from lms.grading.keys import with_accepted, with_order, with_right_pairs
from lms.grading.models import PassDecision, PassState
from lms.grading.reminders import passes_waiting
from lms.grading.tasks import regrade
from lms.people import exports
from lms.people.leaving import Wish, forget_person
from lms.questions.documents import question_from
from lms.questions.kinds import kind_of
from lms.quizzes import services as quizzes
from lms.quizzes.models import KeyCorrection, Mark, MarkChange
from lms.quizzes.setting_aside import set_attempt_aside
from tests.grading.corrections import author_of, correct, edition_of, hand_in_answers, look
from tests.questions.samples import raw
from tests.support.factories import make_account, make_enrolment
from tests.support.factories.attempts import READY, make_attempt, sitting
from tests.support.packs import question

WRONG = {"q2": ["b"]}


@pytest.fixture
def edition(session):
    return edition_of()


@pytest.fixture
def author(edition):
    return author_of(edition)


def mails(session, kind):
    return session.scalar(select(func.count()).select_from(Mail).where(Mail.kind == kind))


def decisions(session):
    return session.scalars(select(PassDecision).order_by(PassDecision.opened_at, PassDecision.id)).all()


def test_who_passes_under_the_corrected_key_has_passed_and_is_told(session, edition, author):
    judge = make_account()
    attempt = hand_in_answers(edition, {"q1": ["b"], "q2": ["b"]}, person=judge.person)
    assert attempt.is_passed is False

    correct(edition, author, "b")

    assert (attempt.points, attempt.is_passed) == (3, True)
    assert "final" in steps_of(attempt.enrolment_id)
    assert attempt.enrolment.state is EnrolmentState.COMPLETED
    assert mails(session, "result_changed") == 1


def test_numbers_follow_attempts_that_do_not_count_any_more(session, edition, author, monkeypatch):
    """A cohort that was closed before the attempt was set aside still counts it; nobody is told of it."""
    attempt = hand_in_answers(edition, WRONG)
    set_attempt_aside(attempt.id, at=clock.now())
    session.commit()
    told = []
    monkeypatch.setitem(events._handlers, MarkedAgain, [told.append])

    correct(edition, author, "b")

    assert told == [MarkedAgain(attempt.enrolment_id, attempt.enrolment.person_id, clock.now())]
    assert mails(session, "result_changed") == 0


def test_old_and_new_points_are_kept_with_author_and_reason(session, edition, author):
    attempt = hand_in_answers(edition, WRONG)

    correction = correct(edition, author, "b")

    change = session.scalars(select(MarkChange)).one()
    assert (change.attempt_id, change.question_key) == (attempt.id, "q1")
    assert (change.points_before, change.points_after) == (1, 0)
    assert (change.total_before, change.total_after) == (3, 2)
    assert len({change.key_before, change.key_after}) == 2
    assert (correction.by_id, correction.done_at) == (author.id, clock.now())


def test_nobody_loses_a_pass_by_a_program(session, edition, author):
    attempt = hand_in_answers(edition, WRONG)

    correct(edition, author, "b")

    assert (attempt.points, attempt.is_passed) == (2, True)
    assert attempt.enrolment.state is EnrolmentState.COMPLETED
    (decision,) = decisions(session)
    assert (decision.state, decision.enrolment_id) == (PassState.PENDING, attempt.enrolment_id)


def test_a_pass_that_is_kept_stays_whatever_is_corrected_later(session, edition, author):
    attempt = hand_in_answers(edition, WRONG)
    correct(edition, author, "b")
    coordinator = make_account("coordinator")
    services.keep_pass(decisions(session)[0], reason="Ката биздики.", by=coordinator.id, at=clock.now())

    correct(edition, author, "b", key="q3")

    assert (attempt.points, attempt.is_passed) == (1, True)
    assert [one.state for one in decisions(session)] == [PassState.KEPT]


def test_a_pass_that_is_withdrawn_can_be_won_again(session, edition, author):
    judge = make_account()
    attempt = hand_in_answers(edition, WRONG, person=judge.person)
    correct(edition, author, "b")
    (decision,) = decisions(session)

    services.withdraw_pass(decision, reason="Эреже ушундай.", by=make_account("coordinator").id, at=clock.now())
    session.commit()

    assert attempt.is_passed is False
    assert "final" not in steps_of(attempt.enrolment_id)
    assert attempt.enrolment.state is EnrolmentState.OPEN
    assert mails(session, "pass_decided") == 1
    again = make_attempt(attempt.enrolment, seed=2)
    assert again.number == 2
    with pytest.raises(AlreadyDecided):
        services.keep_pass(decision, reason="x", by=judge.id, at=clock.now())


def test_with_the_pass_the_certificate_is_revoked(session, edition, author):
    judge = make_account()
    attempt = hand_in_answers(edition, WRONG, person=judge.person)
    certificate = issue_certificate(
        attempt.enrolment, name="Асанова Айгүл", languages="ky+en", by=judge.id, at=clock.now()
    )
    session.commit()
    assert look(edition, author, "b").certificates == 1
    correct(edition, author, "b")
    assert certificate.state is CertificateState.VALID

    services.withdraw_pass(decisions(session)[0], reason="Эреже.", by=make_account("coordinator").id, at=clock.now())
    session.commit()

    assert (certificate.state, certificate.revoked_reason) == (CertificateState.REVOKED, "Эреже.")
    assert attempt.enrolment.state is EnrolmentState.WITHDRAWN  # a new enrolment can have a certificate again


def test_doing_it_again_changes_nothing(session, edition, author):
    attempts = [hand_in_answers(edition, WRONG) for _ in range(3)]
    correction = correct(edition, author, "b")
    told = mails(session, "result_changed")

    again = regrade(str(correction.id))

    assert again == {"people": 3, "changed": 0}
    assert session.scalar(select(func.count()).select_from(MarkChange)) == 3
    assert mails(session, "result_changed") == told
    assert [attempt.points for attempt in attempts] == [2, 2, 2]


def test_the_second_of_two_confirmations_finds_nothing_to_change(session, edition, author):
    correct(edition, author, "b")

    with pytest.raises(NothingChanges):
        correct(edition, author, "b")
    assert session.scalar(select(func.count()).select_from(KeyCorrection)) == 1


def test_work_that_was_stopped_goes_on_where_it_was(session, edition, author):
    attempts = [hand_in_answers(edition, WRONG) for _ in range(3)]
    correction = correct(edition, author, "b", runs=False)
    services.regrade_enrolment(attempts[0].enrolment_id, correction, at=clock.now())

    assert regrade(str(correction.id)) == {"people": 3, "changed": 2}


def test_an_open_attempt_is_marked_under_the_corrected_key(session, edition, author):
    attempt = make_attempt(make_enrolment(edition, done=READY))
    asked = sitting(attempt)
    writes = [quizzes.Write(one.question.key, ["a"], f"w-{n:08}", 0) for n, one in enumerate(asked.asked)]
    quizzes.save_answers(asked, writes, at=clock.now())
    correct(edition, author, "b")

    quizzes.hand_in(queries.sitting_of_attempt(attempt.id), by=None, at=clock.now())
    session.commit()

    assert attempt.points == 3
    assert session.get(Mark, (attempt.id, "q1")).points == 0


def test_everybody_can_be_given_the_point(session, edition, author):
    wrong, silent = hand_in_answers(edition, {"q1": ["b"]}), hand_in_answers(edition, {"q1": []})

    correct(edition, author, is_given=True)

    assert (wrong.points, silent.points) == (4, 4)


def test_a_second_correction_that_takes_the_first_back_takes_its_effect_back(session, edition, author):
    attempt = hand_in_answers(edition, WRONG)
    correct(edition, author, "b")
    correct(edition, author, "a")

    assert (attempt.points, attempt.is_passed) == (3, True)
    assert [one.state for one in decisions(session)] == [PassState.OVERTAKEN]


def test_numbers_of_a_quarter_that_is_over_stay_what_they_were(session, edition, author, frozen):
    attempt = hand_in_answers(edition, {"q1": ["b"], "q2": ["b"]})
    clock.freeze(frozen + timedelta(days=60))  # the next quarter, and the next year
    late = hand_in_answers(edition, {"q1": ["b"], "q2": ["b"]})

    correct(edition, author, "b")

    assert (attempt.points, attempt.is_passed) == (3, True)
    assert (attempt.reported_points, attempt.reported_passed) == (2, False)
    assert (late.reported_points, late.reported_passed) == (None, None)


def test_parts_of_a_point_are_counted_finer_where_the_corrected_key_needs_it(session):
    many = question("q1", kind="multiple-choice", right=("a", "b"))
    edition = edition_of(many, *(question(f"q{n}") for n in (2, 3, 4)))
    author = author_of(edition)
    attempt = hand_in_answers(edition, {"q1": ["a"]})
    assert (attempt.scale, attempt.points) == (1, 3)

    correct(edition, author, made=lambda one: msgspec.structs.replace(one, credit="each"))

    assert (attempt.scale, attempt.points, attempt.points_possible) == (4, 15, 16)
    assert session.get(Mark, (attempt.id, "q2")).points == 4


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("numeric", lambda one: with_accepted(one, {answer.key: "1" for answer in one.accepted}, ["987654"])),
        ("short-text", lambda one: with_accepted(one, {answer.key: "1" for answer in one.accepted}, ["Такыр башка"])),
        (
            "matching",
            lambda one: with_right_pairs(one, {part.key: one.options[0].key for part in one.parts}),
        ),
        (
            "ordering",
            lambda one: with_order(
                one, {option.key: str(place) for place, option in enumerate(reversed(one.options), start=1)}
            ),
        ),
    ],
)
def test_a_key_of_each_family_is_corrected(session, kind, made):
    document = {**raw(kind), "key": "q1", "objective": "o1", "lesson": "first", "form": None, "pair": None}
    edition = edition_of(document, question("q2"), question("q3"))
    author = author_of(edition)
    asked = next(one for one in key_desk(edition.module.slug, "q1", author).shared).question
    newer = made(asked)
    answer = {"numeric": ["987654"], "short-text": ["Такыр башка"]}.get(kind) or kind_of(newer).right_answer(newer)
    attempt = hand_in_answers(edition, {"q1": answer})
    assert attempt.points < 3 * attempt.scale
    assert question_from(document).kind == kind

    correct(edition, author, made=made)

    assert attempt.points == 3 * attempt.scale


def test_the_draft_gets_the_same_key_unless_it_was_mended_already(session, edition, author):
    correct(edition, author, "b")

    draft = module_from_json(session.get(Draft, edition.module_id).document)
    assert [one.key for one in draft.questions_by_key["q1"].options if one.correct] == ["b"]
    assert [one.key for one in draft.questions_by_key["q2"].options if one.correct] == ["a"]


def test_the_edition_itself_never_changes(session, edition, author):
    before = edition.document_hash, edition.document
    correct(edition, author, "b")
    session.expire(edition)

    assert (edition.document_hash, edition.document) == before


def test_what_is_seen_beforehand_writes_nothing(session, edition, author):
    hand_in_answers(edition, WRONG)

    found = look(edition, author, "b")

    assert (found.attempts, found.newly_passing, found.newly_failing) == (1, 0, 1)
    assert session.scalar(select(func.count()).select_from(KeyCorrection)) == 0
    assert not session.dirty
    assert not session.new


def test_coordinators_are_reminded_of_a_pass_to_decide_on_and_not_of_their_own(session, edition, author):
    coordinator, other = make_account("coordinator"), make_account("coordinator")
    hand_in_answers(edition, WRONG, person=other.person)
    assert list(passes_waiting(clock.now())) == []
    correct(edition, author, "b")

    (due,) = passes_waiting(clock.now())

    assert (due.account_id, due.about) == (coordinator.id, str(decisions(session)[0].id))


def test_nothing_is_decided_about_somebody_who_has_left(session, edition, author):
    attempt = hand_in_answers(edition, WRONG)
    correct(edition, author, "b")

    forget_person(attempt.enrolment.person_id, Wish(keeps_certificates=True), at=clock.now())
    session.expire_all()

    assert [one.state for one in decisions(session)] == [PassState.OVERTAKEN]


def test_whoever_concerned_takes_away_what_was_changed_and_decided(session, edition, author):
    judge = make_account()
    hand_in_answers(edition, WRONG, person=judge.person)
    correct(edition, author, "b")

    told = exports.collect(judge.person_id)["corrected_results"]

    assert [(one["question"], one["before"], one["after"]) for one in told["changes"]] == [("q1", "1", "0")]
    assert [one["state"] for one in told["passes"]] == ["pending"]
    assert [one["question"] for one in exports.collect(author.person_id)["keys_corrected"]] == ["q1"]


def test_an_attempt_in_the_middle_ends_when_another_passes_by_the_corrected_key(session, browser, edition, author):
    judge = make_account()
    first = hand_in_answers(edition, {"q1": ["b"], "q2": ["b"]}, person=judge.person)
    second = make_attempt(first.enrolment, seed=2)

    correct(edition, author, "b")

    page = browser(judge).visit(f"/en/modules/{edition.module.slug}/quiz/{second.id}/result")
    assert page.status == 410
    assert "You have passed the final quiz meanwhile." in page.text
