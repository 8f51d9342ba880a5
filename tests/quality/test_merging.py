"""Two records become one for every count, and two again without a trace."""

import pytest
from sqlalchemy import select

from lms.accounts.queries import account_of_person
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.people import merging
from lms.people.errors import CannotMerge
from lms.people.exports import collect
from lms.people.leaving import Wish, forget_person
from lms.people.models import PersonMerge, PersonName
from lms.quality.models import LikelyPair
from tests.quality.desk import DONE, DUPLICATES, MAY, MERGES, look, merge, pair_with, posted, trained, undo
from tests.security import world as worlds
from tests.support.factories import (
    make_account,
    make_enrolment,
    make_person,
)

#: What a merge leaves behind once it is undone: its own history, and numbers that the roll-up has given out.
HISTORY = {"audit_records", "person_merges", "sign_ins", "report_people"}


def test_a_merge_counts_one_less_keeps_every_row_and_is_undone_exactly(office, twins, english):
    before = worlds.rows(HISTORY)
    assert trained() == 2

    assert "count as one person" in merge(office, twins[1], twins[0]).text

    assert trained() == 1
    assert office.visit(DUPLICATES).all("//table//tbody//tr") == []
    moved = worlds.changed(before, worlds.rows(HISTORY))
    assert {name for name in moved if not name.startswith("report_")} == {"persons"}, (
        "accounts, enrolments, certificates, consents and roles are not touched"
    )
    assert twins[1].merged_into_id == twins[0].id

    undo(office)

    assert worlds.changed(before, worlds.rows(HISTORY)) == {}
    assert trained() == 2
    assert len(office.visit(DUPLICATES).all("//table//tbody//tr")) == 1
    acts = db.session.scalars(select(AuditRecord.act).where(AuditRecord.act.like("people.person.%"))).all()
    assert sorted(acts) == ["people.person.merged", "people.person.separated", "people.person.took_in"]
    row = db.session.scalars(select(PersonMerge)).one()
    assert (row.reason, row.undone_at is not None) == ("The institution says so.", True)
    assert posted(office, f"{MERGES}/{row.id}/undo").status == 404


def test_both_still_sign_in_and_find_their_own_module_open(browser, office, twins):
    merge(office, twins[1], twins[0])
    for person in twins:
        account = account_of_person(person.id)
        page = browser(account).visit("/en/my-learning")
        assert page.status == 200
        assert "practice" in page.html


def test_chains_lead_to_the_root_in_any_order_of_undoing(session, edition, coordinator, english):
    a, b, c = (make_person(name) for name in ("Асанова Айгүл", "Асанова Айгуль", "Asanova Aigul"))
    for person in (a, b, c):
        make_enrolment(edition, person, at=MAY, done=DONE)
    about = {"reason": "One.", "by": coordinator.id, "at": clock.now()}
    before = worlds.rows(HISTORY)
    first = merging.merge_people(a, b, **about)
    second = merging.merge_people(b, c, **about)
    db.session.commit()
    assert [person.merged_into_id for person in (a, b, c)] == [c.id, c.id, None]
    assert trained() == 1
    for wrong in ((a, c), (c, a), (c, c), (c, b)):
        with pytest.raises(CannotMerge):
            merging.merge_people(*wrong, **about)

    merging.undo_merge(first, by=coordinator.id, at=clock.now())
    db.session.commit()
    assert [person.merged_into_id for person in (a, b, c)] == [None, c.id, None]
    assert trained() == 2
    again = merging.merge_people(a, b, **about) if b.merged_into_id is None else merging.merge_people(a, c, **about)
    merging.undo_merge(second, by=coordinator.id, at=clock.now())
    db.session.commit()
    assert [person.merged_into_id for person in (a, b, c)] == [c.id, None, None]
    merging.undo_merge(again, by=coordinator.id, at=clock.now())
    db.session.commit()
    assert worlds.changed(before, worlds.rows(HISTORY)) == {}
    assert trained() == 3
    with pytest.raises(CannotMerge):
        merging.undo_merge(first, by=coordinator.id, at=clock.now())


def test_undoing_the_upper_merge_keeps_the_lower_one(session, coordinator):
    a, b, c = (make_person(name) for name in ("Асанова Айгүл", "Асанова Айгуль", "Asanova Aigul"))
    about = {"reason": "One.", "by": coordinator.id, "at": clock.now()}
    merging.merge_people(a, b, **about)
    upper = merging.merge_people(b, c, **about)
    merging.undo_merge(upper, by=coordinator.id, at=clock.now())
    db.session.commit()

    assert [person.merged_into_id for person in (a, b, c)] == [b.id, None, None]


def test_who_is_separated_while_others_are_merged_or_separated_stays_separated(session, coordinator, monkeypatch):
    """Both look at the tree before either has changed it: the later one leaves alone whom the earlier one took out."""
    a, b, c, d = (make_person(f"Асанова Айгүл {name}") for name in ("Первая", "Вторая", "Третья", "Иная"))
    about, undone = (
        {"reason": "One.", "by": coordinator.id, "at": clock.now()},
        {"by": coordinator.id, "at": clock.now()},
    )
    lower = merging.merge_people(a, b, **about)
    upper = merging.merge_people(b, c, **about)
    seen_before = {b.id: [a.id], c.id: [b.id, a.id]}
    merging.undo_merge(lower, **undone)
    monkeypatch.setattr(merging, "_beneath", lambda person_id: seen_before.get(person_id, []))

    merging.merge_people(c, d, **about)
    db.session.commit()
    assert [person.merged_into_id for person in (a, b, c)] == [None, d.id, d.id]

    merging.undo_merge(upper, **undone)
    db.session.commit()
    assert [person.merged_into_id for person in (a, b, c)] == [None, None, d.id]


def test_a_third_record_is_compared_with_whom_the_others_count_as(office, twins):
    merge(office, twins[1], twins[0])
    third = make_person("Асанова Айгуль")
    look()
    rows = db.session.execute(select(LikelyPair.person_id, LikelyPair.other_id)).all()

    assert {frozenset(row) for row in rows} == {frozenset({third.id, twins[0].id})}


def test_records_of_people_with_a_role_are_merged_by_the_administrator_alone(browser, office, session):
    staff = make_account("trainer", name="Асанова Айгүл Бакытовна")
    other = make_account(name="Asanova Aigul Bakytovna")
    look()
    address = f"{DUPLICATES}/{staff.person_id}/{other.person_id}"
    assert "Only an administrator may merge them." in office.visit(address).text
    assert merge(office, other.person, staff.person).status == 404
    admin = browser(make_account("administrator"))
    assert merge(admin, other.person, staff.person).status == 200
    merged = db.session.scalars(select(PersonMerge)).one()
    assert posted(office, f"{MERGES}/{merged.id}/undo").status == 404
    assert "Undo" in admin.visit(MERGES).all("//table")[0].xpath("string()")


def test_each_takes_away_and_leaves_with_the_own_record_only(office, twins, english):
    merge(office, twins[1], twins[0], reason="Асанова и Asanova – одна")
    for person, other in (twins, twins[::-1]):
        said = str(collect(person.id))
        assert str(other.id) not in said
        assert other.full_name() not in said
        assert collect(person.id)["merges"][0]["counts_as_another"] is (person.id == twins[1].id)

    forget_person(twins[1].id, Wish(keeps_certificates=False), at=clock.now())
    db.session.commit()

    assert trained() == 1, "what was counted stays"
    assert db.session.scalars(select(PersonName).where(PersonName.person_id == twins[0].id)).all()
    assert {merge.reason for merge in db.session.scalars(select(PersonMerge))} == {""}
    assert db.session.scalars(select(LikelyPair).where(pair_with(twins[1]))).all() == []
