"""What changed since a report was frozen: every cell, and why, for each way in which the data moves on."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.enrolments import corrections
from lms.enrolments.corrections import Facts
from lms.enrolments.models import Enrolment, Step
from lms.enrolments.requirements import FINAL_KEY
from lms.people.models import Person
from lms.releases import queries
from lms.releases.differences import differences
from tests.reporting.conftest import complete, withdraw
from tests.support.factories import make_institution, make_person
from tests.support.factories.releases import make_frozen_report
from tests.support.packs import small_module

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def report(population, coordinator, session):
    made = make_frozen_report(coordinator, *YEAR)
    session.commit()
    clock.freeze(clock.now() + timedelta(days=30))
    return made


@pytest.fixture
def found(app, report, english):
    """The differences as they are when asked for."""
    return lambda: differences(queries.report_by_id(report.id), at=clock.now())


def changed(found, letter, column):
    """Row to (before, now, difference) in one column of a table."""
    for title, changes in found.changes.items():
        if title.startswith(f"Table {letter}."):
            return {each.row: (each.before, each.now, each.difference) for each in changes if each.column == column}
    return {}


def in_the_year(session):
    """Somebody who completed in the year and no other, with the enrolment."""
    query = select(Enrolment).where(Enrolment.completed_on.between(*YEAR)).order_by(Enrolment.id)
    for row in session.scalars(query):
        others = session.scalars(select(Enrolment).where(Enrolment.person_id == row.person_id)).all()
        if len([each for each in others if each.completed_on]) == 1 and row.institution_type:
            return session.get_one(Person, row.person_id), row
    raise AssertionError("Nobody completed once")


def test_nothing_has_changed(found):
    same = found()

    assert (same.number, same.reasons, same.remarks) == (0, [], [])


def test_late_entries_are_told_cell_by_cell_with_their_reason(found, editions):
    before = clock.now() - timedelta(days=400)
    institution = make_institution("Court of Talas")
    for sex in ("female", "female", "male"):
        complete(editions[0], make_person(sex=sex, institution=institution), before)

    now = found()

    assert "Entered later: 3 people" in now.reasons
    (before, after, more) = changed(now, "A", "Total")["Total"]
    assert (after - before, more) == (3, 3)
    assert changed(now, "A", "Female")["Total"][2] == 2
    [row] = [row for row in changed(now, "A", "Total") if row != "Total"]
    reasons = {each.reasons for changes in now.changes.values() for each in changes if each.row == row}
    assert reasons == {("Entered later: 3 people",)}


def test_a_withdrawn_consent_moves_somebody_out_of_the_row(found, session, report):
    person, _enrolment = in_the_year(session)
    withdrawn = clock.now()
    withdraw(person)
    from lms.people.models import Consent  # noqa: PLC0415

    for consent in session.scalars(select(Consent).where(Consent.person_id == person.id)):
        consent.withdrawn_at = withdrawn
    session.commit()

    now = found()

    assert "Consent withdrawn: 1 person" in now.reasons
    total = changed(now, "A", "Total")
    assert "Total" not in total
    assert total["Not disaggregated"] == (None, 1, None)
    assert sorted(more for _b, _n, more in total.values() if more is not None) == [-1]


def test_a_merger_and_another_edition_are_told(found, session, editions, population):
    person, _enrolment = in_the_year(session)
    inside = Enrolment.completed_on.between(*YEAR)
    other = next(
        row
        for row in session.scalars(select(Person).join(Enrolment, Enrolment.person_id == Person.id).where(inside))
        if row.id != person.id
    )
    person.merged_into_id = other.id
    review = ReviewFacts(is_reviewed=False)
    publish_edition(
        editions[0].module, small_module(level="advanced"), change=EditionChange.CONTENT, review=review, by=None,
        at=clock.now(),
    )  # fmt: skip
    session.commit()

    now = found()

    assert any(words.startswith("Merged with each other: 2") for words in now.reasons)
    assert changed(now, "A", "Total")["Total"][2] == -1
    assert any("edition 2; then it was edition 1." in words for words in now.remarks)


def test_facts_stated_afterwards_and_a_completion_taken_back_are_told_where_they_stand(found, session, coordinator):
    _person, taken_back = in_the_year(session)
    inside = Enrolment.completed_on.between(*YEAR)
    unplaced = select(Enrolment).where(inside, Enrolment.institution_id.is_(None), Enrolment.id != taken_back.id)
    stated = session.scalars(unplaced.order_by(Enrolment.id)).first()
    session.delete(session.get_one(Step, (taken_back.id, FINAL_KEY)))
    session.flush()
    about = {"reason": "A list.", "by": coordinator.id, "at": clock.now()}
    corrections.take_back_completion(taken_back, is_over=False, **about)
    court = make_institution("Court of Talas")
    corrections.state_facts(
        session.get_one(Person, stated.person_id), Facts(institution=court), also_recorded=True, **about
    )
    session.commit()

    now = found()

    told = {"Completion taken back: 1 person", "Facts corrected: 1 person"}
    assert told <= set(now.reasons)
    reasons = {each.row: each.reasons for changes in now.changes.values() for each in changes}
    assert told <= set(reasons["Total"])
    assert reasons["Institution not stated"] == ("Facts corrected: 1 person",)


def test_the_page_shows_them_and_the_look_is_recorded(own, report, editions, session, coordinator):
    complete(editions[0], make_person(), clock.now() - timedelta(days=400))
    own.sign_in(coordinator)

    for language in ("ky", "ru", "en"):
        page = own.visit(f"/{language}/reports/r/{report.id}/differences")
        assert page.status == 200
        assert page.all("//table")
    assert "Entered later: 1 person" in page.text
    assert "+1" in page.text
    looks = session.scalars(select(AuditRecord).where(AuditRecord.act == "releases.report.seen")).all()
    assert len(looks) == 3
    assert db.session.get(Person, coordinator.person_id) is not None
