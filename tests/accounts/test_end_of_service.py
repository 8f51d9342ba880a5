"""The service ends: people are told a month before, then every account is closed with it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.models import Account, Closing, ClosingReason, Role
from lms.accounts.queries import closing_of
from lms.accounts.tasks import close_accounts
from lms.authoring.site_check import check_site
from lms.core import clock, jobs
from lms.core.extensions import db
from lms.core.mail import Mail
from lms.people.retention import remove_what_is_over
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_person

LAST_DAY = date(2026, 12, 31)


@pytest.fixture
def ends(app, monkeypatch, tmp_path):
    """Write the last day into ``site.yaml``; None takes the line out again."""
    content = app.config["CONTENT"]
    text = (content / "site.yaml").read_text(encoding="utf-8")

    def write(day):
        folder = tmp_path / str(day)
        folder.mkdir()
        for path in content.iterdir():
            (folder / path.name).symlink_to(path)
        (folder / "site.yaml").unlink()
        (folder / "site.yaml").write_text(text + (f"\ncloses_on: {day}\n" if day else ""), encoding="utf-8")
        monkeypatch.setitem(app.config, "CONTENT", folder)

    write(LAST_DAY)
    return write


@pytest.fixture
def judge(session):
    account = make_account(person=make_person(language="en"), email="judge@example.org")
    session.commit()
    return account


def night(day):
    """What the worker does on that day at three."""
    at = clock.begin_of(day) + timedelta(hours=3)
    clock.freeze(at)
    remove_what_is_over(at)
    close_accounts(day.isoformat())
    db.session.commit()
    jobs.work_off()


def told():
    """How many mails went out; their texts are not kept."""
    return [mail.subject for mail in db.session.scalars(select(Mail))].count("About your account")


def test_nobody_is_told_earlier_than_a_month_before(ends, judge):
    night(date(2026, 11, 30))
    assert closing_of(judge) is None

    night(date(2026, 12, 1))
    assert closing_of(judge).due_at == clock.begin_of(date(2027, 1, 1))
    assert told() == 1


def test_the_mail_says_what_ends_and_when(ends, judge):
    services.announce_end(LAST_DAY, at=clock.begin_of(date(2026, 12, 1)))

    mail = db.session.scalars(select(Mail)).one()
    assert "The service ends." in mail.body
    assert "closed on 1\N{NO-BREAK SPACE}January\N{NO-BREAK SPACE}2027" in mail.body
    assert "/en/profile\n" in mail.body


def test_every_account_closes_and_the_last_administrator_with_it(ends, judge, session):
    administrator = make_account(Role.ADMINISTRATOR, person=make_person(language="en"))
    show = make_account()
    show.is_demo = True
    night(date(2026, 12, 1))
    night(date(2026, 12, 2))
    assert told() == 2

    night(date(2026, 12, 31))
    assert judge.erased_at is None

    night(date(2027, 1, 1))
    erased = {account.id for account in session.scalars(select(Account).where(Account.erased_at.is_not(None)))}
    assert erased == {judge.id, administrator.id}
    assert session.scalars(select(Closing.keeps_certificates)).all() == [True, True]


def test_it_cannot_be_taken_back_by_signing_in_nor_by_asking(ends, judge, browser):
    night(date(2026, 12, 1))
    visitor = browser(judge)

    page = visitor.visit("/en/profile")
    assert "The service ends: all accounts will be closed on 1 January 2027." in page.text
    assert "Keep my account" not in page.text
    visitor.post("/en/profile/close/keep", {"csrf_token": token_of(visitor)})
    assert not services.come_back(judge, at=clock.now())
    assert closing_of(judge).why is ClosingReason.END


def test_who_wants_to_leave_before_need_not_wait(ends, judge, browser):
    night(date(2026, 12, 1))

    page = browser(judge).visit("/en/profile/close").submit("Close my account", certificates="revoke", is_sure="y")

    assert page.heading == "Your account will be closed on 15 December 2026"
    closing = closing_of(judge)
    assert (closing.why, closing.keeps_certificates) == (ClosingReason.ASKED, False)


@pytest.mark.parametrize("moved_to", [None, date(2027, 6, 30)])
def test_a_day_that_is_moved_keeps_the_accounts_open(ends, judge, moved_to):
    night(date(2026, 12, 1))
    ends(moved_to)

    night(date(2027, 1, 1))

    assert judge.erased_at is None
    assert closing_of(judge) is None


def test_a_day_that_is_moved_a_little_is_told_again(ends, judge):
    night(date(2026, 12, 1))
    ends(date(2027, 1, 10))

    night(date(2026, 12, 20))

    assert closing_of(judge).due_at == clock.begin_of(date(2027, 1, 19)) + timedelta(hours=3)
    assert told() == 2


def test_who_comes_late_has_a_month_too(ends, judge, session):
    night(date(2026, 12, 1))
    late = make_account()
    session.commit()

    night(date(2026, 12, 20))

    assert closing_of(late).due_at == clock.now() + timedelta(days=30)


def test_every_page_says_it_for_a_month(ends, browser):
    clock.freeze(clock.begin_of(date(2026, 11, 30)))
    assert "This service ends" not in browser().visit("/en/").text

    clock.freeze(clock.begin_of(date(2026, 12, 1)))
    assert "This service ends on 31 December 2026." in browser().visit("/en/").text
    assert "иштеген акыркы күн: 2026‑ж., 31‑декабрь" in browser().visit("/ky/").text


def test_a_day_that_is_none_is_named_with_its_line(app, tmp_path):
    text = (app.config["CONTENT"] / "site.yaml").read_text(encoding="utf-8") + "\ncloses_on: soon\n"
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")

    found = [problem for problem in check_site(tmp_path).sorted() if problem.file == "site.yaml"]
    assert [problem.line for problem in found] == [text.count("\n")]
