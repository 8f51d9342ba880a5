"""How far a person has come, for those who answer for the institution: the lines of completion, and no result."""

import pytest

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.enrolments.services import leave_module
from lms.people.models import Purpose
from lms.people.services import Agreement, agree, withdraw
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution
from tests.support.packs import small_module


@pytest.mark.parametrize("language", ["en", "ky", "ru"])
def test_the_lines_of_completion_are_the_same_for_the_person_and_those_who_answer_for_it(browser, language):
    court = make_institution("Talas Court")
    judge = make_account(name="Ээсинова Каныкей", institution=court)
    enrolment = make_enrolment(make_edition(small_module()), judge.person, done=["pre-test", "lesson:first"])
    address = f"/{language}/reports/institutions/{court.id}/people"

    own = lines_on(browser(judge).visit(f"/{language}/modules/practice"))
    focal = lines_on(browser(make_account(Role.FOCAL_POINT, place=court)).visit(f"{address}/{enrolment.id}"))
    listed = browser(make_account(Role.COORDINATOR)).visit(address)

    assert len(own) == 5
    assert focal == own
    assert lines_on(listed.click("Ээсинова Каныкей")) == own


def lines_on(page):
    return [
        " ".join("".join(line.itertext()).split()) for line in page.all("//ul[contains(@class, 'requirement-list')]/li")
    ]


def test_whose_progress_is_not_shown(browser, session):
    """Another place of the tree, a person who left, and one who withdrew the consent all look absent."""
    court, other = make_institution("Talas Court"), make_institution("Naryn Court", region="KG-N")
    edition = make_edition(small_module())
    studying, left, silent = (
        make_enrolment(edition, make_account(institution=court).person, done=["lesson:first"]) for _ in range(3)
    )
    leave_module(left, at=clock.now())
    give_and_withdraw_consent(silent.person)
    focal = browser(make_account(Role.FOCAL_POINT, place=court))

    found = [focal.visit(progress(court, enrolment)).status for enrolment in (studying, left, silent)]

    assert found == [200, 404, 404]
    assert focal.visit(progress(other, studying)).status == 404
    stranger = browser(make_account(Role.FOCAL_POINT, place=other))
    assert [stranger.visit(progress(place, studying)).status for place in (court, other)] == [404, 404]
    assert browser(make_account(Role.TRAINER)).visit(progress(court, studying)).status == 404
    looks = session.query(AuditRecord).filter_by(act="reporting.completion.seen").all()
    assert [look.subject_id for look in looks] == [str(studying.person_id)]


def progress(place, enrolment):
    return f"/en/reports/institutions/{place.id}/people/{enrolment.id}"


def give_and_withdraw_consent(person):
    agree(person, [Agreement(Purpose.STUDY, "1", "", "en")], at=clock.now())
    db.session.flush()
    withdraw(person, Purpose.STUDY, at=clock.now())
    db.session.commit()
