"""An administrator invites staff: person, account, role and a way in, by a link that works once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Account
from lms.accounts.queries import account_by_login
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.mail import Mail
from lms.people.models import Sex
from tests.support.factories import make_account, make_edition, make_institution

PASSWORD = "four mountains under snow"


def invite(browser, role="coordinator", **typed):
    page = browser.visit("/en/admin/people").click("Invite somebody")
    page = page.submit("Continue", role=role)
    known = {"name": "Сыдыков Бакыт", "contact": "bakyt@example.org", "language": "ky", "reason": "New colleague"}
    return page.submit("Invite", **{**known, **typed})


def day(name, number, month):
    return {f"{name}-day": str(number), f"{name}-month": str(month), f"{name}-year": "2026"}


def mailed_path(session):
    mail = session.scalars(select(Mail).where(Mail.kind == "staff_invited")).one()
    return re.search(r"http://localhost(/\S+)", mail.body)[1]


def test_somebody_is_invited_by_mail_and_comes_in_with_the_role(browser, administrator, session):
    page = invite(browser(administrator))

    assert "on its way to bakyt@example.org" in page.notice
    assert "Invited. The person has not chosen a password yet." in page.text
    assert "sign-in/reset" not in page.html
    path = mailed_path(session)
    assert path.startswith("/ky/")
    page = browser().visit(path.replace("/ky/", "/en/")).submit("Save the password", password=PASSWORD)
    assert page.path == "/en/reports"
    assert account_by_login("bakyt@example.org").email_verified_at is not None
    assert browser().visit(path).status == 404


def test_what_must_be_put_right_stands_in_the_order_of_the_page(browser, administrator):
    page = invite(browser(administrator), name="", reason="")

    assert page.all("//*[@role='alert']//a/@href") == ["#name", "#reason"]


def test_what_only_the_person_can_say_stays_open(browser, administrator, session):
    invite(browser(administrator))

    person = account_by_login("bakyt@example.org").person
    assert (person.sex, person.birth_year, person.profession_code) == (Sex.NOT_STATED, None, None)
    assert [name.full_name for name in person.names] == ["Сыдыков Бакыт"]


def test_everything_is_recorded_with_the_reason(browser, administrator, session):
    invite(browser(administrator))

    acts = ("accounts.account.prepared", "accounts.role.given", "accounts.invitation.sent")
    rows = session.execute(select(AuditRecord.actor_id, AuditRecord.reason).where(AuditRecord.act.in_(acts))).all()
    assert rows == [(administrator.id, "New colleague")] * 3


def test_without_an_address_the_link_is_shown_once(browser, administrator, session):
    page = invite(browser(administrator), contact="0555 12 34 56")

    path = re.search(r"http://localhost(/\S+/sign-in/reset/[\w-]+)", page.text)[1]
    assert "signs in with +996 555 123 456" in page.text
    assert session.scalars(select(Mail)).all() == []
    page = browser().visit(path.replace("/ky/", "/en/")).submit("Save the password", password=PASSWORD)
    assert page.path == "/en/reports"


def test_where_no_mail_leaves_the_link_is_shown_too(app, browser, administrator, session, monkeypatch):
    monkeypatch.setitem(app.config, "NO_MAIL", True)

    page = invite(browser(administrator))

    path = re.search(r"http://localhost(/ky/sign-in/reset/[\w-]+)", page.text)[1]
    assert session.scalars(select(Mail)).all() == []
    browser().visit(path.replace("/ky/", "/en/")).submit("Save the password", password=PASSWORD)
    assert account_by_login("bakyt@example.org").email_verified_at is None


def test_the_link_works_for_a_week(browser, administrator, session, frozen):
    invite(browser(administrator))
    path = mailed_path(session)

    clock.freeze(frozen + timedelta(days=6, hours=23))
    assert browser().visit(path).status == 200
    clock.freeze(frozen + timedelta(days=7, minutes=1))
    assert browser().visit(path).status == 404


def test_another_link_makes_the_one_before_void(browser, administrator, session):
    page = invite(browser(administrator))
    first = mailed_path(session)

    page = page.click("Invite once more").submit("Make the link", reason="The mail did not come")

    assert "on its way" in page.notice
    assert browser().visit(first).status == 404


def test_whoever_has_come_in_is_not_invited_again(browser, administrator, session):
    judge = make_account()
    admin = browser(administrator)

    page = admin.visit(f"/en/admin/people/{judge.id}/invitation").submit("Make the link", reason="To try")

    assert "has come in already" in page.notice
    assert session.scalars(select(Mail)).all() == []
    assert "Invite once more" not in page.links()


def test_a_role_can_be_limited_from_the_first_day(browser, administrator, session):
    court = make_institution("Нарын облустук соту")
    admin = browser(administrator)
    page = admin.visit("/en/admin/people/new/focal_point")
    page = page.submit("Search", words="нарын")
    page = page.submit(
        "Invite",
        name="Жакыпова Чынара",
        contact="chynara@example.org",
        language="ky",
        institution=str(court.id),
        reason="Named by the court",
        **day("start", 1, 12),
        **day("until", 31, 12),
    )

    grant = account_by_login("chynara@example.org").grants[0]
    assert grant.institution_id == court.id
    assert (grant.starts_at.isoformat(), grant.ends_at.isoformat()) == (
        "2026-11-30T18:00:00+00:00",
        "2026-12-31T18:00:00+00:00",
    )
    assert "Roles that begin later" in page.text


def test_a_trainer_of_one_module_is_invited(browser, administrator, session):
    make_edition(slug="practice")

    invite(browser(administrator), "trainer", module="practice")

    assert account_by_login("bakyt@example.org").grants[0].module_slug == "practice"


def test_a_known_contact_leads_to_the_person_who_has_it(browser, administrator, session):
    judge = make_account(email="bakyt@example.org", name="Бакиров Бакыт")

    page = invite(browser(administrator))

    assert page.status == 422
    assert page.links()["Бакиров Бакыт"] == f"/en/admin/people/{judge.id}"
    assert len(session.scalars(select(Account)).all()) == 2


@pytest.mark.parametrize(
    "typed",
    [{"name": ""}, {"name": "Сыдыков ??"}, {"contact": "nowhere"}, {"language": ""}, {"reason": ""}],
)
def test_what_is_missing_is_said_and_nothing_is_made(browser, administrator, session, typed):
    page = invite(browser(administrator), **typed)

    assert page.status == 422
    assert page.all("//input[@name='contact']/@value")[0] == typed.get("contact", "bakyt@example.org")
    assert len(session.scalars(select(Account)).all()) == 1


def test_no_role_chosen_is_said(browser, administrator):
    page = browser(administrator).visit("/en/admin/people/new").submit("Continue")

    assert page.status == 422
