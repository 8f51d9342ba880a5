"""Essays become work, are taken by one person at a time, and come to points by the rule that the page says."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.core import clock
from lms.enrolments.models import EnrolmentState
from lms.enrolments.services import leave_module
from lms.grading import queries, services
from lms.grading.errors import GradeIsFixed, TakenByAnother
from lms.grading.models import Grade
from lms.quizzes.models import Mark
from tests.grading.essays import BEST, WORST, add_marker, essay, essays_in, hand_in_essays, make_module, mark

MIDDLE = {"law": "mostly", "facts": "some"}  # 3 of 5


@pytest.fixture
def single(session):
    return make_module(essay(), markers=2)


@pytest.fixture
def double(session):
    return make_module(essay(double=True), markers=3)


def points(session, attempt, key="e1"):
    return session.get(Mark, (attempt.id, key), populate_existing=True).points


def test_one_opinion_decides_and_the_last_mark_releases_the_result(session, single):
    edition, (marker, _other) = single
    attempt = hand_in_essays(edition)
    assert attempt.marked_at is None

    mark(essays_in(attempt)[0], marker, MIDDLE)

    assert attempt.scale == 10
    assert points(session, attempt) == 6
    assert attempt.points == 26
    assert attempt.released_at is not None
    assert attempt.is_passed
    assert attempt.enrolment.state is EnrolmentState.COMPLETED


def test_an_essay_without_a_word_is_nobodys_work(session, single):
    attempt = hand_in_essays(single[0], text="")

    assert essays_in(attempt) == []
    assert attempt.released_at is not None
    assert points(session, attempt) == 0


def test_two_who_nearly_agree_come_to_their_mean_in_whole_parts(session, double):
    edition, (one, two, _three) = double
    attempt = hand_in_essays(edition)
    (work,) = essays_in(attempt)

    mark(work, one, MIDDLE)
    assert points(session, attempt) is None
    mark(work, two, {"law": "mostly", "facts": "all"})

    assert points(session, attempt) == 7  # (3 + 4) / 2 of 5, in tenths
    assert attempt.released_at is not None


def test_two_who_differ_ask_a_third_who_decides_alone(session, double):
    edition, (one, two, three) = double
    attempt = hand_in_essays(edition)
    (work,) = essays_in(attempt)
    mark(work, one, BEST)
    mark(work, two, WORST)

    assert work.wanted == 3
    assert points(session, attempt) is None
    assert services.take_next(one, edition.module_id, at=clock.now()) is None
    assert services.take_next(three, edition.module_id, at=clock.now()) is work
    assert [grade.points for grade in queries.desk_of(work.id, three).before] == [5, 0]
    mark(work, three, MIDDLE)

    assert points(session, attempt) == 6
    assert attempt.released_at is not None


def test_who_marks_second_is_never_shown_the_first_opinion(session, double):
    edition, (one, two, _three) = double
    (work,) = essays_in(hand_in_essays(edition))
    mark(work, one, BEST)
    services.take(work, two.id, at=clock.now())

    assert queries.desk_of(work.id, two).before == []
    assert queries.desk_of(work.id, one).before == []


def test_the_first_two_are_fixed_once_a_third_is_asked(session, double):
    edition, (one, two, _three) = double
    (work,) = essays_in(hand_in_essays(edition))
    mark(work, one, BEST)
    mark(work, one, MIDDLE)
    mark(work, two, WORST)

    with pytest.raises(GradeIsFixed):
        mark(work, one, WORST)


def test_an_opinion_is_changed_until_the_whole_result_is_known(session):
    edition, (marker,) = make_module(essay("e1"), essay("e2"))
    attempt = hand_in_essays(edition)
    first, second = essays_in(attempt)
    mark(first, marker, WORST)
    assert queries.changeable_by(marker) == [first]
    mark(first, marker, BEST)
    assert points(session, attempt) == attempt.scale
    mark(second, marker, MIDDLE)

    assert queries.changeable_by(marker) == []
    with pytest.raises(GradeIsFixed):
        mark(first, marker, WORST)


def test_nobody_is_offered_the_own_essay(session, single):
    edition, (marker, other) = single
    (work,) = essays_in(hand_in_essays(edition, marker.person))

    assert services.take_next(marker, edition.module_id, at=clock.now()) is None
    assert services.take_next(other, edition.module_id, at=clock.now()) is work


def test_an_essay_that_was_taken_comes_back_after_half_an_hour(session, single):
    edition, (one, two) = single
    (work,) = essays_in(hand_in_essays(edition))
    assert services.take_next(one, edition.module_id, at=clock.now()) is work
    assert services.take_next(two, edition.module_id, at=clock.now()) is None

    later = clock.now() + timedelta(minutes=30)

    assert services.take_next(two, edition.module_id, at=later) is work
    with pytest.raises(TakenByAnother):
        services.mark_essay(queries.desk_for_update(work.id, one), levels=BEST, comment="", at=later)


def test_a_lapsed_place_is_kept_as_long_as_nobody_has_taken_it(session, single):
    edition, (one, _two) = single
    attempt = hand_in_essays(edition)
    (work,) = essays_in(attempt)
    services.take(work, one.id, at=clock.now())

    later = clock.now() + timedelta(hours=5)
    services.mark_essay(queries.desk_for_update(work.id, one), levels=BEST, comment="Жакшы.", at=later)

    assert points(session, attempt) == attempt.scale


@pytest.mark.parametrize("place", [1, 2])
def test_the_database_holds_one_opinion_of_one_essay_and_no_two_of_one_person(session, single, place):
    edition, (one, two) = single
    (work,) = essays_in(hand_in_essays(edition))
    mark(work, one, BEST)
    marker = two if place == 1 else one

    session.add(
        Grade(essay_id=work.id, is_double=False, place=place, marker_id=marker.id, taken_until=clock.now(), levels={})
    )

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_who_leaves_the_module_waits_for_nothing_any_more(session, single):
    edition, (marker, _other) = single
    attempt = hand_in_essays(edition)
    (work,) = essays_in(attempt)
    services.take(work, marker.id, at=clock.now())
    leave_module(attempt.enrolment, at=clock.now())
    session.commit()

    with pytest.raises(TakenByAnother):
        mark(work, marker, BEST)
    assert attempt.released_at is None
    assert queries.waiting_for(marker, at=clock.now())[0].count == 0


def test_the_queue_counts_by_module_and_the_oldest_comes_first(session, frozen):
    edition, (marker,) = make_module(essay())
    other, _markers = make_module(essay(), slug="other", code="M92")
    hand_in_essays(other)
    newer = hand_in_essays(edition)
    clock.freeze(frozen - timedelta(days=3))
    older = hand_in_essays(edition)
    clock.freeze(frozen)
    marker.judged_at = frozen

    (row,) = queries.waiting_for(marker, at=clock.now())

    assert (row.module.slug, row.count) == ("practice", 2)
    assert services.take_next(marker, edition.module_id, at=clock.now()) is essays_in(older)[0]
    mark(essays_in(older)[0], marker, BEST)
    assert services.take_next(marker, edition.module_id, at=clock.now()) is essays_in(newer)[0]


def test_what_the_learner_reads_in_is_kept_with_the_essay(session, single):
    attempt = hand_in_essays(single[0])

    assert essays_in(attempt)[0].language == attempt.enrolment.person.language
    assert essays_in(attempt)[0].id.version == 4  # an id of time would tell when it was handed in


def test_a_marker_who_joins_later_finds_what_waits(session, double):
    edition, (one, two, _three) = double
    (work,) = essays_in(hand_in_essays(edition))
    mark(work, one, BEST)
    mark(work, two, WORST)
    newcomer = add_marker(edition)

    assert services.take_next(newcomer, edition.module_id, at=clock.now()) is work
    assert session.scalars(select(Grade.place).where(Grade.marker_id == newcomer.id)).one() == 3
