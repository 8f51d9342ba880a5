"""One list invites each person once for each thing, within the seats of its call."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.audit import AuditRecord
from lms.institutions import services as directory
from lms.invitations import queries, services
from lms.invitations.errors import CallClosed, InvitationSpent, NoSeats, SeatsTaken
from lms.invitations.models import CallState, Invitation, InvitationCode, InvitationState, Way
from lms.invitations.services import Asked, Guest
from lms.invitations.services.forgetting import KEPT
from lms.invitations.services.inviting import LASTS
from lms.people.queries import current_workplace
from tests.support import databases
from tests.support.factories import make_account, make_code, make_institution, make_invitation, make_person


@pytest.fixture
def court(session):
    return make_institution()


@pytest.fixture
def focal(court):
    return make_account("focal_point", place=court)


@pytest.fixture
def call(session, focal):
    today = clock.local_day(clock.now())
    call = services.plan_call(
        "practice", starts_on=today, ends_on=today + timedelta(days=30), women_share=40, by=focal.id, at=clock.now()
    )
    session.flush()
    return call


def guests(*numbers):
    return [
        Guest(name=f"Асанова Айгүл {n}", email=f"guest{n}@example.org", phone=None, position="", language="ky")
        for n in numbers
    ]


def invite(court, focal, people, asked=None):
    return services.invite(court, people, asked or Asked(), list_id=uuid4(), by=focal.id, at=clock.now())


def test_the_same_list_twice_invites_once(session, court, focal):
    assert invite(court, focal, guests(1, 2)) == 2
    assert invite(court, focal, guests(1, 2)) == 0
    assert invite(court, focal, guests(1, 2, 3)) == 1

    assert session.query(Invitation).count() == 3


def test_a_person_may_be_asked_for_another_module(session, court, focal):
    invite(court, focal, guests(1), Asked(module_slug="one"))

    assert invite(court, focal, guests(1), Asked(module_slug="two")) == 1


def test_another_institution_may_invite_the_same_contact(session, court, focal):
    invite(court, focal, guests(1))

    assert invite(make_institution("Osh City Court"), focal, guests(1)) == 1


def test_who_declined_may_be_invited_again(session, court, focal):
    invite(court, focal, guests(1))
    services.decline(session.query(Invitation).one(), "", at=clock.now())
    session.flush()

    assert invite(court, focal, guests(1)) == 1


def test_a_list_costs_as_many_statements_as_a_person(app, session, court, focal):
    invite(court, focal, guests(0))
    session.flush()
    with databases.count_queries(app) as few:
        invite(court, focal, guests(1))
        session.flush()
    with databases.count_queries(app) as many:
        invite(court, focal, guests(*range(2, 500)))
        session.flush()

    assert len(many) == len(few)


def test_somebody_with_an_account_here_has_come_already(session, court, focal):
    person = make_person(institution=court)

    invite(court, focal, [Guest("Асанова Айгүл", "a@example.org", None, "", "ky", person.id)], Asked("practice"))

    invitation = session.query(Invitation).one()
    assert (invitation.state, invitation.person_id) == (InvitationState.ACCEPTED, person.id)


def test_accepting_one_invitation_accepts_what_else_the_institution_asked(session, court, focal):
    for slug in ("one", "two"):
        invite(court, focal, guests(1), Asked(module_slug=slug))
    person = make_person()
    first = session.query(Invitation).filter_by(module_slug="one").one()

    services.accept(first, person, contacts=["guest1@example.org"], by=focal.id, at=clock.now())
    session.flush()

    assert {row.state for row in session.query(Invitation)} == {InvitationState.ACCEPTED}


def test_seats_are_taken_and_given_back(session, court, focal, call):
    place = services.add_place(call, 2, institution_id=court.id, by=focal.id, at=clock.now())
    session.flush()
    asked = Asked("practice", call.id, place.id)
    invite(court, focal, guests(1, 2), asked)
    with pytest.raises(NoSeats) as refused:
        invite(court, focal, guests(3), asked)
    assert refused.value.left == 0

    one, two = session.query(Invitation).order_by(Invitation.contact)
    services.withdraw(one, by=focal.id, at=clock.now())
    services.decline(two, None, at=clock.now())
    session.flush()

    assert queries.seats_left(place.id) == 2


def test_nobody_of_a_list_is_invited_beyond_the_seats(session, court, focal, call):
    place = services.add_place(call, 2, institution_id=court.id, by=focal.id, at=clock.now())
    session.flush()

    with pytest.raises(NoSeats) as refused:
        invite(court, focal, guests(1, 2, 3), Asked("practice", call.id, place.id))

    assert refused.value.left == 2
    assert session.query(Invitation).count() == 0


def test_there_are_never_fewer_seats_than_are_taken(session, court, focal, call):
    place = services.add_place(call, 3, institution_id=court.id, by=focal.id, at=clock.now())
    session.flush()
    invite(court, focal, guests(1, 2), Asked("practice", call.id, place.id))

    services.change_seats(place, 2, by=focal.id, at=clock.now())
    with pytest.raises(SeatsTaken):
        services.change_seats(place, 1, by=focal.id, at=clock.now())

    assert (place.seats, place.taken) == (2, 2)


def test_an_institution_draws_from_its_own_seats_before_its_regions(session, court, focal, call):
    supreme = make_institution("Supreme Court", region="KG-XX-NAT")
    oblast = make_institution("Talas Oblast Court", parent=supreme)
    here = [oblast.id, supreme.id]
    region = services.add_place(call, 5, region_code="KG-T", by=focal.id, at=clock.now())
    assert queries.place_for(call, here, "KG-T") is region

    above = services.add_place(call, 5, institution_id=supreme.id, by=focal.id, at=clock.now())
    assert queries.place_for(call, here, "KG-T") is above
    assert queries.place_for(call, [court.id], "KG-O") is None


def test_a_call_without_seats_is_not_opened(session, focal, call):
    with pytest.raises(NoSeats):
        services.open_call(call, by=focal.id, at=clock.now())
    services.add_place(call, 1, region_code="KG-T", by=focal.id, at=clock.now())
    services.open_call(call, by=focal.id, at=clock.now())

    assert call.state is CallState.OPEN
    services.close_call(call, by=focal.id, at=clock.now())
    with pytest.raises(CallClosed):
        services.add_place(call, 2, region_code="KG-O", by=focal.id, at=clock.now())


def test_codes_stand_beside_each_other_until_a_new_one_is_asked_for(session, court):
    invitation = make_invitation(institution=court)
    mailed, printed = make_code(invitation, Way.MAIL), make_code(invitation, Way.SLIP)
    assert not queries.opened_by(mailed).is_replaced

    fresh = services.renew(invitation, Way.LIST, by=invitation.invited_by_id, at=clock.now())
    session.flush()

    assert [queries.opened_by(code).is_replaced for code in (mailed, printed, fresh)] == [True, True, False]


def test_what_was_used_cannot_be_withdrawn(session, court, focal):
    invitation = make_invitation(institution=court)
    services.accept(invitation, make_person(), contacts=["aigul@example.org"], by=focal.id, at=clock.now())

    with pytest.raises(InvitationSpent):
        services.withdraw(invitation, by=focal.id, at=clock.now())


def test_invitations_that_led_nowhere_are_emptied_after_half_a_year(session, court, focal):
    long_ago = clock.now() - LASTS - 2 * KEPT
    old = make_invitation(email="old@example.org", institution=court, by=focal, at=long_ago)
    make_code(old, at=long_ago)
    make_invitation(email="new@example.org", institution=court, by=focal)

    assert services.forget_unused(at=clock.now()) == 1
    assert services.forget_unused(at=clock.now()) == 0
    session.expire_all()

    assert (old.name, old.contact, old.email) == ("", None, None)
    assert [row.contact for row in session.query(Invitation).where(Invitation.contact.is_not(None))] == [
        "new@example.org"
    ]
    assert session.query(InvitationCode).count() == 0


def test_every_act_leaves_a_line_without_names(session, court, focal):
    invitation = make_invitation(institution=court, by=focal)
    make_code(invitation)
    services.withdraw(invitation, by=focal.id, at=clock.now())
    session.flush()

    ours = select(AuditRecord).where(AuditRecord.act.startswith("invitations.")).order_by(AuditRecord.id)
    lines = session.scalars(ours).all()
    assert [line.act for line in lines] == [
        "invitations.list.invited",
        "invitations.code.handed_out",
        "invitations.invitation.withdrawn",
    ]
    assert "Асанова" not in str([line.facts for line in lines])


def test_an_invitation_follows_its_institution_into_another(session, court, focal):
    invitation = make_invitation(institution=court, by=focal)
    other = make_institution("Talas City Court")
    directory.merge_institutions(court, other, reason="Реформа", by=focal.id, at=clock.now())
    session.flush()
    assert invite(other, focal, guests_like(invitation)) == 0
    person = make_person()

    services.accept(invitation, person, contacts=["aigul@example.org"], by=focal.id, at=clock.now())

    assert current_workplace(person.id).institution_id == other.id


def guests_like(invitation):
    return [Guest(invitation.name, invitation.email, None, "", "ky")]
