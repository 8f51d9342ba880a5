"""The audit log tells who did and saw what; it is narrowed, read on by key, and taken away with a reason."""

import ast
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.acts import ACTS
from lms.accounts.models import Role
from lms.admin import log_files
from lms.core import audit, clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_institution

LMS = Path(__file__).resolve().parents[2] / "lms"
#: ``room.thing.done``
ACT = re.compile(rf"(?:{'|'.join(path.name for path in LMS.iterdir() if path.is_dir())})\.[a-z_]+\.[a-z_]+")


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

    by_name = browser(administrator).visit("/en/admin/log", {"about": "asanova"})
    by_link = browser(administrator).visit(f"/en/admin/people/{judge.id}").click("Everything in the audit log")
    nobody = browser(administrator).visit("/en/admin/log", {"about": "нет такого имени"})

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
    about = {"subject_kind": "Institution", "subject_id": str(make_institution("Talas Court").id)}
    act = "institutions.institution.refused"
    db.session.add(AuditRecord(at=clock.now(), act=act, origin="command", facts={}, **about))
    db.session.commit()

    page = browser(administrator).visit("/en/admin/log", {"act": "institutions.institution.refused"})

    assert "Command line Typed name refused Talas Court" in rows_of(page)[0]


def test_a_reason_that_nobody_typed_is_in_the_language_of_the_page(browser, administrator, app):
    invite = ["accounts", "create-admin", "--email", "new@example.org", "--name", "Асанова Айгүл"]
    assert app.test_cli_runner().invoke(args=invite).exit_code == 0

    own = browser(administrator)
    assert "Made on the command line" in own.visit("/en/admin/log").text
    assert "Создано в командной строке" in own.visit("/ru/admin/log").text


def test_the_log_says_which_days_of_which_table_were_exported(browser, administrator):
    visitor = browser(make_account(Role.COORDINATOR))
    visitor.visit("/en/reports/files/a.csv", {"from": "2026-01-01", "to": "2026-03-31"})

    page = browser(administrator).visit("/en/admin/log", {"act": "reporting.table.exported"})

    assert "file a.csv · 1 Jan 2026–31 Mar 2026" in rows_of(page)[0].replace("\xa0", " ")


@pytest.mark.parametrize("name", ["_external", "_scheme", "_anchor", "language"])
def test_an_address_gives_the_link_back_nothing_but_the_choice(browser, administrator, name):
    page = browser(administrator).visit("/en/admin/log/file", {"act": "refused", name: "javascript"})

    assert page.links()["‹ Audit log"] == "/en/admin/log?act=refused"


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


def lines_in(page):
    return len(rows_of(page))


def write_lines(count, act="accounts.consent.given"):
    """Lines of several moments, some of the same one, so that the key must tell them apart."""
    for number in range(count):
        audit.record(None, act, at=clock.now() + timedelta(minutes=number // 3), reason=f"Line {number:03}")
    db.session.commit()


def test_who_did_it_and_to_whom_are_asked_apart(browser, administrator):
    judge = make_account(name="Асанова Айгүл")
    suspend(judge, administrator, "By the administrator.")
    audit.record(judge.id, "accounts.profile.names_corrected", judge, at=clock.now(), reason="By the judge.")
    db.session.commit()
    admin = browser(administrator)

    by_judge = admin.visit("/en/admin/log", {"by": "Асанова"})
    about_judge = admin.visit("/en/admin/log", {"about": "Асанова"})

    assert ("By the judge." in by_judge.text, "By the administrator." in by_judge.text) == (True, False)
    assert ("By the judge." in about_judge.text, "By the administrator." in about_judge.text) == (True, True)


@pytest.mark.parametrize("typed", ["ЖУМУШТАН", "жумуштан", "Жумуштан"])
def test_lines_are_found_by_words_of_the_reason(browser, administrator, typed):
    suspend(make_account(), administrator, "Жумуштан кетти.")
    suspend(make_account(), administrator, "Another reason.")

    page = browser(administrator).visit("/en/admin/log", {"text": typed})

    assert lines_in(page) == 1


def test_the_log_is_read_on_by_key_in_both_directions(browser, administrator):
    write_lines(120)
    wish = {"act": "accounts.consent.given"}
    seen = []

    page = browser(administrator).visit("/en/admin/log", wish)
    while True:
        seen += [row.rsplit(" ", 1)[1] for row in rows_of(page)]
        if "Older" not in page.links():
            break
        page = page.click("Older")

    assert sorted(seen, reverse=True) == [f"{number:03}" for number in reversed(range(120))]
    assert [int(number) // 3 for number in seen] == [number // 3 for number in reversed(range(120))]
    assert [row.rsplit(" ", 1)[1] for row in rows_of(page.click("Newer"))] == seen[50:100]
    assert [row.rsplit(" ", 1)[1] for row in rows_of(page.click("Newest"))] == seen[:50]


def test_lines_that_are_added_meanwhile_shift_nothing(browser, administrator, frozen):
    write_lines(60)
    admin = browser(administrator)
    first = admin.visit("/en/admin/log", {"act": "accounts.consent.given"})
    clock.freeze(frozen + timedelta(minutes=10))
    write_lines(10)

    second = first.click("Older")

    assert not set(rows_of(first)) & set(rows_of(second))
    assert lines_in(second) == 10


@pytest.mark.parametrize("name", ["before", "after"])
@pytest.mark.parametrize("key", ["nonsense", str(uuid4())])
def test_a_key_that_there_is_not_shows_the_newest(browser, administrator, name, key):
    write_lines(3)

    page = browser(administrator).visit("/en/admin/log", {"act": "accounts.consent.given", name: key})

    assert lines_in(page) == 3


def take_file(browser, query, reason="For the yearly check"):
    return browser.visit("/en/admin/log/file", query).submit("Download the file", reason=reason)


def test_the_lines_are_taken_away_as_a_file_with_a_reason(browser, administrator, session):
    judge = make_account(name="Асанова Айгүл")
    suspend(judge, administrator, "=cmd|'/c calc'!A1")
    suspend(make_account(name="Бакиров Бакыт"), administrator, "Somebody else.")

    page = take_file(browser(administrator), {"act": "accounts.account.suspended", "about": "asanova"})

    text = page.response.get_data(as_text=True)
    assert page.response.mimetype == "text/csv"
    assert "Асанова Айгүл" in text
    assert "accounts.account.suspended" in text
    assert "'=cmd" in text
    assert "Somebody else." not in text
    taken = session.scalars(select(AuditRecord).where(AuditRecord.act == "admin.log.exported")).one()
    assert (taken.actor_id, taken.reason, taken.facts["lines"]) == (administrator.id, "For the yearly check", 1)
    assert "asanova" not in str(taken.facts)


def test_no_file_without_a_reason(browser, administrator, session):
    page = take_file(browser(administrator), {}, reason="")

    assert page.status == 422
    assert session.scalars(select(AuditRecord).where(AuditRecord.act == "admin.log.exported")).all() == []


def test_the_link_to_the_file_takes_the_filters_along(browser, administrator):
    write_lines(3)

    page = browser(administrator).visit("/en/admin/log", {"act": "accounts.consent.given", "from": "2026-11-16"})
    page = page.click("Download these lines")

    assert "Consent given" in page.text
    assert page.submit("Download the file", reason="Check").response.get_data(as_text=True).count("Line 00") == 3


def test_more_lines_than_one_file_holds_are_refused(browser, administrator, monkeypatch):
    monkeypatch.setattr(log_files, "MOST_LINES", 2)
    write_lines(3)

    page = take_file(browser(administrator), {"act": "accounts.consent.given"})

    assert page.status == 422
    assert "choose fewer days" in page.text


def test_a_look_into_the_log_keeps_what_was_looked_for_but_no_name(browser, administrator, session):
    browser(administrator).visit("/en/admin/log", {"act": "refused", "by": "Асанова"})

    facts = session.scalars(select(AuditRecord.facts).where(AuditRecord.act == "admin.log.seen")).one()
    assert facts == {"lines": 0, "wished": "refused"}
