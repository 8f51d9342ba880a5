"""An administrator gives and ends roles; everything is recorded, and the last administrator stays."""

from datetime import date, datetime, timedelta

import pytest

from lms.accounts import services
from lms.accounts.errors import LastAdministrator
from lms.accounts.models import Role
from lms.core import clock
from tests.admin.people import held, last_record, page_of
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_edition, make_institution


def test_a_trainer_is_made_and_may_enter_the_studio_with_the_next_page(browser, administrator, judge):
    edition = make_edition()
    theirs = browser(judge)
    assert theirs.visit("/en/studio").status == 403

    page = browser(administrator).visit(page_of(judge)).click("Give a role").submit("Continue", role="trainer")
    done = page.submit("Give the role", module=edition.module.slug, reason="Writes M1.")

    assert (
        done.notice == "Done The role is given. It works from the person's next page on." or "is given" in done.notice
    )
    assert theirs.visit("/en/studio").status == 200
    grant = held(judge)[0]
    assert (grant.role, grant.module_slug, grant.institution_id) == (Role.TRAINER, edition.module.slug, None)
    record = last_record("accounts.role.given")
    assert (record.actor_id, record.subject_id, record.reason) == (administrator.id, str(judge.id), "Writes M1.")


def test_a_focal_point_needs_a_place(browser, administrator, judge):
    court = make_institution("Talas District Court")
    make_institution("Naryn Regional Court")
    form = browser(administrator).visit(page_of(judge, "/roles/new?role=focal_point"))

    refused = form.submit("Give the role", reason="Appointed by the court.")
    assert refused.status == 422
    assert "Choose an institution." in refused.text
    assert "Appointed by the court." in refused.html
    assert held(judge) == []

    found = refused.submit("Search", words="talas")
    assert "Naryn" not in found.text
    found.submit("Give the role", institution=str(court.id))
    assert [(grant.role, grant.institution_id) for grant in held(judge)] == [(Role.FOCAL_POINT, court.id)]
    assert "Talas District Court" in browser(administrator).visit(page_of(judge)).text


def test_the_own_workplace_and_those_above_are_offered_first(browser, administrator):
    region = make_institution("Talas Regional Court")
    court = make_institution("Talas District Court", parent=region)
    make_institution("Naryn Regional Court")
    judge = make_account(name="Асанова Айгүл", institution=court)

    page = browser(administrator).visit(page_of(judge, "/roles/new?role=focal_point"))

    offered = [option.get("value") for option in page.all("//input[@name='institution']")]
    assert offered == [str(court.id), str(region.id)]


def test_a_role_holds_to_the_evening_of_its_last_day(browser, administrator, judge, frozen):
    form = browser(administrator).visit(page_of(judge, "/roles/new?role=coordinator"))
    day = {"until-day": "20", "until-month": "11", "until-year": "2026"}

    form.submit("Give the role", reason="Replaces a colleague.", **day)

    grant = held(judge)[0]
    assert grant.holds_at(datetime(2026, 11, 20, 23, 59, tzinfo=clock.BISHKEK))
    assert not grant.holds_at(datetime(2026, 11, 21, 0, 0, tzinfo=clock.BISHKEK))
    assert "20 Nov 2026" in browser(administrator).visit(page_of(judge)).text.replace("\xa0", " ")


def test_a_last_day_in_the_past_is_refused(browser, administrator, judge):
    form = browser(administrator).visit(page_of(judge, "/roles/new?role=coordinator"))
    day = {"until-day": "1", "until-month": "11", "until-year": "2026"}

    refused = form.submit("Give the role", reason="Replaces a colleague.", **day)

    assert refused.status == 422
    assert "Choose today or a later day." in refused.text
    assert held(judge) == []


def day_of(name, day, month):
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": "2026"}


def test_a_role_that_begins_later_opens_nothing_before(browser, administrator, judge, frozen):
    form = browser(administrator).visit(page_of(judge, "/roles/coordinator"))

    page = form.submit("Give the role", reason="From December", **day_of("start", 1, 12))

    assert "Roles that begin later" in page.text
    assert held(judge) == []
    assert browser(judge).visit("/en/reports").status == 404
    clock.freeze(frozen + timedelta(days=15))
    assert browser(judge).visit("/en/reports").status == 200


def test_a_role_that_is_still_to_begin_is_taken_back(browser, administrator, judge, frozen):
    page = browser(administrator).visit(page_of(judge, "/roles/coordinator"))
    page = page.submit("Give the role", reason="From December", **day_of("start", 1, 12))

    page = page.click("Take back").submit("End the role", reason="Another was found")

    assert "Roles that begin later" not in page.text
    clock.freeze(frozen + timedelta(days=15))
    assert held(judge) == []
    assert browser(judge).visit("/en/reports").status == 404


@pytest.mark.parametrize("days", [(("start", 1, 12), ("until", 30, 11)), (("start", 15, 11), ("until", 30, 11))])
def test_days_that_do_not_follow_each_other_are_refused(browser, administrator, judge, days):
    form = browser(administrator).visit(page_of(judge, "/roles/coordinator"))
    typed = {name: value for day in days for name, value in day_of(*day).items()}

    page = form.submit("Give the role", reason="To try", **typed)

    assert page.status == 422
    assert held(judge) == []


def test_the_same_role_is_not_given_twice_for_later(browser, administrator, judge):
    form = browser(administrator).visit(page_of(judge, "/roles/coordinator"))
    form.submit("Give the role", reason="From December", **day_of("start", 1, 12))

    page = form.submit("Give the role", reason="Now")

    assert page.status == 422


def test_a_reviewer_may_be_named_for_one_module(browser, administrator, judge):
    make_edition(slug="practice")
    form = browser(administrator).visit(page_of(judge, "/roles/gender_reviewer"))

    form.submit("Give the role", reason="For this one", module="practice")

    assert [grant.module_slug for grant in held(judge)] == ["practice"]


def test_no_role_without_a_reason(browser, administrator, judge):
    refused = browser(administrator).visit(page_of(judge, "/roles/new?role=coordinator")).submit("Give the role")

    assert refused.status == 422
    assert "Write the reason." in refused.text
    assert held(judge) == []


def test_a_role_is_not_given_twice(browser, administrator, judge):
    admin = browser(administrator)
    admin.visit(page_of(judge, "/roles/new?role=coordinator")).submit("Give the role", reason="First.")

    refused = admin.visit(page_of(judge, "/roles/new?role=coordinator")).submit("Give the role", reason="Second.")

    assert refused.status == 422
    assert "holds this role already" in refused.text
    assert len(held(judge)) == 1


def test_a_role_that_there_is_not_is_refused(browser, administrator, judge):
    admin = browser(administrator)

    assert admin.visit(page_of(judge, "/roles/new?role=emperor")).status == 422
    body = {"reason": "Why not.", "csrf_token": token_of(admin)}
    assert admin.post(page_of(judge, "/roles/emperor"), body).status == 404
    assert held(judge) == []


def test_an_ended_role_no_longer_works_with_the_next_page(browser, administrator):
    coordinator = make_account(Role.COORDINATOR, name="Бейшеналиева Жылдыз")
    theirs = browser(coordinator)
    assert theirs.visit("/en/admin/institutions").status == 200

    page = browser(administrator).visit(page_of(coordinator)).click("End the role")
    refused = page.submit("End the role")
    assert refused.status == 422
    refused.submit("End the role", reason="Left the project.")

    assert theirs.visit("/en/admin/institutions").status == 404
    assert held(coordinator) == []
    shown = browser(administrator).visit(page_of(coordinator))
    assert "Roles held before" in shown.text
    assert "Left the project." in shown.text


def test_a_grant_of_somebody_else_is_absent(browser, administrator, judge):
    trainer = make_account(Role.TRAINER, name="Сыдыков Бакыт")
    grant = held(trainer)[0]
    admin = browser(administrator)

    assert admin.visit(page_of(judge, f"/roles/{grant.id}/end")).status == 404
    body = {"reason": "By mistake.", "csrf_token": token_of(admin)}
    assert admin.post(page_of(judge, f"/roles/{grant.id}/end"), body).status == 404
    assert len(held(trainer)) == 1


def test_nobody_changes_the_own_roles(browser, administrator):
    make_account(Role.ADMINISTRATOR, name="Вторая Администраторка")
    admin = browser(administrator)
    grant = held(administrator)[0]

    page = admin.visit(page_of(administrator))
    body = {"reason": "For myself.", "csrf_token": token_of(admin)}
    tries = [
        admin.post(page_of(administrator, "/roles/trainer"), body),
        admin.post(page_of(administrator, f"/roles/{grant.id}/end"), body),
        admin.post(page_of(administrator, "/suspension"), body),
        admin.visit(page_of(administrator, "/roles/new")),
        admin.visit(page_of(administrator, "/suspension")),
    ]

    assert "Give a role" not in page.links()
    assert "Nobody changes their own roles" in page.text
    assert [answer.status for answer in tries] == [404] * 5
    assert [grant.role for grant in held(administrator)] == [Role.ADMINISTRATOR]
    assert last_record("refused").facts["permission"] == "admin:access:change"


def test_the_last_lasting_administrator_keeps_the_role_and_the_account(session, frozen):
    last = make_account(Role.ADMINISTRATOR, name="Осмонов Тилек")
    for_a_week = make_account(Role.ADMINISTRATOR, name="Асанова Айгүл")
    for_a_week.grants[0].ends_at = frozen + timedelta(days=7)
    session.commit()

    with pytest.raises(LastAdministrator):
        services.end_role(last.grants[0], by=for_a_week, reason="A try.", at=frozen)
    with pytest.raises(LastAdministrator):
        services.suspend(last, by=for_a_week, reason="A try.", at=frozen)

    assert last.suspended_at is None
    assert last.grants[0].holds_at(frozen)


def test_the_page_says_why_the_last_administrator_stays(browser, session, frozen):
    last = make_account(Role.ADMINISTRATOR, name="Осмонов Тилек")
    for_a_week = make_account(Role.ADMINISTRATOR, name="Асанова Айгүл")
    for_a_week.grants[0].ends_at = frozen + timedelta(days=7)
    session.commit()
    theirs = browser(for_a_week)

    refused = theirs.visit(page_of(last)).click("End the role").submit("End the role", reason="A try.")
    suspended = theirs.visit(page_of(last, "/suspension")).submit("Suspend the account", reason="A try.")

    assert (refused.status, suspended.status) == (422, 422)
    assert "last lasting administrator" in refused.text
    assert "last lasting administrator" in suspended.text
    assert len(held(last)) == 1


def test_an_administrator_beside_another_can_lose_the_role(browser, administrator):
    other = make_account(Role.ADMINISTRATOR, name="Асанова Айгүл")

    browser(administrator).visit(page_of(other)).click("End the role").submit("End the role", reason="Changed post.")

    assert held(other) == []


def test_an_administrators_role_is_given_without_an_end(browser, administrator, judge):
    form = browser(administrator).visit(page_of(judge, "/roles/new?role=administrator"))
    day = {"until-day": "20", "until-month": "11", "until-year": "2026"}

    form.submit("Give the role", reason="Second administrator.", **day)

    assert not form.all("//input[@name='until-day']")
    assert held(judge)[0].ends_at is None


def test_facts_of_the_request_body_beyond_the_form_change_nothing(browser, administrator, judge):
    court = make_institution()
    admin = browser(administrator)
    body = {
        "csrf_token": token_of(admin),
        "reason": "For a test.",
        "institution": str(court.id),
        "account_id": str(administrator.id),
        "role": "administrator",
        "starts_at": "2019-01-01",
    }

    admin.post(page_of(judge, "/roles/coordinator"), body)

    grant = held(judge)[0]
    assert (grant.role, grant.institution_id) == (Role.COORDINATOR, None)
    assert clock.local_day(grant.starts_at) == date(2026, 11, 16)
