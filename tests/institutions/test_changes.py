"""Renaming, moving, merging, closing, confirming: each with its day, its reason, its history, and the way back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.core.audit import AuditRecord
from lms.institutions import queries, services
from lms.institutions.errors import AnotherWaits, CannotBeUndone, NameTooEarly, NothingChanges, NotListed
from lms.institutions.models import ChangeKind, Institution, InstitutionState
from lms.institutions.tasks import apply_changes
from lms.people.models import Workplace
from lms.people.services import take_workplace
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution, make_person

TODAY = date(2026, 11, 16)
NEXT_MONTH = date(2026, 12, 1)
NEW = {"ky": "Жаңы сот", "ru": "Новый суд", "en": "New Court"}


@pytest.fixture
def court(session):
    return make_institution("Old Court", parent=make_institution("Above"))


@pytest.fixture
def facts(session, frozen):
    """Who decides, why and when."""
    return {"reason": "Decree No. 1.", "by": make_account("coordinator").id, "at": frozen}


def undo(change, facts, minutes=1):
    services.undo_change(change, **{**facts, "at": facts["at"] + timedelta(minutes=minutes)})


def works_at(institution, frozen):
    person = make_person()
    take_workplace(person, institution.id, at=frozen)
    return person


def workplace_of(person, session):
    return session.scalars(select(Workplace).where(Workplace.person_id == person.id, Workplace.until.is_(None))).one()


# ── Names ────────────────────────────────────────────────────────────────────


def test_a_new_name_holds_from_its_day_and_the_old_one_until_the_day_before(session, court, facts):
    services.rename_institution(court, NEW, on=NEXT_MONTH, **facts)
    session.commit()

    assert queries.name_on(court, date(2026, 11, 30), "en") == "Old Court"
    assert queries.name_on(court, NEXT_MONTH, "ky") == "Жаңы сот"
    assert queries.names_on([court.id], TODAY, "en") == {court.id: "Old Court"}
    assert [found.id for found in queries.institutions_found("жаны сот", 1).rows] == [court.id]


def test_a_name_may_begin_in_the_past_but_not_before_the_present_one(session, court, facts):
    services.rename_institution(court, NEW, on=date(2021, 2, 1), **facts)

    with pytest.raises(NameTooEarly):
        services.rename_institution(court, {**NEW, "en": "Newest"}, on=date(2021, 2, 1), **facts)
    with pytest.raises(NothingChanges):
        services.rename_institution(court, NEW, on=TODAY, **facts)


def test_a_new_name_can_be_taken_back(session, court, facts):
    change = services.rename_institution(court, NEW, on=TODAY, **facts)
    session.commit()

    undo(change, facts)
    session.commit()
    session.expire_all()

    assert [(name.name_en, name.valid_to) for name in court.names] == [("Old Court", None)]
    assert not court.names_confirmed


def test_a_confirmed_spelling_is_no_new_name(session, court, facts):
    change = services.confirm_names(court, NEW, **facts)
    session.commit()
    assert [(name.name_en, name.valid_from) for name in court.names] == [("New Court", None)]
    assert court.names_confirmed
    with pytest.raises(NothingChanges):
        services.confirm_names(court, NEW, **facts)

    undo(change, facts)

    assert queries.name_on(court, TODAY, "en") == "Old Court"
    assert not court.names_confirmed


# ── Places ───────────────────────────────────────────────────────────────────


def test_scope_follows_a_move_and_enrolments_keep_what_they_recorded(session, court, facts, frozen):
    enrolment = make_enrolment(make_edition(), works_at(court, frozen))
    old, new = session.get(Institution, court.parent_id), make_institution("Elsewhere", region="KG-N")
    recorded = (enrolment.institution_id, enrolment.institution_type, enrolment.region_code)

    change = services.move_institution(court, new, on=TODAY, **facts)
    session.commit()

    assert court.id in queries.subtree_ids([new.id])
    assert court.id not in queries.subtree_ids([old.id])
    assert (enrolment.institution_id, enrolment.institution_type, enrolment.region_code) == recorded
    undo(change, facts)
    assert court.id in queries.subtree_ids([old.id])


def test_a_move_with_a_day_waits_for_it(session, court, facts, frozen):
    new = make_institution("Elsewhere")
    change = services.move_institution(court, new, on=NEXT_MONTH, **facts)
    session.commit()
    assert (change.is_open, court.id in queries.subtree_ids([new.id])) == (True, False)

    assert apply_changes("2026-11-30") == {"changes": 0}
    assert apply_changes("2026-12-01") == {"changes": 1}
    assert apply_changes("2026-12-01") == {"changes": 0}

    assert court.id in queries.subtree_ids([new.id])
    assert not change.is_open


def test_what_waits_can_be_called_off_and_does_not_happen(session, court, facts):
    change = services.close_institution(court, on=NEXT_MONTH, **facts)
    services.rename_institution(court, NEW, on=TODAY, **facts)
    with pytest.raises(AnotherWaits):
        services.close_institution(court, on=date(2026, 12, 5), **facts)

    undo(change, facts)
    session.commit()

    assert apply_changes("2026-12-01") == {"changes": 0}
    assert court.state is InstitutionState.LISTED


def test_what_cannot_be_done_on_its_day_is_dropped_and_said(session, court, facts, frozen):
    new = make_institution("Elsewhere")
    change = services.move_institution(court, new, on=NEXT_MONTH, **facts)
    services.close_institution(new, on=TODAY, **facts)
    session.commit()

    assert apply_changes("2026-12-01") == {"changes": 0}

    assert (change.undone_at is not None, change.undone_by_id) == (True, None)
    assert "institutions.change.dropped" in session.scalars(select(AuditRecord.act)).all()


# ── Mergers ──────────────────────────────────────────────────────────────────


def test_people_and_what_stood_below_come_along(session, court, facts, frozen):
    person, child = works_at(court, frozen), make_institution("Child", parent=court)
    enrolment = make_enrolment(make_edition(), person)
    into = make_institution("The same court")

    services.merge_institutions(court, into, **facts)
    session.commit()

    assert (court.state, court.merged_into_id) == (InstitutionState.MERGED, into.id)
    assert workplace_of(person, session).institution_id == into.id
    assert (enrolment.institution_id, child.parent_id) == (court.id, into.id)
    assert {court.id, child.id} <= queries.subtree_ids([into.id])
    assert court.id not in {choice.id for choice in queries.listed(day=TODAY)}


def test_a_merger_is_undone_with_its_people(session, court, facts, frozen):
    above, child, into = court.parent_id, make_institution("Child", parent=court), make_institution("The same court")
    stays, changes = works_at(court, frozen), works_at(court, frozen)
    change = services.merge_institutions(court, into, **facts)
    elsewhere = make_institution("Elsewhere")
    take_workplace(changes, elsewhere.id, at=frozen + timedelta(seconds=30))
    already_there = works_at(into, frozen)
    session.commit()

    undo(change, facts)
    session.commit()
    session.expire_all()

    assert (court.state, court.merged_into_id, court.parent_id, child.parent_id) == (
        InstitutionState.LISTED, None, above, court.id,
    )  # fmt: skip
    assert workplace_of(stays, session).institution_id == court.id
    assert workplace_of(changes, session).institution_id == elsewhere.id
    assert workplace_of(already_there, session).institution_id == into.id


def test_a_merger_calls_off_what_waited(session, court, facts):
    waiting = services.close_institution(court, on=NEXT_MONTH, **facts)

    services.merge_institutions(court, make_institution("The same court"), **facts)
    session.commit()

    assert waiting.undone_at is not None
    assert apply_changes("2026-12-01") == {"changes": 0}


# ── Ends, history, undoing ───────────────────────────────────────────────────


def test_a_closed_institution_is_not_offered_and_can_be_opened_again(session, court, facts):
    change = services.close_institution(court, on=date(2026, 11, 1), **facts)
    session.commit()
    offered = [choice.id for choice in queries.institutions_in("court", "KG-T", day=TODAY)]
    assert court.id not in offered
    with pytest.raises(NotListed):
        services.rename_institution(court, NEW, on=TODAY, **facts)

    undo(change, facts)

    assert court.id in [choice.id for choice in queries.institutions_in("court", "KG-T", day=TODAY)]


def test_only_the_newest_change_is_undone_and_once(session, court, facts, frozen):
    first = services.confirm_names(court, {**NEW, "en": "Right Court"}, **facts)
    second = services.rename_institution(court, NEW, on=TODAY, **{**facts, "at": frozen + timedelta(minutes=1)})
    session.commit()

    with pytest.raises(CannotBeUndone):
        undo(first, facts, 2)
    undo(second, facts, 3)
    with pytest.raises(CannotBeUndone):
        undo(second, facts, 4)
    undo(first, facts, 5)

    assert queries.name_on(court, TODAY, "en") == "Old Court"


def test_every_change_stands_in_the_history_and_in_the_log(session, court, facts, frozen):
    services.confirm_names(court, NEW, **facts)
    services.close_institution(court, on=TODAY, **{**facts, "at": frozen + timedelta(minutes=1)})
    session.commit()

    assert [(change.kind, change.reason) for change in queries.changes_of(court.id)] == [
        (ChangeKind.CLOSED, "Decree No. 1."),
        (ChangeKind.NAMES_CONFIRMED, "Decree No. 1."),
    ]
    log = session.execute(select(AuditRecord.act, AuditRecord.reason, AuditRecord.subject_id)).all()
    assert sorted(tuple(row) for row in log) == [
        ("institutions.institution.closed", "Decree No. 1.", str(court.id)),
        ("institutions.names.confirmed", "Decree No. 1.", str(court.id)),
    ]


def test_many_are_added_in_few_statements(app, session, facts):
    parent = make_institution("Above")
    wanted = [
        services.NewInstitution({**NEW, "en": f"Court {number}"}, "court", "KG-T", parent_id=parent.id)
        for number in range(100)
    ]

    with count_queries(app) as statements:
        added = services.add_to_list(wanted, **facts)
        session.flush()

    assert len(statements) < 15
    assert {row.id for row in added} <= queries.subtree_ids([parent.id])


def test_a_worker_that_is_there_before_the_site_data_has_nothing_to_do(session, monkeypatch):
    monkeypatch.setattr("lms.institutions.queries.tree.NATIONAL", "not loaded yet")

    assert apply_changes("2026-12-01") == {"changes": 0}
