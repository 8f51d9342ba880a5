"""A workplace is what a person says until somebody entitled confirms it, refuses it, or takes the word back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.core.audit import AuditRecord
from lms.enrolments.services import facts_as_of
from lms.people import exports
from lms.people.models import WorkplaceDecision, WorkplaceState
from lms.people.queries import current_workplace, refusal_of
from lms.people.services import decide_workplaces, take_workplace, undo_decisions
from tests.support.factories import make_institution, make_person

COORDINATOR = uuid4()
CONFIRMED, REFUSED, STATED = WorkplaceState.CONFIRMED, WorkplaceState.REFUSED, WorkplaceState.SELF_DECLARED


@pytest.fixture
def court(session):
    return make_institution()


@pytest.fixture
def workplace(court):
    return current_workplace(make_person(institution=court).id)


def decide(workplace, after, *, at, reason=None):
    return decide_workplaces([workplace], after, by=COORDINATOR, at=at, reason=reason)


def of_batch(session, batch_id):
    return session.scalars(select(WorkplaceDecision).where(WorkplaceDecision.batch_id == batch_id)).all()


def test_a_confirmed_workplace_says_who_confirmed_it_and_when(session, frozen, workplace):
    decide(workplace, CONFIRMED, at=frozen)

    assert (workplace.state, workplace.confirmed_by_id, workplace.confirmed_at) == (CONFIRMED, COORDINATOR, frozen)
    acts = session.scalars(select(AuditRecord).where(AuditRecord.act == "people.workplace.confirmed")).all()
    assert [(act.actor_id, act.subject_id) for act in acts] == [(COORDINATOR, str(workplace.person_id))]


def test_a_refusal_needs_a_reason(session, frozen, workplace):
    with pytest.raises(IntegrityError, match="refused_with_reason"), session.begin_nested():
        decide(workplace, REFUSED, at=frozen)

    decide(workplace, REFUSED, at=frozen, reason="Moved to another court in May.")

    assert refusal_of(workplace).reason == "Moved to another court in May."


def test_saying_the_same_again_decides_nothing(session, frozen, workplace):
    decide(workplace, CONFIRMED, at=frozen)

    assert of_batch(session, decide(workplace, CONFIRMED, at=frozen)) == []


def test_what_was_decided_together_is_undone_together(session, frozen, court, workplace):
    other = current_workplace(make_person(institution=court).id)
    batch = decide_workplaces([workplace, other], REFUSED, by=COORDINATOR, at=frozen, reason="A slip")

    undone = undo_decisions(of_batch(session, batch), by=COORDINATOR, at=frozen + timedelta(minutes=1))

    assert undone == 2
    assert {workplace.state, other.state} == {STATED}
    assert refusal_of(workplace) is None
    assert undo_decisions(of_batch(session, batch), by=COORDINATOR, at=frozen) == 0


def test_what_was_decided_again_is_not_undone(session, frozen, workplace):
    batch = decide(workplace, CONFIRMED, at=frozen)
    decide(workplace, REFUSED, at=frozen + timedelta(minutes=1), reason="Left in spring")

    assert undo_decisions(of_batch(session, batch), by=COORDINATOR, at=frozen) == 0
    assert workplace.state is REFUSED


def test_another_workplace_is_to_be_confirmed_anew(session, frozen, workplace):
    person = workplace.person
    decide(workplace, CONFIRMED, at=frozen)

    take_workplace(person, make_institution("Second").id, at=frozen + timedelta(days=1))

    assert current_workplace(person.id).state is STATED
    assert (workplace.state, workplace.until) == (CONFIRMED, frozen + timedelta(days=1))


def test_an_accepted_invitation_confirms_a_workplace_new_or_stated_before(session, frozen, court, workplace):
    newcomer = make_person()

    take_workplace(newcomer, court.id, at=frozen, state=CONFIRMED, by=COORDINATOR)
    take_workplace(workplace.person, court.id, at=frozen, state=CONFIRMED, by=COORDINATOR)

    for person_id in (newcomer.id, workplace.person_id):
        assert current_workplace(person_id).state is CONFIRMED
        assert current_workplace(person_id).confirmed_by_id == COORDINATOR
    assert len(session.scalars(select(WorkplaceDecision)).all()) == 2


def test_an_enrolment_takes_over_the_state_of_its_day_and_no_refused_institution(session, frozen, court, workplace):
    def frozen_facts():
        facts = facts_as_of(workplace.person, workplace, at=frozen)
        return facts["institution_id"], facts["workplace_confirmed"]

    assert frozen_facts() == (court.id, False)
    decide(workplace, CONFIRMED, at=frozen)
    assert frozen_facts() == (court.id, True)
    decide(workplace, REFUSED, at=frozen, reason="Unknown here")
    assert frozen_facts() == (None, False)


def test_a_person_downloads_what_was_decided(session, frozen, workplace):
    decide(workplace, REFUSED, at=frozen, reason="Unknown here")

    [place] = exports.collect(workplace.person_id)["workplaces"]

    assert [(d["state_after"], d["reason"]) for d in place["decisions"]] == [("refused", "Unknown here")]
