"""The list of likely pairs: why they are in it, set aside, chosen by hand, and absent for others."""

from uuid import UUID

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.accounts.queries import account_of_person
from lms.core import jobs
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.jobs import Job
from lms.people.exports import collect
from lms.people.models import PersonMerge
from lms.quality import tasks
from lms.quality.models import LikelyPair
from tests.quality.desk import DUPLICATES, MERGES, look, merge, pair_with, posted, undo
from tests.security import world as worlds
from tests.support.csrf import token_of
from tests.support.factories import (
    make_account,
    make_institution,
    make_person,
)


def test_the_list_says_why_and_shows_the_two_beside_each_other(office, twins):
    page = office.visit(DUPLICATES)
    assert "the names sound alike" in page.text
    assert "the e-mail addresses begin alike" in page.text

    page = office.visit(f"{DUPLICATES}/{twins[1].id}/{twins[0].id}")

    assert page.status == 200
    for said in ("Асанова Айгүл Бакытовна", "Asanova Aigul", "ai…@example.org", "1988", "born in the same year"):
        assert said in page.text
    assert "aigul.a@example" not in page.text, "contacts are masked"
    assert not [word for word in ("Score", "points", "%") if word in page.text.split("By continuing")[0]]
    looks = db.session.scalars(select(AuditRecord.subject_id).where(AuditRecord.act == "quality.person.seen")).all()
    assert set(looks) == {str(person.id) for person in twins}


def test_not_a_duplicate_is_set_aside_and_taken_up_again(office, twins):
    posted(office, f"{DUPLICATES}/{twins[1].id}/{twins[0].id}/set-aside", reason="Sisters-in-law.")
    assert office.visit(DUPLICATES).all("//table//tbody//tr") == []
    look()
    assert office.visit(DUPLICATES).all("//table//tbody//tr") == [], "the next night finds them set aside"
    page = office.visit(f"{DUPLICATES}?state=aside")
    assert "Sisters-in-law." in page.text
    assert "Sisters-in-law." not in str(collect(twins[0].id)["set_aside"]), "nothing of the other is told"
    address = page.all("//table//form/@action")[0]
    posted(office, address)
    assert len(office.visit(DUPLICATES).all("//table//tbody//tr")) == 1


@pytest.mark.parametrize("role", ["focal_point", "trainer", None])
def test_to_others_duplicates_and_merges_look_absent(browser, office, twins, role):
    merge(office, twins[1], twins[0])
    third = make_person("Асанова Айгуль")
    look()
    own = browser(make_account(*([role] if role else []), place=make_institution("Court")))
    before = worlds.rows({"audit_records", "sign_ins"})
    for address in (DUPLICATES, MERGES, f"{DUPLICATES}/{third.id}/{twins[0].id}"):
        assert own.visit(address).status == 404
    merged = db.session.scalars(select(PersonMerge)).one()
    for address in (DUPLICATES, f"{MERGES}/{merged.id}/undo", f"{DUPLICATES}/{third.id}/{twins[0].id}/merge"):
        assert own.post(address, {"csrf_token": token_of(own), "keep": str(third.id), "reason": "Me."}).status == 404
    assert worlds.changed(before, worlds.rows({"audit_records", "sign_ins"})) == {}


def test_two_that_were_not_found_are_chosen_merged_and_separated(browser, office, coordinator, session):
    one, other = make_account(name="Асанова Айгүл").person, make_account(name="Мария Петренко").person
    page = office.visit(DUPLICATES).click("Compare two records")
    assert "Айгүл" not in page.text
    page = page.submit("Search", name="asanova")
    page = page.click("Choose – Асанова Айгүл")
    page = page.submit("Search", name="petrenko").click("Compare – Мария Петренко")
    assert "chosen by hand" in page.text
    seen = select(AuditRecord.subject_id).where(AuditRecord.act == "quality.person.seen")
    assert {str(one.id), str(other.id)} <= set(session.scalars(seen.where(AuditRecord.actor_id == coordinator.id)))

    merge(office, other, one)
    session.expire_all()
    assert other.merged_into_id == one.id
    shown = browser(make_account(Role.ADMINISTRATOR)).visit(f"/en/admin/people/{account_of_person(other.id).id}").text
    assert "Merged into" in shown
    assert "Асанова Айгүл" in shown
    assert office.visit(f"{DUPLICATES}/{one.id}/{other.id}").status == 404
    undo(office)
    session.expire_all()
    assert other.merged_into_id is None
    assert browser(make_account()).visit(f"{DUPLICATES}/choose?name=asanova").status == 404


def test_nobody_merges_the_own_record_and_a_pair_that_was_not_found_is_absent(office, coordinator, twins):
    twin = make_person(coordinator.person.full_name("ky"))
    stranger = make_person("Бекова Нурзат")
    look()
    assert db.session.scalars(select(LikelyPair).where(pair_with(twin))).all()
    assert office.visit(f"{DUPLICATES}/{twin.id}/{coordinator.person_id}").status == 404
    assert merge(office, twin, coordinator.person).status == 404
    assert "chosen by hand" in office.visit(f"{DUPLICATES}/{stranger.id}/{twins[0].id}").text
    assert office.visit(f"{DUPLICATES}/{UUID(int=7)}/{twins[0].id}").status == 404
    assert office.visit(f"{DUPLICATES}/{twins[0].id}/{twins[0].id}").status == 404
    page = posted(office, f"{DUPLICATES}/{twins[0].id}/{twins[1].id}/merge", keep=str(stranger.id), reason="No.")
    assert page.status == 422


def test_whoever_waits_sees_how_far_the_comparison_is(monkeypatch, office, twins):
    posted(office, DUPLICATES)
    assert "A comparison will begin in a moment." in office.visit(DUPLICATES).text
    posted(office, DUPLICATES)
    job = db.session.scalars(select(Job).where(Job.name == "quality.tasks.look_for_pairs")).one()
    told = tasks.Teller(job.unique_key)
    for done in range(36):
        told(done, 120)
    db.session.expire_all()
    job.state = "running"
    db.session.commit()
    assert (job.progress, job.total) == (30, 120), "every sixth of 120 is told"
    assert "They are being compared now: 25% done." in office.visit(DUPLICATES).text
    job.state, steps = "waiting", []
    db.session.commit()
    monkeypatch.setattr(tasks.Teller, "__call__", lambda self, done, of: steps.append((self.key, done, of)))

    jobs.work_off()

    db.session.expire_all()
    assert job.state == "done"
    assert [(key, done) for key, done, _of in steps] == [(job.unique_key, done) for done in range(steps[0][2])]
    assert "compared now" not in office.visit(DUPLICATES).text
