"""What is missing stands in the queue, is stated or set aside, is gone then, and comes back when that is undone."""

import re

import pytest
from sqlalchemy import select

from lms.certificates.services import revoke_certificate
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.models import Base
from lms.enrolments.models import Enrolment, FactCorrection, Step
from lms.people.exports import collect
from lms.people.leaving import Wish, forget_person
from lms.people.models import Person, Sex
from lms.quality import queries
from lms.quality.models import SetAside
from lms.reporting import facts
from lms.reporting.choices import Choice, Period
from tests.quality.desk import MAY, QUEUE, posted
from tests.reporting.conftest import withdraw
from tests.security import world as worlds
from tests.support.csrf import token_of
from tests.support.databases import count_queries
from tests.support.factories import (
    make_account,
    make_certificate,
    make_edition,
    make_enrolment,
    make_institution,
    make_person,
)
from tests.support.packs import small_module

#: What undoing leaves behind: its own history, and when somebody was seen.
HISTORY = {
    "report_places",  # numbers that the roll-up has given out once
    "report_people",
    "report_facts",
    "audit_records",
    "fact_corrections",
    "set_asides",
    "sign_ins",
    "throttles",
    "workplaces",
    "workplace_decisions",
}


def gap(edition, name="Жээнбеков Бакыт", **about):
    """Somebody who started and completed without these facts."""
    person = make_person(name, **{"sex": Sex.NOT_STATED, "birth_year": None, "region": None, **about})
    enrolment = make_enrolment(edition, person, at=MAY, done=("lesson:first", "lesson:second", "scenario", "final"))
    return person, enrolment


def names_in(own, kind):
    page = own.visit(f"{QUEUE}/{kind}")
    assert page.status == 200
    return page.all("//table//tbody//tr/th//text()")


def test_each_missing_fact_is_a_line_until_it_is_stated_and_again_when_that_is_undone(office, edition, coordinator):
    court = make_institution("Talas District Court", region="KG-T")
    person, enrolment = gap(edition)
    make_enrolment(edition, make_person("Толук Адам", institution=court), at=MAY)
    before = worlds.rows(HISTORY)
    for kind in ("sex", "age", "agency"):
        assert "Жээнбеков Бакыт" in names_in(office, kind), kind
        assert "Толук Адам" not in names_in(office, kind), kind

    page = posted(
        office, f"{QUEUE}/people/{person.id}", sex="male", birth_year="1990", institution=str(court.id),
        also_recorded="y", reason="The signed list of 12 May.",
    )  # fmt: skip

    assert page.status == 200
    assert "What was missing is stated." in page.text
    assert "Nothing is missing here." in page.text
    db.session.expire_all()
    row = db.session.get_one(Enrolment, enrolment.id)
    assert (row.sex, row.birth_year, row.age_band) == ("male", 1990, "36-45")
    assert (row.institution_id, row.institution_type, row.region_code) == (court.id, "court", "KG-T")
    assert row.workplace_confirmed is False, "what was recorded as not confirmed stays so"
    assert [names_in(office, kind) for kind in ("sex", "age", "agency")] == [[], [], []]
    made = db.session.scalars(select(FactCorrection)).all()
    assert {(c.fact.value, c.enrolment_id is None) for c in made} == {
        (fact, profile) for fact in ("sex", "age", "agency") for profile in (True, False)
    }
    assert {c.reason for c in made} == {"The signed list of 12 May."}

    posted(office, f"{QUEUE}/corrections/{made[0].batch_id}/undo")

    assert worlds.changed(before, worlds.rows(HISTORY)) == {}
    assert all("Жээнбеков Бакыт" in names_in(office, kind) for kind in ("sex", "age", "agency"))
    acts = db.session.scalars(select(AuditRecord.act).where(AuditRecord.act.like("enrolments.facts.%"))).all()
    assert sorted(acts) == ["enrolments.facts.corrected", "enrolments.facts.restored"]
    assert "There was nothing left to undo." in posted(office, f"{QUEUE}/corrections/{made[0].batch_id}/undo").text


def test_a_stated_fact_is_never_changed_and_the_profile_alone_leaves_the_tables(office, edition):
    person, enrolment = gap(edition, birth_year=1980)
    posted(office, f"{QUEUE}/people/{person.id}", sex="female", birth_year="1990", reason="Said on the phone.")
    db.session.expire_all()

    assert (person.sex, person.birth_year, enrolment.sex, enrolment.birth_year) == (
        Sex.FEMALE, 1980, "not_stated", 1980,
    )  # fmt: skip
    assert "Жээнбеков Бакыт" in names_in(office, "sex"), "the enrolment still lacks it"
    posted(office, f"{QUEUE}/people/{person.id}", sex="male", also_recorded="y", reason="Another word.")
    db.session.expire_all()
    assert (person.sex, enrolment.sex) == (Sex.FEMALE, "male"), "what the profile stated stays"


def test_tables_move_by_one_and_come_back(office, edition, english):
    person, _enrolment = gap(edition)
    choice = Choice(Period(MAY.date(), MAY.date()))

    def women():
        rows = facts.people(choice)
        return db.session.scalar(select(db.func.count()).select_from(rows).where(rows.c.sex == "female"))

    assert women() == 0
    posted(office, f"{QUEUE}/people/{person.id}", sex="female", also_recorded="y", reason="A list.")
    assert women() == 1
    batch = db.session.scalars(select(FactCorrection.batch_id)).first()
    posted(office, f"{QUEUE}/corrections/{batch}/undo")
    assert women() == 0


def test_undo_leaves_alone_what_was_changed_since(office, edition):
    person, enrolment = gap(edition)
    posted(office, f"{QUEUE}/people/{person.id}", sex="female", also_recorded="y", reason="A list.")
    person.sex = Sex.OTHER  # the person corrected it
    db.session.commit()
    posted(office, f"{QUEUE}/corrections/{db.session.scalars(select(FactCorrection.batch_id)).first()}/undo")
    db.session.expire_all()

    assert (person.sex, enrolment.sex) == (Sex.OTHER, "not_stated")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"reason": "A list."}, "State at least one of the missing facts."),
        ({"sex": "male"}, "Write the reason."),
        ({"birth_year": "2020", "reason": "A list."}, "under eighteen"),
        ({"sex": "not_stated", "reason": "A list."}, "Choose an answer from the list."),
    ],
)
def test_what_cannot_be_stated_changes_nothing(office, edition, form, said):
    person, _enrolment = gap(edition)
    before = worlds.rows({"audit_records", "sign_ins"})
    page = posted(office, f"{QUEUE}/people/{person.id}", **form)

    assert page.status == 422
    assert said in page.text
    assert worlds.changed(before, worlds.rows({"audit_records", "sign_ins"})) == {}


def test_not_stated_on_purpose_is_set_aside_and_taken_up_again(office, edition):
    person, _enrolment = gap(edition)
    posted(office, f"{QUEUE}/sex/people/{person.id}/set-aside", reason="Does not wish to.")
    posted(office, f"{QUEUE}/sex/people/{person.id}/set-aside", reason="Does not wish to, twice.")
    assert names_in(office, "sex") == []
    assert "Жээнбеков Бакыт" in names_in(office, "age"), "only this fact"
    aside = db.session.scalars(select(SetAside)).one()
    assert "Does not wish to." in office.visit(f"{QUEUE}/sex?state=aside").text
    assert collect(person.id)["set_aside"][0]["reason"] == "Does not wish to."

    posted(office, f"{QUEUE}/set-aside/{aside.id}/undo")
    assert "Жээнбеков Бакыт" in names_in(office, "sex")
    assert office.post(f"{QUEUE}/set-aside/{aside.id}/undo", {"csrf_token": token_of(office)}).status == 404


def test_completions_without_their_parts(office, edition):
    _person, enrolment = gap(edition)
    _whole, other = gap(edition, "Толук Адам")
    db.session.delete(db.session.get_one(Step, (enrolment.id, "scenario")))
    db.session.commit()
    before = worlds.rows(HISTORY)
    assert names_in(office, "completions") == ["Жээнбеков Бакыт"]
    address = f"{QUEUE}/completions/{enrolment.id}"

    posted(office, address, act="show", reason="Played on paper.")
    assert names_in(office, "completions") == []
    assert db.session.get_one(Step, (enrolment.id, "scenario")).done_at == enrolment.completed_at
    undo(office)
    assert worlds.changed(before, worlds.rows(HISTORY)) == {}

    posted(office, address, act="take-back", reason="Never played.")
    db.session.expire_all()
    assert (enrolment.state, enrolment.completed_at) == ("open", None)
    assert names_in(office, "completions") == []
    undo(office)
    assert worlds.changed(before, worlds.rows(HISTORY)) == {}

    posted(office, address, act="set-aside", reason="An old list.")
    assert names_in(office, "completions") == []
    assert "An old list." in office.visit(f"{QUEUE}/completions?state=aside").text
    assert other.state == "completed"


def test_parts_are_looked_for_in_few_statements_however_many_completions(app, office, edition):
    """The list and the number beside it, in two editions: as many statements for twelve lines as for two."""
    other = make_edition(small_module("other", "M92"))
    asked = []
    for numbers in (range(2), range(2, 12)):
        for number in numbers:
            _person, enrolment = gap(other if number % 2 else edition, f"Адам {number}")
            db.session.delete(db.session.get_one(Step, (enrolment.id, ("scenario", "final")[number % 2])))
        db.session.commit()
        office.visit(f"{QUEUE}/completions")
        with count_queries(app) as statements:
            page = office.visit(f"{QUEUE}/completions")
        # Each person shown is a recorded look: those are written one by one.
        asked.append(sum(statement.lstrip().upper().startswith("SELECT") for statement in statements))

    assert len(page.all("//tbody/tr")) == 12
    assert asked[0] == asked[1]
    assert queries.counts()["completions"] == 12


def test_a_final_quiz_that_was_not_passed_is_never_put_on_record(office, edition):
    _person, enrolment = gap(edition)
    for key in ("scenario", "final"):
        db.session.delete(db.session.get_one(Step, (enrolment.id, key)))
    db.session.commit()
    address = f"{QUEUE}/completions/{enrolment.id}"
    before = worlds.rows({"audit_records", "sign_ins"})

    assert "put them on record" not in office.visit(address).text
    page = posted(office, address, act="show", reason="Passed on paper.")

    assert page.status == 422
    assert "The final quiz was not passed" in page.text
    assert worlds.changed(before, worlds.rows({"audit_records", "sign_ins"})) == {}
    posted(office, address, act="take-back", reason="Never passed.")
    db.session.expire_all()
    assert enrolment.state == "open"


def test_whose_certificate_was_revoked_begins_the_module_anew(office, edition, coordinator):
    """An enrolment has one certificate for ever, so nothing could be issued for it once it is completed again."""
    certificate = make_certificate(edition=edition, name="Жээнбеков Бакыт")
    enrolment = certificate.enrolment
    db.session.delete(db.session.get_one(Step, (enrolment.id, "scenario")))
    db.session.commit()
    address = f"{QUEUE}/completions/{enrolment.id}"

    refused = posted(office, address, act="take-back", reason="Never played.")
    assert (refused.status, enrolment.state) == (422, "completed")
    revoke_certificate(certificate, code="issued-in-error", reason="", by=coordinator.id, at=clock.now())
    db.session.commit()
    posted(office, address, act="take-back", reason="Never played.")
    db.session.expire_all()

    assert enrolment.state == "withdrawn"
    undo(office)
    assert enrolment.state == "completed"


def undo(office):
    newest = select(FactCorrection.batch_id).where(FactCorrection.undone_at.is_(None))
    for batch in db.session.scalars(newest).all():
        posted(office, f"{QUEUE}/corrections/{batch}/undo")
    db.session.expire_all()


def test_whoever_left_withdrew_or_takes_no_part_is_in_no_list(office, edition):
    make_person("Катышпаган Адам", sex=Sex.NOT_STATED)
    withdrew, _enrolment = gap(edition, "Кайтарган Адам")
    withdraw(withdrew)
    left, _enrolment = gap(edition, "Кеткен Адам")
    posted(office, f"{QUEUE}/sex/people/{left.id}/set-aside", reason="Does not wish to.")
    posted(office, f"{QUEUE}/people/{left.id}", birth_year="1990", also_recorded="y", reason="A list.")
    forget_person(left.id, Wish(keeps_certificates=False), at=MAY)
    db.session.commit()

    assert [names_in(office, kind) for kind in ("sex", "age", "agency")] == [[], [], []]
    assert office.visit(f"{QUEUE}/people/{withdrew.id}").status == 404
    assert office.visit(f"{QUEUE}/people/{left.id}").status == 404
    # The year itself, neither as a part of an id or a moment nor as the number that the database gave a row.
    year = re.compile(r"(?<!^\()(?<![\w.-])1990(?![\w.-])")
    assert {name for name, rows in worlds.rows().items() if any(year.search(row) for row in rows)} <= {"attempts"}
    assert db.session.scalars(select(FactCorrection)).all() == []
    assert db.session.scalars(select(SetAside)).all() == []


def test_the_front_page_counts_what_the_lists_hold_in_few_statements(app, office, edition):
    for number in range(3):
        gap(edition, f"Адам {number}")
    counts = queries.counts()

    assert counts == {"sex": 3, "age": 3, "agency": 3, "names": 0, "completions": 0}
    assert {kind: len(names_in(office, kind)) for kind in counts if kind != "names"} == {
        kind: number for kind, number in counts.items() if kind != "names"
    }
    assert "Complete records: 0%" in office.visit(QUEUE).text.replace(".0%", "%")
    with count_queries(app) as few:
        queries.counts()
    for number in range(9):
        gap(edition, f"Дагы {number}")
    with count_queries(app) as many:
        queries.counts()
    assert len(many) == len(few) <= 8


def test_nobody_mends_the_own_record(browser, edition):
    own = make_account("coordinator", name="Өз Адам")
    own.person.sex = Sex.NOT_STATED
    make_enrolment(edition, own.person, at=MAY)
    signed_in = browser(own)

    assert "Correct it in your profile" in signed_in.visit(f"{QUEUE}/sex").text
    assert signed_in.visit(f"{QUEUE}/people/{own.person_id}").status == 404


@pytest.mark.parametrize("role", ["trainer", "focal_point", "gender_reviewer", None])
def test_to_others_it_looks_absent(browser, edition, role):
    person, enrolment = gap(edition)
    own = browser(make_account(*([role] if role else []), place=make_institution("Court")))
    before = worlds.rows({"audit_records", "sign_ins"})
    for address in ("", "/sex", "/names", "/completions", f"/people/{person.id}", f"/completions/{enrolment.id}"):
        assert own.visit(f"{QUEUE}{address}").status == 404, address
    assert own.post(f"{QUEUE}/people/{person.id}", {"csrf_token": token_of(own), "sex": "male"}).status == 404
    assert worlds.changed(before, worlds.rows({"audit_records", "sign_ins"})) == {}


def test_every_name_shown_is_a_recorded_look(office, edition):
    person, _enrolment = gap(edition)
    office.visit(f"{QUEUE}/age")
    looks = db.session.scalars(select(AuditRecord).where(AuditRecord.act == "quality.person.seen")).all()

    assert [(look.subject_kind, look.subject_id) for look in looks] == [("Person", str(person.id))]


def test_every_row_of_the_room_leads_to_its_people():
    tables = Base.metadata.tables
    assert {key.column.table.name for key in tables["set_asides"].foreign_keys} == {"persons", "enrolments"}
    assert Person.__tablename__ in {key.column.table.name for key in tables["fact_corrections"].foreign_keys}
