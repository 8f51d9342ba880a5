"""Handing in marks what is stored, exactly, once."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms.catalogue.services import retire_module
from lms.core import clock, events
from lms.enrolments.models import EnrolmentState, Step
from lms.questions.kinds import kind_of
from lms.quizzes import marking, services
from lms.quizzes.errors import AlreadyHandedIn, AlreadyPassed, NoTriesLeft, Paused, QuizNotOpen
from lms.quizzes.events import ResultReleased
from lms.quizzes.models import Attempt, AttemptKind, Mark
from tests.support.factories import make_edition, make_enrolment
from tests.support.factories.attempts import READY, hand_in, make_attempt, sitting
from tests.support.packs import question, small_module


@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 60), st.integers(1, 60))
def test_the_share_is_never_rounded_up(numerator, denominator, points, possible):
    share = Fraction(min(numerator, denominator), denominator)

    assert marking.reaches(share, points, possible) == (Fraction(points, possible) >= share)


@given(st.integers(1, 40))
def test_the_points_needed_are_the_fewest_that_reach_the_share(possible):
    rules = small_module().rules
    needed = rules.points_needed(possible)

    assert marking.reaches(rules.share, needed, possible)
    assert not marking.reaches(rules.share, needed - 1, possible)


@given(st.sets(st.sampled_from("abcd"), min_size=1, max_size=3), st.lists(st.sampled_from("abcdx"), max_size=6))
def test_several_right_options_count_as_a_whole(right, given_values):
    import msgspec  # noqa: PLC0415

    from lms.questions.documents import Question  # noqa: PLC0415

    asked = msgspec.convert(question("q", kind="multiple-choice", right=right), Question)
    kind = kind_of(asked)
    stored = kind.read(asked, given_values)

    assert kind.points(asked, stored) == int(set(given_values) - {"x"} == right)


@pytest.mark.parametrize(("right", "passed"), [(8, False), (9, True), (12, True), (0, False)])
def test_nine_of_twelve_pass(session, frozen, right, passed):
    enrolment = make_enrolment(make_edition(), done=READY)

    attempt = hand_in(make_attempt(enrolment), right)

    assert (attempt.points, attempt.points_possible, attempt.is_passed) == (right, 12, passed)
    assert (enrolment.state is EnrolmentState.COMPLETED) is passed


def test_each_question_gets_a_mark_in_its_place(session, frozen):
    attempt = hand_in(make_attempt(make_enrolment(make_edition(), done=READY)), 5)

    marks = session.scalars(select(Mark).where(Mark.attempt_id == attempt.id).order_by(Mark.position)).all()

    assert [mark.question_key for mark in marks] == [key for key, _options in attempt.drawn]
    assert [mark.points for mark in marks] == [1] * 5 + [0] * 7


def test_handing_in_again_changes_nothing_and_tells_nobody(session, frozen):
    attempt = make_attempt(make_enrolment(make_edition(), done=READY))
    told = []
    events.on(ResultReleased)(told.append)
    hand_in(attempt, 12)

    services.hand_in(sitting(attempt), by=None, at=frozen + timedelta(hours=1))
    session.commit()
    events._handlers[ResultReleased].remove(told.append)

    assert attempt.handed_in_at == frozen
    assert [(news.kind, news.is_passed, news.was_awaited) for news in told] == [("final", True, False)]
    assert session.scalar(select(func.count()).select_from(Mark)) == 12


def test_gain_is_counted_on_the_eight_of_the_form(session, frozen):
    enrolment = make_enrolment(make_edition(), done=READY)
    before = hand_in(make_attempt(enrolment, AttemptKind.PRE_TEST), 3)
    first = hand_in(make_attempt(enrolment), 12)

    assert (before.form, before.form_points, before.points_possible) == (enrolment.pre_form, 3, 8)
    assert first.form != before.form
    assert first.form_points == 8


def test_later_finals_never_count_for_the_gain(session, frozen):
    enrolment = make_enrolment(make_edition(), done=READY)
    hand_in(make_attempt(enrolment), 1)

    assert make_attempt(enrolment, seed=2).form is None


def test_nothing_is_saved_after_handing_in(session, frozen):
    attempt = hand_in(make_attempt(make_enrolment(make_edition(), done=READY)), 3)

    with pytest.raises(AlreadyHandedIn):
        services.save_answers(
            sitting(attempt), [services.Write(attempt.drawn[0][0], ["a"], "late-write", 1)], at=frozen
        )


def test_the_final_opens_after_lessons_and_scenario(session, frozen):
    enrolment = make_enrolment(make_edition(), done=READY[:2])

    with pytest.raises(QuizNotOpen):
        make_attempt(enrolment)


def test_the_pre_test_never_blocks_and_never_completes(session, frozen):
    enrolment = make_enrolment(make_edition())
    hand_in(make_attempt(enrolment, AttemptKind.PRE_TEST), 8)

    assert session.get(Step, (enrolment.id, "pre-test"))
    assert enrolment.state is EnrolmentState.OPEN


def test_the_pre_test_can_be_taken_until_the_final_begins(session, frozen):
    enrolment = make_enrolment(make_edition(), done=READY)
    pre_test = make_attempt(enrolment, AttemptKind.PRE_TEST)

    make_attempt(enrolment)

    assert pre_test.set_aside_at == frozen
    with pytest.raises(QuizNotOpen):
        make_attempt(enrolment, AttemptKind.PRE_TEST)


def test_a_pre_test_is_taken_once(session, frozen):
    enrolment = make_enrolment(make_edition())
    hand_in(make_attempt(enrolment, AttemptKind.PRE_TEST), 2)

    with pytest.raises(NoTriesLeft):
        make_attempt(enrolment, AttemptKind.PRE_TEST)


def test_one_attempt_is_open_at_a_time(session, frozen):
    enrolment = make_enrolment(make_edition(), done=READY)

    assert make_attempt(enrolment, seed=1).id == make_attempt(enrolment, seed=2).id


def test_three_tries_with_a_day_of_pause_after_the_second(session, frozen):
    enrolment = make_enrolment(make_edition(), done=READY)
    hand_in(make_attempt(enrolment), 8)
    hand_in(make_attempt(enrolment, seed=2), 8)

    with pytest.raises(Paused) as refused:
        make_attempt(enrolment, seed=3, at=frozen + timedelta(hours=23))
    third = make_attempt(enrolment, seed=3, at=frozen + timedelta(hours=24))
    hand_in(third, 8, at=frozen + timedelta(hours=25))
    with pytest.raises(NoTriesLeft):
        make_attempt(enrolment, seed=4, at=frozen + timedelta(days=9))

    assert refused.value.until == frozen + timedelta(hours=24)
    assert third.number == 3


def test_a_passed_quiz_is_not_taken_again(session, frozen):
    enrolment = make_enrolment(make_edition(), done=READY)
    hand_in(make_attempt(enrolment), 12)

    with pytest.raises(AlreadyPassed):
        make_attempt(enrolment)


def test_a_small_bank_is_passed_by_the_same_share(session, frozen):
    bank = [question(f"a{n}", form="A") for n in range(3)] + [question(f"b{n}", form="B") for n in range(3)]
    enrolment = make_enrolment(make_edition(questions=bank), done=READY)

    attempt = hand_in(make_attempt(enrolment), 2)

    assert (attempt.points_possible, attempt.is_passed) == (3, False)
    assert session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_a_retired_module_can_be_finished_until_its_last_day(session, frozen):
    edition = make_edition()
    enrolment = make_enrolment(edition, done=READY)
    retire_module(edition.module, reason="Replaced.", finish_until=clock.local_day(frozen), at=frozen)

    with pytest.raises(QuizNotOpen):
        make_attempt(enrolment, at=frozen + timedelta(days=1))

    assert make_attempt(enrolment).number == 1


def test_what_was_begun_in_time_can_be_handed_in_after_the_last_day(session, frozen):
    edition = make_edition()
    attempt = make_attempt(make_enrolment(edition, done=READY))
    retire_module(edition.module, reason="Replaced.", finish_until=clock.local_day(frozen), at=frozen)

    assert hand_in(attempt, 12, at=frozen + timedelta(days=1)).is_passed
