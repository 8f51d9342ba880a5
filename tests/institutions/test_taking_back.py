"""An institution that was added by mistake goes again, for as long as nobody and nothing belongs to it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from lms.accounts.models import Role
from lms.accounts.scopes import Scope
from lms.accounts.services import give_role
from lms.core.audit import AuditRecord
from lms.enrolments.models import Enrolment
from lms.institutions import queries, services
from lms.institutions.errors import CannotBeUndone, NotListed
from lms.institutions.models import InstitutionState
from lms.invitations.services import add_place, plan_call
from lms.nominations.models import KEPT, NominationList
from lms.people.services import take_workplace
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution, make_person
from tests.support.factories.invitations import make_invitation

NAMES = {"ky": "Жаңы сот", "ru": "Новый суд", "en": "New Court"}


@pytest.fixture
def facts(session, frozen):
    return {"reason": "Twice in the list.", "by": make_account("coordinator").id, "at": frozen}


@pytest.fixture
def above(session):
    return make_institution("Above")


@pytest.fixture
def added(session, above, facts):
    return add(above, facts)


def add(parent, facts, **about):
    [institution] = services.add_to_list(
        [services.NewInstitution(NAMES, "court", "KG-T", parent_id=parent.id, **about)], **facts
    )
    return institution


def addition_of(institution):
    return queries.changes_of(institution.id)[-1]


def take_back(institution, facts, minutes=1):
    at = facts["at"] + timedelta(minutes=minutes)
    services.undo_change(addition_of(institution), **{**facts, "at": at, "reason": "A slip."})


def test_it_is_offered_and_listed_nowhere_any_more_and_can_be_added_again(session, added, above, facts, frozen):
    assert [row.id for row in queries.listed("New Court", day=frozen.date())] == [added.id]

    take_back(added, facts)
    session.commit()

    assert added.state is InstitutionState.REFUSED
    assert queries.institutions_found("New Court", 1).rows == []
    assert queries.listed("New Court", day=frozen.date()) == []
    assert queries.same_names(NAMES, type_code="court", region_code="KG-T") == []
    assert queries.institution_for_update(added.id) is None
    again = add(above, facts)
    session.commit()
    assert [row.id for row in queries.institutions_found("New Court", 1).rows] == [again.id]


def test_what_was_done_stays_in_the_history_and_in_the_log(session, added, facts):
    take_back(added, facts)
    session.commit()

    change = addition_of(added)
    assert (change.undone_at, change.undone_by_id) == (facts["at"] + timedelta(minutes=1), facts["by"])
    assert queries.institution_in_list(added.id) is added
    assert queries.undoable_changes(added.id) == set()
    row = session.query(AuditRecord).filter_by(act="institutions.change.undone").one()
    assert (row.actor_id, row.reason, row.facts["change"]) == (facts["by"], "A slip.", "added")
    with pytest.raises(CannotBeUndone):
        take_back(added, facts, minutes=2)


# ── What stands against it ───────────────────────────────────────────────────


def workplace(place, facts, session):
    take_workplace(make_person(), place.id, at=facts["at"])


def workplace_of_before(place, facts, session):
    person = make_person()
    take_workplace(person, place.id, at=facts["at"])
    take_workplace(person, None, at=facts["at"] + timedelta(minutes=1))


def enrolment_of_before(place, facts, session):
    enrolment = make_enrolment(make_edition())
    session.execute(update(Enrolment.__table__).where(Enrolment.id == enrolment.id).values(institution_id=place.id))


def role(place, facts, session):
    give_role(make_account(), Role.FOCAL_POINT, by=None, reason="Law.", at=facts["at"], scope=Scope(place.id))


def invitation(place, facts, session):
    make_invitation(institution=place, by=make_account("coordinator"))


def seats(place, facts, session):
    who = {"by": facts["by"], "at": facts["at"]}
    call = plan_call("practice", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 9), women_share=None, **who)
    add_place(call, 5, institution_id=place.id, **who)


def nomination_list(place, facts, session):
    at = facts["at"]
    session.add(
        NominationList(
            account_id=facts["by"], institution_id=place.id, language="ky", created_at=at, expires_at=at + KEPT
        )
    )


def body_below(place, facts, session):
    add(place, facts)


def merger(place, facts, session):
    services.merge_institutions(make_institution("Same"), place, **facts)


def move_to_it_and_away(place, facts, session):
    other = make_institution("Other")
    services.move_institution(other, place, on=facts["at"].date(), **facts)
    services.move_institution(other, None, on=facts["at"].date(), **facts)


def waiting_move_to_it(place, facts, session):
    services.move_institution(make_institution("Other"), place, on=date(2199, 1, 1), **facts)


def own_change(place, facts, session):
    later = {**facts, "at": facts["at"] + timedelta(seconds=1)}
    services.rename_institution(place, {**NAMES, "en": "Newer"}, on=date(2026, 11, 20), **later)


def own_change_that_waits(place, facts, session):
    services.close_institution(place, on=date(2199, 1, 1), **facts)


AGAINST = [
    workplace, workplace_of_before, enrolment_of_before, role, invitation, seats, nomination_list, body_below, merger,
    move_to_it_and_away, waiting_move_to_it, own_change, own_change_that_waits,
]  # fmt: skip


@pytest.mark.parametrize("make", AGAINST, ids=lambda make: make.__name__)
def test_what_belongs_to_it_keeps_it(session, added, facts, make):
    assert addition_of(added).id in queries.undoable_changes(added.id)
    make(added, facts, session)
    session.commit()

    assert addition_of(added).id not in queries.undoable_changes(added.id)
    with pytest.raises(CannotBeUndone):
        take_back(added, facts)
    assert added.state is InstitutionState.LISTED


def test_what_is_undone_itself_does_not_keep_it(session, added, facts):
    below = add(added, facts)
    other = make_institution("Other")
    move = services.move_institution(other, added, on=facts["at"].date(), **facts)
    take_back(below, facts)
    services.undo_change(move, **{**facts, "at": facts["at"] + timedelta(minutes=2)})

    take_back(added, facts, minutes=3)
    session.commit()

    assert [row.state for row in (below, added)] == [InstitutionState.REFUSED] * 2


def test_a_typed_name_that_was_approved_is_decided_about_once(session, above, facts):
    typed = services.propose_institution(
        "Бюро", type_code="court", region_code="KG-T", by=make_person().id, at=facts["at"]
    )
    services.approve_institution(
        typed, names=NAMES, type_code="court", region_code="KG-T", parent=above, by=facts["by"], at=facts["at"]
    )
    session.commit()

    with pytest.raises(CannotBeUndone):
        take_back(typed, facts)


def test_nothing_is_added_below_what_was_taken_back(session, added, facts):
    take_back(added, facts)
    session.commit()

    with pytest.raises(NotListed):
        add(added, facts)


def test_what_points_at_it_is_found_in_few_statements(app, session, added):
    session.commit()
    identity = added.id

    with count_queries(app) as statements:
        queries.undoable_changes(identity)

    assert len(statements) == 3
