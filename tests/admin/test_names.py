"""An administrator corrects a name with a reason; the person sees it, and issued certificates stay as they are."""

import pytest
from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.core.audit import AuditRecord
from lms.core.mail import Mail
from tests.support.factories import make_account, make_certificate


def correct(browser, account, **typed):
    page = browser.visit(f"/en/admin/people/{account.id}").click("Correct the name")
    return page.submit("Save the name", **{"ky": "Асанова Айгүл", "reason": "As in the passport", **typed})


def test_the_name_is_corrected_and_found_under_the_right_spelling(browser, administrator, session):
    judge = make_account(name="Осонова Айгүл")

    page = correct(browser(administrator), judge, ru="Асанова Айгуль")

    assert page.heading == "Асанова Айгүл"
    found = page.browser.visit("/en/admin/people", {"who": "Asanova"})
    assert "Асанова Айгүл" in found.text
    record = session.scalars(select(AuditRecord).where(AuditRecord.act == "accounts.names.corrected")).one()
    assert (record.actor_id, record.reason) == (administrator.id, "As in the passport")
    assert "Асанова" not in str(record.facts)


def test_the_person_sees_who_did_it_and_why_and_is_told(browser, administrator, session):
    judge = make_account(name="Осонова Айгүл")
    correct(browser(administrator), judge)

    page = browser(judge).visit("/en/profile/looks")

    assert "Name corrected by an administrator" in page.text
    assert "Осмонов Тилек" in page.text
    assert "As in the passport" in page.text
    told = session.scalars(select(Mail).where(Mail.kind == "names_corrected")).one()
    assert told.recipient == judge.email
    assert "Осонова" not in told.subject + told.body


def test_a_certificate_keeps_the_name_it_carries(browser, administrator, session):
    judge = make_account(name="Осонова Айгүл")
    certificate = make_certificate(judge, name="Осонова Айгүл")

    correct(browser(administrator), judge)

    session.expire_all()
    assert session.get(Certificate, certificate.id).name_printed == "Осонова Айгүл"


@pytest.mark.parametrize(
    "typed", [{"reason": ""}, {"ky": ""}, {"ky": "Асанова ?"}, {"en": "Асанова"}, {"ru": "7"}], ids=str
)
def test_what_cannot_be_a_name_is_refused_with_what_was_typed_kept(browser, administrator, session, typed):
    judge = make_account(name="Осонова Айгүл")

    page = correct(browser(administrator), judge, **typed)

    assert page.status == 422
    assert page.all("//input[@name='ky']/@value")[0] == typed.get("ky", "Асанова Айгүл")
    session.expire_all()
    assert judge.display_name == "Осонова Айгүл"


def test_nobody_corrects_the_own_name_here(browser, administrator):
    assert browser(administrator).visit(f"/en/admin/people/{administrator.id}/name").status == 404
