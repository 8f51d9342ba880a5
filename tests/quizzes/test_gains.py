"""Which two attempts make a pair."""

from fractions import Fraction

import pytest

from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition, withdraw_edition
from lms.core import clock
from lms.core.extensions import db
from lms.enrolments.models import EnrolmentState
from lms.people.models import Purpose
from lms.people.services import Agreement, agree
from lms.quizzes.gains import STEP, pairs_of
from lms.quizzes.models import AttemptKind
from tests.support.factories import make_edition, make_enrolment, make_person
from tests.support.factories.attempts import READY, hand_in, make_attempt
from tests.support.packs import small_module, words


@pytest.fixture
def edition(session):
    return make_edition()


def study(edition, before, after, *, agreed=True, later=None):
    """Somebody with a pre-test and a first final quiz, and perhaps a second."""
    person = make_person()
    if agreed:
        agree(person, [Agreement(Purpose.EVALUATION, "2026-11", "hash", "en")], at=clock.now())
    enrolment = make_enrolment(edition, person, done=READY)
    if before is not None:
        hand_in(make_attempt(enrolment, AttemptKind.PRE_TEST), before)
    hand_in(make_attempt(enrolment), after)
    if later is not None:
        hand_in(make_attempt(enrolment, seed=2), later)
    return enrolment


def test_the_eight_before_are_compared_with_the_eight_after(edition):
    for _ in range(STEP):
        study(edition, 3, 12)

    assert pairs_of(edition.module_id) == [(Fraction(3, 8), Fraction(1))] * STEP


def test_the_first_final_counts_and_no_later_one(edition):
    """Sixty per cent and then eighty: the standard is reached, the gain is that of the sixty."""
    enrolments = [study(edition, 0, 0, later=12) for _ in range(STEP)]

    assert pairs_of(edition.module_id) == [(0, 0)] * STEP
    assert enrolments[0].state is EnrolmentState.COMPLETED


def test_without_a_pre_test_or_consent_there_is_no_pair(edition):
    for _ in range(STEP):
        study(edition, None, 12)
        study(edition, 3, 12, agreed=False)

    assert pairs_of(edition.module_id) == []


def test_pairs_come_ten_at_a_time(edition):
    """Two looks with one person between them must not tell what that person knew."""
    for _ in range(STEP + STEP // 2):
        study(edition, 3, 12)

    assert len(pairs_of(edition.module_id)) == STEP


def test_another_edition_between_before_and_after_is_no_pair(edition):
    people = []
    for _ in range(STEP):
        person = make_person()
        agree(person, [Agreement(Purpose.EVALUATION, "2026-11", "hash", "en")], at=clock.now())
        enrolment = make_enrolment(edition, person, done=READY)
        hand_in(make_attempt(enrolment, AttemptKind.PRE_TEST), 3)
        people.append(enrolment)
    document, review = small_module(title=words("Practice, put right")), ReviewFacts(is_reviewed=False)
    publish_edition(edition.module, document, change=EditionChange.CONTENT, review=review, by=None, at=clock.now())
    withdraw_edition(edition, reason="Something in it was wrong.", at=clock.now())
    db.session.commit()
    for enrolment in people:
        assert enrolment.edition_id != edition.id
        hand_in(make_attempt(enrolment), 12)

    assert pairs_of(edition.module_id) == []
