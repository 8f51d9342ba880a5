"""The audit log tells who did and saw what; failed work is tried again."""

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.acts import ACTS
from lms.accounts.models import Role
from lms.core import audit, clock, jobs, mail
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.jobs import Job
from tests.support.csrf import token_of
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_institution

LMS = Path(__file__).resolve().parents[2] / "lms"
SECRET = "Your link:\n\nhttps://sabak.example.org/secret\n"
#: ``room.thing.done``
ACT = re.compile(rf"(?:{'|'.join(path.name for path in LMS.iterdir() if path.is_dir())})\.[a-z_]+\.[a-z_]+")


@pytest.fixture
def administrator(session):
    return make_account(Role.ADMINISTRATOR, name="Осмонов Тилек")


@pytest.fixture
def failed_mail(session):
    letter = mail.send(
        "new_password", "judge@example.org", language="en", subject="Your link", body=SECRET, at=clock.now()
    )
    job = session.scalars(select(Job)).one()
    job.state, job.tries, job.ended_at = "failed", 3, clock.now()
    job.problem = "ConnectionRefusedError: [Errno 111]\n[SQL: insert into persons ('Асанова')]"
    session.commit()
    return letter


def suspend(account, administrator, reason):
    services.suspend(account, by=administrator, reason=reason, at=clock.now())
    db.session.commit()


def rows_of(page):
    return [" ".join(" ".join(row.itertext()).split()) for row in page.all("//tbody/tr")]


def test_a_line_says_who_did_what_to_whom_and_why(browser, administrator):
    judge = make_account(name="Асанова Айгүл")
    suspend(judge, administrator, "Asked for by the person.")

    page = browser(administrator).visit("/en/admin/log", {"act": "accounts.account.suspended"})

    assert len(rows_of(page)) == 1
    assert "Осмонов Тилек Account suspended Асанова Айгүл Asked for by the person." in rows_of(page)[0]
    assert page.links()["Асанова Айгүл"] == f"/en/admin/people/{judge.id}"


def test_lines_are_found_by_the_person_who_did_or_was_meant(browser, administrator):
    judge, other = make_account(name="Асанова Айгүл"), make_account(name="Бакиров Бакыт")
    suspend(judge, administrator, "About the judge.")
    suspend(other, administrator, "About another.")

    by_name = browser(administrator).visit("/en/admin/log", {"who": "асанова"})
    by_link = browser(administrator).visit(f"/en/admin/people/{judge.id}").click("Everything in the audit log")
    nobody = browser(administrator).visit("/en/admin/log", {"who": "нет такого имени"})

    assert "About the judge." in by_name.text
    assert "About another." not in by_name.text
    assert "About the judge." in by_link.text
    assert "About another." not in by_link.text
    assert "Person: Асанова Айгүл" in by_link.text
    assert rows_of(nobody) == []


def test_lines_are_found_by_days_in_bishkek(browser, administrator, frozen):
    judge = make_account(name="Асанова Айгүл")
    suspend(judge, administrator, "On Monday.")
    admin = browser(administrator)
    wish = {"act": "accounts.account.suspended"}

    assert "On Monday." in admin.visit("/en/admin/log", {**wish, "from": "2026-11-16", "to": "2026-11-16"}).text
    assert "On Monday." not in admin.visit("/en/admin/log", {**wish, "to": "2026-11-15"}).text
    assert "On Monday." not in admin.visit("/en/admin/log", {**wish, "from": "2026-11-17"}).text


@pytest.mark.parametrize("wish", [{"from": "yesterday"}, {"from": "2026-11-17", "to": "2026-11-16"}])
def test_days_that_are_none_are_answered_with_a_sentence(wish, browser, administrator):
    page = browser(administrator).visit("/en/admin/log", wish)

    assert page.status == 422
    assert page.all("//*[contains(@class, 'error-summary')]//a[@href='#from' or @href='#to']")


def test_a_refusal_and_a_look_are_in_the_log(browser, administrator):
    judge = make_account(name="Асанова Айгүл")
    assert browser(judge).visit("/en/admin").status == 404
    browser(administrator).visit(f"/en/admin/people/{judge.id}")

    refused = browser(administrator).visit("/en/admin/log", {"act": "refused"})
    looks = browser(administrator).visit("/en/admin/log", {"act": "looks"})

    assert "admin:home:enter" in refused.text
    assert "Looked at the page of a person" in looks.text
    assert "Refused" not in " ".join(rows_of(looks))


def test_the_log_names_institutions_and_the_command_line(browser, administrator):
    audit.record(None, "institutions.institution.refused", make_institution("Talas Court"), at=clock.now())
    db.session.execute(AuditRecord.__table__.update().values(origin="command"))
    db.session.commit()

    page = browser(administrator).visit("/en/admin/log", {"act": "institutions.institution.refused"})

    assert "Command line Typed name refused Talas Court" in rows_of(page)[0]


def test_the_log_says_which_days_of_which_table_were_exported(browser, administrator):
    visitor = browser(make_account(Role.COORDINATOR))
    visitor.visit("/en/reports/files/a.csv", {"from": "2026-01-01", "to": "2026-03-31"})

    page = browser(administrator).visit("/en/admin/log", {"act": "reporting.table.exported"})

    assert "file a.csv · 1 Jan 2026–31 Mar 2026" in rows_of(page)[0].replace("\xa0", " ")


def test_the_log_costs_the_same_for_one_line_and_for_fifty(app, browser, administrator):
    admin = browser(administrator)
    with count_queries(app) as few:
        admin.visit("/en/admin/log")
    for number in range(50):
        suspend(make_account(name=f"Бакиров {number}"), administrator, "Noise.")
    with count_queries(app) as many:
        admin.visit("/en/admin/log")

    assert len(many) <= len(few) + 2


def recorded_acts():
    """Every act that the code writes into the log, also one that is chosen a line before it is recorded."""
    for path in LMS.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "audit.record" in text:
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACT.fullmatch(node.value):
                    yield node.value


def test_every_act_is_said_in_words():
    assert set(recorded_acts()) - set(ACTS) == set()


def test_a_mail_that_failed_is_shown_without_its_text_and_tried_again(browser, administrator, failed_mail, session):
    page = browser(administrator).visit("/en/admin/jobs")

    assert "Mail: Your link" in page.text
    assert "judge@example.org" in page.text
    assert "ConnectionRefusedError" in page.text
    assert "/secret" not in page.html
    assert "persons" not in page.text

    again = page.submit("Try again")
    assert "tried again" in again.notice
    assert "Nothing has failed." in again.text
    assert jobs.work_off() == 1
    session.expire_all()
    assert session.get(mail.Mail, failed_mail.id).sent_at is not None
    assert session.scalars(select(AuditRecord.actor_id).where(AuditRecord.act == "admin.job.retried")).all() == [
        administrator.id
    ]


def test_work_is_tried_again_once_whatever_is_clicked(browser, administrator, failed_mail, session):
    page = browser(administrator).visit("/en/admin/jobs")
    page.submit("Try again")

    second = page.submit("Try again")

    assert "no longer waits" in second.notice
    assert len(session.scalars(select(AuditRecord).where(AuditRecord.act == "admin.job.retried")).all()) == 1


def test_work_that_goes_on_is_not_begun_again(browser, administrator, failed_mail, session):
    job = session.scalars(select(Job)).one()
    job.state = "running"
    session.commit()

    admin = browser(administrator)
    page = admin.post(f"/en/admin/jobs/{job.id}", {"csrf_token": token_of(admin)})

    assert "no longer waits" in page.notice

    session.expire_all()
    assert session.scalars(select(Job.state)).one() == "running"


def test_the_home_page_counts_what_waits(browser, administrator, failed_mail):
    page = browser(administrator).visit("/en/admin")

    figures = {
        "".join(group.xpath("./dt")[0].itertext()): "".join(group.xpath("./dd")[0].itertext())
        for group in page.all("//dl[@class='key-figures']/div")
    }
    assert figures == {"Names not in the list": "0", "Mails not delivered": "1", "Other work that failed": "0"}
