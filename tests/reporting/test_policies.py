"""Who may see which numbers: each kind of person, each permission."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from lms.accounts.models import Role
from lms.core.policy import _rules
from lms.reporting.policies import ReportPermission
from tests.support.factories import make_account, make_institution

EVERYWHERE = (
    ReportPermission.SEE_PARTICIPATION,
    ReportPermission.EXPORT_TABLE,
    ReportPermission.EXPORT_PERSONS,
    ReportPermission.COMPARE_INSTITUTIONS,
    ReportPermission.SEE_UNPLACED,
)
IN_A_PLACE = (ReportPermission.SEE_INSTITUTION, ReportPermission.SEE_NAMES)


@dataclass
class Record:
    ancestors: frozenset[UUID]
    id: UUID | None = None


@dataclass
class Export:
    account_id: UUID


def may(actor, permission, subject=None):
    return _rules[permission.value].decide(actor, subject)


@pytest.fixture
def court(session):
    return make_institution()


def test_the_coordinator_sees_every_table_and_record(court):
    coordinator = make_account(Role.COORDINATOR)

    assert all(may(coordinator, permission) for permission in (*EVERYWHERE, ReportPermission.ENTER))
    assert all(may(coordinator, permission, Record(frozenset({court.id}))) for permission in IN_A_PLACE)


def test_a_focal_point_sees_records_of_the_own_part_of_the_tree(court):
    focal = make_account(Role.FOCAL_POINT, place=court)

    assert may(focal, ReportPermission.ENTER)
    assert not any(may(focal, permission) for permission in EVERYWHERE)
    for permission in IN_A_PLACE:
        assert may(focal, permission, Record(frozenset({court.id})))
        assert may(focal, permission, Record(frozenset({uuid4(), court.id})))
        assert not may(focal, permission, Record(frozenset({uuid4()})))


@pytest.mark.parametrize("role", [None, Role.TRAINER, Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER, Role.ADMINISTRATOR])
def test_nobody_else_sees_anything(court, role):
    actor = make_account(*([role] if role else []))

    assert not any(may(actor, permission) for permission in (*EVERYWHERE, ReportPermission.ENTER))
    assert not any(may(actor, permission, Record(frozenset({court.id}))) for permission in IN_A_PLACE)


def test_a_file_is_fetched_by_who_asked_for_it(session):
    coordinator, other = make_account(Role.COORDINATOR), make_account(Role.COORDINATOR)

    assert may(coordinator, ReportPermission.FETCH_EXPORT, Export(coordinator.id))
    assert not may(other, ReportPermission.FETCH_EXPORT, Export(coordinator.id))
    assert not may(make_account(), ReportPermission.FETCH_EXPORT, Export(coordinator.id))
