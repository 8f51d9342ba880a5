"""A name that a person typed is approved, merged or refused once, and no enrolment changes by it."""

import pytest
from sqlalchemy import select

from lms.accounts.models import Account
from lms.core.audit import AuditRecord
from lms.institutions import services
from lms.institutions.errors import AlreadyDecided, NotListed
from lms.institutions.models import InstitutionState
from lms.institutions.queries import institutions_in, proposed_names, similar_to, subtree_ids
from lms.people.models import Workplace, WorkplaceState
from lms.people.services import take_workplace
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution, make_person

NAMES = {"ky": "Талас аялдар кеңеши", "ru": "Совет женщин Таласа", "en": "Talas women’s council"}


@pytest.fixture
def coordinator(session) -> Account:
    return make_account("coordinator")


@pytest.fixture
def somebody(session):
    return make_person()


@pytest.fixture
def proposed(session, somebody, frozen):
    institution = services.propose_institution(
        "Таластагы аялдар кеңеши", type_code="cso-women", region_code="KG-T", by=somebody.id, at=frozen
    )
    take_workplace(somebody, institution.id, at=frozen)
    session.commit()
    return institution


def approve(institution, coordinator, at, parent=None):
    services.approve_institution(
        institution, names=NAMES, type_code="cso-women", region_code="KG-T", parent=parent, by=coordinator.id, at=at
    )


def test_the_same_name_typed_again_is_the_same_proposal(session, proposed, frozen):
    again = services.propose_institution(
        "таластагы  аялдар кенеши", type_code="cso-women", region_code="KG-T", by=make_person().id, at=frozen
    )

    assert again.id == proposed.id


def test_an_approved_name_can_be_chosen_by_others(session, proposed, coordinator, frozen):
    approve(proposed, coordinator, frozen)

    offered = institutions_in("cso-women", "KG-T", day=frozen.date(), code="en")
    assert [choice.name for choice in offered] == ["Talas women’s council"]
    assert proposed_names() == []
    assert session.scalars(select(AuditRecord.act)).all() == ["institutions.institution.approved"]


def test_an_approved_name_hangs_below_its_parent(session, proposed, coordinator, frozen):
    top = make_institution("Top")
    parent = make_institution("Parent", parent=top)

    approve(proposed, coordinator, frozen, parent=parent)
    session.flush()

    assert proposed.id in subtree_ids([top.id])


def test_a_merged_name_moves_its_people_and_leaves_enrolments(session, proposed, coordinator, somebody, frozen):
    enrolment = make_enrolment(make_edition(), somebody)
    listed = make_institution("Talas women’s council", type_code="cso-women")

    services.merge_institution(proposed, listed, by=coordinator.id, at=frozen)
    session.commit()

    assert proposed.state is InstitutionState.MERGED
    assert session.scalars(select(Workplace.institution_id).where(Workplace.until.is_(None))).one() == listed.id
    assert enrolment.institution_id == proposed.id
    assert proposed.id in subtree_ids([listed.id])


def test_a_refused_name_asks_its_people_to_choose_again(session, proposed, coordinator, frozen):
    services.refuse_institution(proposed, reason="A private address", by=coordinator.id, at=frozen)
    session.commit()

    assert session.scalars(select(Workplace.state)).one() is WorkplaceState.REFUSED


def test_a_name_is_decided_once(session, proposed, coordinator, frozen):
    approve(proposed, coordinator, frozen)

    with pytest.raises(AlreadyDecided):
        approve(proposed, coordinator, frozen)
    with pytest.raises(AlreadyDecided):
        services.refuse_institution(proposed, reason="Late", by=coordinator.id, at=frozen)


def test_only_a_listed_institution_can_be_the_same_one_or_the_parent(session, proposed, coordinator, frozen):
    closed = make_institution("Closed", state=InstitutionState.CLOSED)

    with pytest.raises(NotListed):
        services.merge_institution(proposed, closed, by=coordinator.id, at=frozen)
    with pytest.raises(NotListed):
        services.merge_institution(proposed, proposed, by=coordinator.id, at=frozen)
    with pytest.raises(NotListed):
        approve(proposed, coordinator, frozen, parent=closed)


def test_what_is_alike_is_shown_first(session, proposed, frozen):
    make_institution("Аялдар кеңеши Нарын", type_code="cso-women")
    make_institution("Талас аялдар кеңеши", type_code="cso-women")
    make_institution("Банк", type_code="other")

    alike = similar_to("Таластагы аялдар кеңеши Талас", but=proposed.id, day=frozen.date(), code="en")

    assert alike[0].name == "Талас аялдар кеңеши"
    assert "Банк" not in [choice.name for choice in alike]
