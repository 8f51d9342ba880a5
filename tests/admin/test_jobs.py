"""Mails and other work that have failed are listed with their cause, and tried again: one, or all."""

import pytest
from sqlalchemy import select

from lms.admin.words import job_in_words
from lms.core import clock, jobs, mail
from lms.core.audit import AuditRecord
from lms.core.jobs import Job
from tests.support.csrf import token_of

SECRET = "Your link:\n\nhttps://sabak.example.org/secret\n"


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


def test_a_mail_that_failed_is_shown_without_its_text_and_tried_again(browser, administrator, failed_mail, session):
    page = browser(administrator).visit("/en/admin/jobs")

    assert "Mail: Your link" in page.text
    assert "judge@example.org" in page.text
    assert "ConnectionRefusedError" in page.text
    assert "/secret" not in page.html
    assert "persons" not in page.text

    again = page.click("Send again").submit("Send again", reason="The server is back")
    assert "tried again" in again.notice
    assert "Nothing has failed." in again.text
    assert jobs.work_off() == 1
    session.expire_all()
    assert session.get(mail.Mail, failed_mail.id).sent_at is not None
    record = session.scalars(select(AuditRecord).where(AuditRecord.act == "admin.job.retried")).one()
    assert (record.actor_id, record.reason) == (administrator.id, "The server is back")


def test_work_is_tried_again_once_whatever_is_clicked(browser, administrator, failed_mail, session):
    page = browser(administrator).visit("/en/admin/jobs").click("Send again")
    page.submit("Send again", reason="The server is back")

    second = page.submit("Send again", reason="The server is back")

    assert "no longer waits" in second.notice
    assert len(session.scalars(select(AuditRecord).where(AuditRecord.act == "admin.job.retried")).all()) == 1


def test_work_that_goes_on_is_not_begun_again(browser, administrator, failed_mail, session):
    job = session.scalars(select(Job)).one()
    job.state = "running"
    session.commit()

    admin = browser(administrator)
    page = admin.post(f"/en/admin/jobs/{job.id}", {"csrf_token": token_of(admin), "reason": "Once more"})

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


def fail(session, name="reporting.tasks.make_export"):
    job = Job(name=name, arguments=[], created_at=clock.now(), due_at=clock.now(), problem="OSError: disk full")
    job.state, job.tries, job.ended_at = "failed", 3, clock.now()
    session.add(job)
    session.commit()
    return job


def state(session, job):
    return session.scalars(select(Job.state).where(Job.id == job.id)).one()


def test_nothing_is_tried_again_without_a_reason(browser, administrator, failed_mail, session):
    page = browser(administrator).visit("/en/admin/jobs").click("Send again").submit("Send again", reason="")

    assert page.status == 422
    assert session.scalars(select(Job.state)).all() == ["failed"]


def test_the_page_of_failed_work_says_why_and_when(browser, administrator, session):
    job = fail(session)

    page = browser(administrator).visit(f"/en/admin/jobs/{job.id}")

    assert "Report to download" in page.text
    assert "disk full" in page.text
    assert "16 Nov 2026, 10:00" in page.text.replace("\xa0", " ")


def test_mails_and_other_work_are_listed_apart(browser, administrator, failed_mail, session):
    fail(session)
    admin = browser(administrator)

    mails, other = (admin.visit("/en/admin/jobs", {"what": what}) for what in ("mails", "other"))

    assert ("Your link" in mails.text, "Report to download" in mails.text) == (True, False)
    assert ("Your link" in other.text, "Report to download" in other.text) == (False, True)


def test_all_of_one_part_is_tried_again_in_one_act(browser, administrator, failed_mail, session):
    other = fail(session)
    page = browser(administrator).visit("/en/admin/jobs", {"what": "mails"}).click("Try all again")

    page = page.submit("Try all again", reason="The server is back")

    assert "1 is tried again" in page.notice
    assert state(session, other) == "failed"
    record = session.scalars(select(AuditRecord).where(AuditRecord.act == "admin.jobs.retried")).one()
    assert (record.reason, record.facts) == ("The server is back", {"count": 1, "part": "mails"})


def test_everything_is_tried_again_and_what_goes_on_is_left_alone(browser, administrator, failed_mail, session):
    running = fail(session)
    running.state, running.beat_at = "running", clock.now()
    session.commit()

    page = browser(administrator).visit("/en/admin/jobs/again").submit("Try all again", reason="Mended")

    assert "1 is tried again" in page.notice
    assert state(session, running) == "running"


def test_trying_all_again_asks_for_a_reason_and_says_when_nothing_is_left(browser, administrator, failed_mail, session):
    admin = browser(administrator)
    page = admin.visit("/en/admin/jobs/again")
    assert page.submit("Try all again", reason="").status == 422

    page.submit("Try all again", reason="Mended")
    again = page.submit("Try all again", reason="Mended")

    assert "Nothing waits" in again.notice
    assert "Nothing has failed." in admin.visit("/en/admin/jobs/again").text


def test_looking_at_a_mail_that_failed_is_recorded(browser, administrator, failed_mail, session):
    browser(administrator).visit("/en/admin/jobs").click("Send again")

    seen = session.scalars(select(AuditRecord.act).where(AuditRecord.act == "admin.jobs.seen")).all()
    assert len(seen) == 2


def test_every_kind_of_work_is_said_in_words(app):
    with app.test_request_context("/en/"):
        known = [name for name, function in jobs._work.items() if function.__module__.startswith("lms.")]

        assert len(known) > 10
        assert [name for name in known if job_in_words(name) == name] == []
