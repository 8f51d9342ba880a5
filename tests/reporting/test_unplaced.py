"""People whom no institution answers for: the coordinator finds them, sees how far they are, and opens new tries."""

from datetime import timedelta

import pytest

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.enrolments.services import leave_module
from lms.institutions.services import propose_institution, refuse_institution
from lms.people.models import Purpose
from lms.people.services import Agreement, agree, withdraw
from lms.quizzes.models import TrySet
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution
from tests.support.factories.attempts import READY, hand_in, make_attempt
from tests.support.packs import small_module

LIST = "/en/reports/institutions/none/people"


@pytest.fixture
def edition(session):
    return make_edition(small_module())


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


@pytest.fixture
def lawyer(edition):
    """Works for nobody, and is in the middle of a module."""
    return make_enrolment(edition, make_account(name="Жекеев Адилет").person, done=READY)


def use_up(enrolment, at):
    for number in range(3):
        moment = at + timedelta(days=2 * number)
        hand_in(make_attempt(enrolment, seed=number, at=moment), 2, at=moment)
    clock.freeze(moment)


def test_the_coordinator_comes_from_the_institutions_to_new_tries(session, browser, coordinator, lawyer, frozen):
    use_up(lawyer, frozen)

    progress = (
        browser(coordinator)
        .visit("/en/reports/institutions")
        .click("People without an institution")
        .click("Жекеев Адилет")
    )
    page = progress.click("Open new tries").submit("Open new tries", reason="The line broke down.")

    assert "All tries at the final quiz are used." in progress.text
    assert page.notice == "New tries are open. The person is told."
    newest = session.query(TrySet).order_by(TrySet.number.desc()).first()
    assert (newest.person_id, newest.number, newest.opened_by_id) == (lawyer.person_id, 2, coordinator.id)
    back = page.click("‹ Back")
    assert (back.path, "tries" in back.text) == (f"{LIST}/{lawyer.id}", False)


def test_these_pages_tell_no_points(browser, coordinator, lawyer, frozen):
    use_up(lawyer, frozen)
    visitor = browser(coordinator)

    for address in (LIST, f"{LIST}/{lawyer.id}"):
        page = visitor.visit(address)
        assert "Жекеев Адилет" in page.text
        assert [told for told in ("2 of 12", "9 are needed", "Not enough", "%") if told in page.text] == []


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_look_at_a_name_is_recorded(session, browser, coordinator, lawyer, language):
    list_page = browser(coordinator).visit(LIST.replace("/en/", f"/{language}/"))
    list_page.click("Жекеев Адилет")

    looks = session.query(AuditRecord).filter_by(act="reporting.completion.seen", actor_id=coordinator.id).all()
    assert [look.subject_id for look in looks] == [str(lawyer.person_id)] * 2
    assert list_page.tree.getroot().get("lang") == language


def test_who_stands_in_a_record_stands_in_no_other_list(browser, coordinator, edition, lawyer):
    court = make_institution("Talas Court")
    judge = make_enrolment(edition, make_account(name="Ээсинова Каныкей", institution=court).person)
    own = browser(coordinator)

    assert "Ээсинова" not in own.visit(LIST).text
    assert own.visit(f"{LIST}/{judge.id}").status == 404
    assert "Жекеев" not in own.visit(f"/en/reports/institutions/{court.id}/people").text
    assert own.visit(f"/en/reports/institutions/{court.id}/people/{lawyer.id}").status == 404


@pytest.mark.parametrize("is_refused", [False, True])
def test_a_typed_name_that_is_not_in_the_list_is_no_record(browser, coordinator, edition, is_refused, frozen):
    """Else nobody could reach who typed it: the page of that institution is absent."""
    typed = propose_institution("Бюро", type_code="court", region_code="KG-T", by=coordinator.person_id, at=clock.now())
    writer = make_account(name="Терүүчү Нур", institution=typed)
    enrolment = make_enrolment(edition, writer.person, done=READY)
    if is_refused:
        refuse_institution(typed, reason="Жок.", by=coordinator.id, at=clock.now())
        db.session.commit()
    use_up(enrolment, frozen)
    assert enrolment.institution_id == typed.id

    own = browser(coordinator)

    page = own.visit(LIST).click("Терүүчү Нур").click("Open new tries")
    assert page.click("‹ Back").path == f"{LIST}/{enrolment.id}"


def test_who_left_or_withdrew_the_consent_is_not_named(browser, coordinator, edition):
    left = make_enrolment(edition, make_account(name="Кеткен Бир").person)
    silent = make_enrolment(edition, make_account(name="Макул Эмес").person)
    leave_module(left, at=clock.now())
    agree(silent.person, [Agreement(Purpose.STUDY, "1", "", "en")], at=clock.now())
    db.session.flush()
    withdraw(silent.person, Purpose.STUDY, at=clock.now())
    db.session.commit()
    own = browser(coordinator)

    assert "Nobody completed a module in this period" in own.visit(LIST).text
    assert [own.visit(f"{LIST}/{enrolment.id}").status for enrolment in (left, silent)] == [404, 404]


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.TRAINER, Role.ADMINISTRATOR, None])
def test_nobody_else_finds_them(browser, lawyer, role):
    """A focal point answers for the own institution and nobody beyond it."""
    place = make_institution("Supreme Court") if role is Role.FOCAL_POINT else None
    visitor = browser(make_account(*([role] if role else []), place=place))

    assert [visitor.visit(address).status for address in (LIST, f"{LIST}/{lawyer.id}")] == [404, 404]
