"""The administrator sees the last backups, is warned when they are late, and makes one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock, jobs
from lms.core.audit import AuditRecord
from lms.core.jobs import Job
from lms.core.models import new_id
from lms.upkeep import queries, services, tasks, words
from lms.upkeep.models import Backup, Origin
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_institution

PAGE = "/en/admin/backups"


@pytest.fixture
def administrator(session):
    return make_account(Role.ADMINISTRATOR)


@pytest.fixture
def real(monkeypatch):
    """As in a real installation; a demonstration is not warned."""
    monkeypatch.setattr(words, "is_demonstration", lambda app: False)


def add_backup(session, at, *, verified=True, problem=None, origin=Origin.DAILY):
    row = Backup(id=new_id(), folder="/srv/backups/one", origin=origin, made_at=at, size=5_600_000, files=12)
    row.verified_at, row.problem = (at if verified else None), problem
    session.add(row)
    session.commit()
    return row


def test_without_any_the_page_says_so(browser, administrator):
    page = browser(administrator).visit(PAGE)

    assert "No backup was made yet." in page.text
    assert "A demonstration is not backed up by itself" in page.text


def test_the_last_ones_are_listed_with_what_is_known_of_them(browser, administrator, session, frozen):
    add_backup(session, frozen - timedelta(hours=2))
    add_backup(session, frozen - timedelta(days=1), verified=False, origin=Origin.COMMAND)
    add_backup(session, frozen - timedelta(days=2), verified=False, problem="database.sqlite was changed.")
    removed = add_backup(session, frozen - timedelta(days=95))
    removed.removed_at = frozen
    session.commit()

    rows = [" ".join(" ".join(row.itertext()).split()) for row in browser(administrator).visit(PAGE).all("//tbody/tr")]

    assert rows == [
        "16 Nov 2026, 08:00 Every night Verified 16 Nov 2026, 08:00 5.3 MB 12",
        "15 Nov 2026, 10:00 Command line Not verified yet 5.3 MB 12",
        "14 Nov 2026, 10:00 Every night Damaged database.sqlite was changed. 5.3 MB 12",
    ]


@pytest.mark.parametrize("path", [PAGE, "/en/admin"])
def test_a_real_installation_without_a_fresh_verified_backup_is_warned(
    browser, administrator, session, frozen, real, path
):
    none = browser(administrator).visit(path).text
    add_backup(session, frozen - timedelta(hours=26, minutes=1))
    add_backup(session, frozen - timedelta(hours=1), verified=False)
    late = browser(administrator).visit(path).text
    add_backup(session, frozen - timedelta(hours=25))
    fresh = browser(administrator).visit(path).text

    assert "There is no verified backup yet." in none
    assert "is older than 26 hours: it is of 15" in late
    assert "verified backup" not in fresh


def test_a_demonstration_is_not_warned(browser, administrator):
    assert "verified backup" not in browser(administrator).visit("/en/admin").text


def test_the_age_of_the_newest_verified_one_is_known(session, frozen):
    assert queries.age_of_newest_verified(frozen) is None

    add_backup(session, frozen - timedelta(hours=30))
    add_backup(session, frozen - timedelta(hours=1), verified=False)

    assert queries.age_of_newest_verified(frozen) == timedelta(hours=30)


def jobs_asked(session):
    return session.scalars(select(Job).where(Job.name == jobs.name_of(tasks.make_backup))).all()


def test_two_clicks_make_one_backup(browser, administrator, session):
    page = browser(administrator).visit(PAGE)
    again = browser(administrator).visit(PAGE)

    answer = page.submit("Make a backup now")
    again.submit("Make a backup now")

    assert answer.notice == "A backup is being made. People can go on working meanwhile."
    assert answer.all("//meta[@http-equiv='refresh']")
    assert "Make a backup now" not in answer.text
    assert len(jobs_asked(session)) == 1
    asked = session.scalars(select(AuditRecord).where(AuditRecord.act == "upkeep.backup.asked")).all()
    assert [row.actor_id for row in asked] == [administrator.id] * 2


def test_how_far_it_is_can_be_seen(browser, administrator, session):
    browser(administrator).visit(PAGE).submit("Make a backup now")
    (job,) = jobs_asked(session)
    job.state, job.progress, job.total = "running", 1200, 4800
    session.commit()

    page = browser(administrator).visit(PAGE)

    assert "1,200 of 4,800 MB copied and read through" in page.text
    assert page.all("//progress/@value") == ["1200"]


def test_one_that_failed_is_told_and_can_be_tried_again(browser, administrator, session):
    browser(administrator).visit(PAGE).submit("Make a backup now")
    (job,) = jobs_asked(session)
    job.state, job.problem, job.ended_at = "failed", "BackupRefused: The disk is full.", clock.now()
    session.commit()

    page = browser(administrator).visit(PAGE)
    told = page.text
    page.submit("Make a backup now")

    assert "The last backup could not be made, though it was tried three times." in told
    assert page.links()["See the cause"] == "/en/admin/jobs"
    (job,) = jobs_asked(session)
    session.refresh(job)
    assert job.state == "waiting"


@pytest.mark.parametrize("role", [None, *[role for role in Role if role is not Role.ADMINISTRATOR]])
def test_to_others_the_page_is_absent(browser, session, role):
    somebody = browser(make_account(*[role] if role else [], place=make_institution()))

    assert somebody.client.get(PAGE).status_code == 404


def test_a_visitor_is_asked_to_sign_in(browser):
    assert browser().client.get(PAGE).status_code in (302, 303, 401)


def test_any_number_of_backups_needs_the_same_statements(app, browser, administrator, session, frozen):
    theirs = browser(administrator)
    add_backup(session, frozen)
    theirs.visit(PAGE)
    with count_queries(app) as few:
        theirs.visit(PAGE)
    for number in range(20):
        add_backup(session, frozen - timedelta(days=number))
    with count_queries(app) as many:
        theirs.visit(PAGE)

    assert len(many) == len(few)


def test_asking_again_after_a_new_backup_is_new_work(session, administrator, frozen):
    first = services.ask_for_backup(tasks.make_backup, by=administrator.id, at=frozen)
    add_backup(session, frozen)

    assert services.ask_for_backup(tasks.make_backup, by=administrator.id, at=frozen) is not first
