"""Roles are given and ended by an administrator, never by the person, and act from the next request."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.errors import AlreadyEnded, LastAdministrator, OwnRole, RoleHeld, ScopeMissing
from lms.accounts.models import Role, SignIn
from lms.accounts.scopes import Scope
from lms.core import clock
from lms.core.audit import AuditRecord
from tests.support.factories import make_account, make_institution


@pytest.fixture
def administrator(session):
    return make_account("administrator")


@pytest.fixture
def judge(session):
    return make_account()


def give(account, role, administrator, **scope):
    return services.give_role(
        account, role, by=administrator, reason="Asked in writing", at=clock.now(), scope=Scope(**scope)
    )


def test_a_role_acts_from_the_next_request(browser, session, judge, administrator):
    someone = browser(judge)
    assert someone.visit("/en/profile").text.count("Switch to reports") == 0

    give(judge, Role.COORDINATOR, administrator)
    session.commit()

    assert "Switch to reports" in someone.visit("/en/profile").text


def test_an_ended_role_acts_no_more_from_the_next_request(browser, session, frozen, administrator):
    account = make_account("coordinator")
    someone = browser(account)
    assert "Switch to reports" in someone.visit("/en/profile").text

    services.end_role(account.grants[0], by=administrator, reason="Left", at=frozen)
    session.commit()

    assert "Switch to reports" not in someone.visit("/en/profile").text


def test_a_role_ends_on_its_day(session, judge, administrator, frozen):
    grant = give(judge, Role.TRAINER, administrator, ends_at=frozen + timedelta(days=1))

    assert grant.holds_at(frozen)
    assert not grant.holds_at(frozen + timedelta(days=1))


def test_every_act_is_recorded_with_its_reason(session, judge, administrator, frozen):
    grant = give(judge, Role.TRAINER, administrator)
    services.end_role(grant, by=administrator, reason="Left", at=frozen)
    services.suspend(judge, by=administrator, reason="Lost phone", at=frozen)
    services.restore(judge, by=administrator, reason="Found", at=frozen)
    session.flush()

    rows = session.scalars(select(AuditRecord)).all()
    assert {(row.act, row.reason) for row in rows} == {
        ("accounts.role.given", "Asked in writing"),
        ("accounts.role.ended", "Left"),
        ("accounts.account.suspended", "Lost phone"),
        ("accounts.account.restored", "Found"),
    }
    assert {row.subject_id for row in rows} == {str(judge.id)}
    assert {row.actor_id for row in rows} == {administrator.id}


def test_nobody_changes_the_own_roles(session, administrator, frozen):
    make_account("administrator")

    with pytest.raises(OwnRole):
        give(administrator, Role.COORDINATOR, administrator)
    with pytest.raises(OwnRole):
        services.end_role(administrator.grants[0], by=administrator, reason="-", at=frozen)
    with pytest.raises(OwnRole):
        services.suspend(administrator, by=administrator, reason="-", at=frozen)


def test_the_last_administrator_stays(session, administrator, frozen):
    other = make_account("administrator")
    services.suspend(other, by=administrator, reason="-", at=frozen)
    third = make_account()

    with pytest.raises(LastAdministrator):
        services.end_role(administrator.grants[0], by=third, reason="-", at=frozen)
    with pytest.raises(LastAdministrator):
        services.suspend(administrator, by=third, reason="-", at=frozen)


def test_one_of_two_administrators_can_go(session, administrator, frozen):
    other = make_account("administrator")

    services.end_role(other.grants[0], by=administrator, reason="Left", at=frozen)

    assert not other.grants[0].holds_at(frozen)


def test_a_focal_point_needs_a_place(session, judge, administrator):
    with pytest.raises(ScopeMissing):
        give(judge, Role.FOCAL_POINT, administrator)

    court = make_institution()
    give(judge, Role.FOCAL_POINT, administrator, institution_id=court.id)
    judge.judged_at = clock.now()
    assert judge.places(Role.FOCAL_POINT) == [court.id]


def test_a_role_is_held_once_for_each_scope(session, judge, administrator):
    first, second = make_institution("First"), make_institution("Second")
    give(judge, Role.FOCAL_POINT, administrator, institution_id=first.id)
    give(judge, Role.FOCAL_POINT, administrator, institution_id=second.id)

    with pytest.raises(RoleHeld):
        give(judge, Role.FOCAL_POINT, administrator, institution_id=first.id)


def test_what_has_ended_is_not_ended_again(session, judge, administrator, frozen):
    grant = give(judge, Role.TRAINER, administrator)
    services.end_role(grant, by=administrator, reason="Left", at=frozen)

    with pytest.raises(AlreadyEnded):
        services.end_role(grant, by=administrator, reason="Left", at=frozen + timedelta(hours=1))
    with pytest.raises(AlreadyEnded):
        services.restore(judge, by=administrator, reason="-", at=frozen)


def test_a_suspended_person_is_signed_out_at_once(browser, session, judge, administrator, frozen):
    someone = browser(judge)
    assert someone.visit("/en/profile").heading == "Profile"

    services.suspend(judge, by=administrator, reason="Lost phone", at=frozen)
    session.commit()

    assert someone.visit("/en/profile").heading == "Sign in"
    assert session.scalars(select(SignIn)).one().ended_at == frozen
