"""From a draft to a frozen report: what is taken over, what is frozen, and that it never changes."""

import csv
import hashlib
import io
import json
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from lms.core import clock, jobs
from lms.core.audit import AuditRecord
from lms.disclosure.suppression import SIGN
from lms.people.models import Person
from lms.releases import queries
from lms.releases.errors import Changed
from lms.releases.freezing import choice_of
from lms.releases.models import FrozenReport, ReportDraft
from lms.reporting import facts
from lms.reporting.choices import Period
from lms.reporting.reports import Audience, build
from tests.releases.conftest import begin, newest, submit
from tests.reporting.conftest import complete, withdraw
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_person

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
FILES = (
    "team.json",
    "donor.json",
    "team.xlsx",
    "donor.xlsx",
    "team/a.csv",
    "donor/a.csv",
    "donor/b.csv?delimiter=semicolon",
)


def contents(own, report, language="en"):
    """What every file of a report says; a workbook by its cells."""
    found = {}
    for name in FILES:
        data = own.visit(f"/{language}/reports/r/{report.id}/{name}").response.data
        if name.endswith("xlsx"):
            sheets = openpyxl.load_workbook(io.BytesIO(data))
            data = [(sheet.title, [[cell.value for cell in row] for row in sheet.iter_rows()]) for sheet in sheets]
        found[name] = data
    return found


def test_a_frozen_report_says_the_same_for_ever(own, coordinator, population, editions, session):
    page = submit(begin(own, *YEAR), context="The law changed.", achievements="Many took part.")
    report = newest()
    assert page.path == f"/en/reports/r/{report.id}"
    before = {language: contents(own, report, language) for language in ("en", "ky")}
    seen = page.text

    # The live data moves on in every way there is.
    people = session.scalars(select(Person).where(Person.is_synthetic).order_by(Person.id)).all()
    people[1].merged_into_id = people[0].id
    withdraw(people[2])
    for _each in range(12):
        complete(editions[0], make_person(), clock.now() - timedelta(days=400))
    clock.freeze(clock.now() + timedelta(days=365))
    own.sign_in(coordinator)
    live = build("a", choice_of(Period(*YEAR)), Audience.TEAM, key=b"").total["total"]

    frozen_total = json.loads(before["en"]["team.json"])["tables"]["en"][0]["total"][5]
    assert live != frozen_total
    assert {language: contents(own, report, language) for language in ("en", "ky")} == before
    assert own.visit(page.path).text == seen


def test_the_frozen_numbers_are_those_of_the_tables(own, population, app, session):
    submit(begin(own, *YEAR))
    document = queries.report_by_id(newest().id)

    with app.test_request_context("/en/"):
        for slug in ("a", "b"):
            table = build(slug, choice_of(Period(*YEAR)), Audience.TEAM, key=b"")
            for language in ("en", "ky", "ru"):
                found = next(each for each in document.team["tables"][language] if each["slug"] == slug)
                keys = [column["key"] for column in found["columns"]]
                live = [*table.rows, table.total]
                for row, frozen in zip(live, [*found["rows"], found["total"]], strict=True):
                    for key, value in zip(keys[1:], frozen[1:], strict=True):
                        assert str(row[key]) == (value["decimal"] if isinstance(value, dict) else str(value))
        people = facts.people(choice_of(Period(*YEAR)))
        for key, counted in {
            "confirmed": people.c.workplace_confirmed.is_(True),
            "youth-14-35": people.c.age_band.in_(("14", "15-17", "18-24", "25-28", "29", "30-35")),
        }.items():
            number = session.scalar(select(func.count()).select_from(people).where(counted))
            assert [document.team["tables"][code][0]["behind"][key][-1] for code in ("ky", "ru", "en")] == [number] * 3
    assert not any(table["behind"] for tables in document.donor["tables"].values() for table in tables)
    codes = [[table["codes"] for table in document.team["tables"][code]] for code in ("ky", "ru", "en")]
    assert codes[0] == codes[1] == codes[2]
    titles = {code: document.team["tables"][code][0]["columns"][1]["title"] for code in ("ky", "ru", "en")}
    assert len(set(titles.values())) == 3
    assert document.team["data"]["people"] == table.total["total"]


def test_the_digest_is_that_of_the_file_and_stands_in_the_log(own, population, session, coordinator):
    page = submit(begin(own, *YEAR))
    report = newest()
    team = own.visit(f"/en/reports/r/{report.id}/team.json").response.data
    donor = own.visit(f"/en/reports/r/{report.id}/donor.json").response.data

    assert hashlib.sha256(team).hexdigest() == report.digest
    assert json.loads(team)["donor_digest"] == hashlib.sha256(donor).hexdigest()
    assert hashlib.sha256(donor).hexdigest() in page.text.replace(" ", "")
    row = session.scalars(select(AuditRecord).where(AuditRecord.act == "releases.report.frozen")).one()
    assert (row.actor_id, row.facts["digest"]) == (coordinator.id, report.digest)
    downloads = session.scalars(select(AuditRecord).where(AuditRecord.act == "releases.report.downloaded")).all()
    assert [(row.facts["audience"], row.facts["format"]) for row in downloads] == [("team", "json"), ("donor", "json")]
    assert b"@" not in donor
    assert str(coordinator.id).encode() not in team + donor


def test_the_database_refuses_to_change_or_remove_a_frozen_report(own, population, session):
    submit(begin(own, *YEAR))
    for statement in (
        "update frozen_reports set digest = 'x'",
        "update frozen_reports set reason = 'none'",
        "delete from frozen_reports",
    ):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.execute(text(statement))


CHANGES = (
    lambda row: {"team": row["team"].replace('"version":1', '"version":1 ')},
    lambda row: {"donor": row["donor"].replace("·", "7", 1)},
    lambda row: {"version": 3},
    lambda row: {"starts_on": date(2025, 2, 1)},
    lambda row: {"reason": "Made up."},
    # A whole new document with a digest of its own: the log still knows the old one.
    lambda row: {
        "team": (made := row["team"].replace('"people_merged":', '"people_merged":1')),
        "digest": hashlib.sha256(made.encode()).hexdigest(),
    },
)


def test_a_changed_report_is_refused_openly(own, population, session):
    submit(begin(own, *YEAR))
    row = newest()
    whole = {column.key: getattr(row, column.key) for column in FrozenReport.__table__.columns}

    assert queries.opened(FrozenReport(**whole))
    for change in CHANGES:
        with pytest.raises(Changed):
            queries.opened(FrozenReport(**(whole | change(whole))))


def test_a_reader_is_told_that_a_report_was_changed(own, population, session):
    submit(begin(own, *YEAR))
    report = newest()
    session.add(
        AuditRecord(
            at=clock.now(), act="releases.report.frozen", subject_id=str(report.id), facts={"digest": "of another"}
        )
    )
    session.commit()

    for address in (f"/en/reports/r/{report.id}", f"/en/reports/r/{report.id}/donor.xlsx"):
        page = own.visit(address)
        assert page.status == 409
        assert "not what was frozen" in page.text
    assert session.scalars(select(AuditRecord).where(AuditRecord.act == "releases.report.found_changed")).all()


def test_a_correction_is_a_new_version_and_the_old_stays_and_says_so(own, population, editions, session):
    first_page = submit(begin(own, *YEAR), context="First words.")
    first = newest()
    old = contents(own, first)
    complete(editions[0], make_person(), clock.now() - timedelta(days=400))

    refused = first_page.click("Prepare a new version").submit("Continue", reason="")
    assert refused.status == 422
    draft = refused.submit("Continue", reason="Late entries from Osh.")
    assert "Taken over from" in draft.text
    second_page = submit(draft)
    second = newest()

    assert (second.number, second.version, second.supersedes_id) == (first.number, 2, first.id)
    document = queries.report_by_id(second.id).team
    assert document["supersedes"] == {"number": first.number, "version": 1, "digest": first.digest}
    assert document["reason"] == "Late entries from Osh."
    assert "Late entries from Osh." in second_page.text
    page = own.visit(first_page.path)
    assert "This version was replaced." in page.text
    assert "Prepare a new version" not in page.text
    assert contents(own, first) == old
    again = {"reason": "Again.", "csrf_token": token_of(own)}
    assert "newer version already" in own.post(f"/en/reports/r/{first.id}/supersede", again).notice
    assert "was reported already" in begin(own, *YEAR).notice


def test_text_is_taken_over_and_marked_until_touched(own, population, session):
    submit(begin(own, date(2024, 1, 1), date(2024, 12, 31)), context="Old context.", lessons="Old lessons.")
    number = newest().number
    draft = begin(own, *YEAR)
    stored = session.scalars(select(ReportDraft)).one()

    assert stored.narrative["en"]["context"] == {"text": "Old context.", "from": number}
    assert f"Taken over from {number}" in draft.text
    checked = draft.submit("Save and check", context="New context.")
    assert "Lessons learned (English): taken over from" in checked.text
    assert "Context of the period (English): taken over" not in checked.text
    assert "Achievements: nothing is written." in checked.text
    again = own.visit(draft.path).submit("Save and check", still_right=["lessons"])
    assert "taken over from" not in again.text
    session.refresh(stored)
    assert stored.narrative["en"]["lessons"] == {"text": "Old lessons.", "from": None}


def test_before_submitting_the_share_of_complete_records_is_said(own, population, session):
    page = begin(own, *YEAR).submit("Save and check")

    assert "Complete records:" in page.text
    assert "none waits." in page.text
    assert "As the donor will see them: small numbers are hidden." in page.text
    looks = select(AuditRecord).where(AuditRecord.act == "releases.draft.seen")
    assert session.scalars(looks).all() == []
    assert "All numbers, for the project team only." in page.click("Show all numbers").text
    assert len(session.scalars(looks).all()) == 1


def test_nothing_of_a_submitted_draft_changes_any_more(own, population, session):
    draft = begin(own, *YEAR)
    waiting = draft.submit("Save and check", context="As it was.").submit("Submit and freeze")
    assert "Every table is counted once more." in waiting.text

    late = draft.submit("Save and check", context="Too late.")
    assert "cannot be changed any more" in late.notice
    token = {"csrf_token": token_of(own)}
    own.post(f"{draft.path}/submit", token)
    assert "cannot be changed any more" in own.post(f"{draft.path}/discard", token).notice
    assert own.post(f"{draft.path}/reopen", token).status == 409
    jobs.work_off()
    assert queries.report_by_id(newest().id).team["narrative"]["en"]["context"] == "As it was."
    jobs.work_off()
    assert queries.number_of_reports() == 1
    assert session.scalars(select(ReportDraft)).all() == []


def test_the_donor_gets_hidden_cells_in_every_file(own, population):
    submit(begin(own, *YEAR))
    report = newest()
    found = contents(own, report)
    donor = json.loads(found["donor.json"])

    assert set(donor) & {"data", "donor_digest"} == set()
    for table in donor["tables"]["en"]:
        small = [
            value
            for row in [*table["rows"], table["total"] or []]
            if row
            for column, value in zip(table["columns"], row, strict=True)
            if column["kind"] == "integer"
            and column["key"] not in {"cohorts", "lookups"}
            and isinstance(value, int)
            and 0 < value < 10
        ]
        assert small == []
        if table["rows"]:  # no event was held
            assert any(SIGN in row for row in table["rows"])
            assert "· hidden to protect people" in table["notes"]
    lines = list(csv.reader(io.StringIO(found["donor/a.csv"].decode("utf-8-sig"))))
    assert any(SIGN in line for line in lines)
    assert SIGN not in found["team/a.csv"].decode()
    sheet = dict(found["donor.xlsx"])["Table A"]
    assert any(SIGN in row for row in sheet)


def test_only_the_coordinator_and_only_with_a_fresh_proof(browser, own, population, session):
    page = submit(begin(own, *YEAR))
    report = newest()
    for somebody in (make_account(), None):
        other = browser(somebody)
        for address in (
            "/en/reports/donor",
            "/en/reports/new",
            page.path,
            f"{page.path}/donor.json",
            f"{page.path}/team/a.csv",
        ):
            assert other.visit(address, follow=False).status in ({404} if somebody else {302, 303, 401})
    stranger = browser(make_account())
    posted = {"reason": "No.", "csrf_token": token_of(stranger)}
    assert stranger.post(f"/en/reports/r/{report.id}/supersede", posted).status == 404
    assert session.scalars(select(ReportDraft)).all() == []

    checked = begin(own, date(2024, 1, 1), date(2024, 3, 31)).submit("Save and check")
    clock.freeze(clock.now() + timedelta(minutes=20))
    asked = checked.submit("Submit and freeze")
    assert asked.all("//input[@type='password']")
    assert queries.number_of_reports() == 1


def test_periods_have_numbers(own, population, session):
    for code, number in (("2026-q3", "R-2026-Q3"), ("2026-h1", "R-2026-H1"), ("2025", "R-2025")):
        submit(own.visit("/en/reports/new").submit("Continue", period=code))
        assert newest().number == number
    refused = own.visit("/en/reports/new").submit("Continue", period="days")
    assert "Enter the first and the last day." in refused.text
