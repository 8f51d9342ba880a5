"""Reading by a token: the same table as the file of the page, nothing without a token, nothing beyond the role."""

import base64
import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.api import services
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.i18n import LANGUAGES
from lms.releases import queries
from lms.releases.frozen import tables_of
from lms.releases.held import TABLES
from lms.reporting.reports import tables
from lms.reporting.services import save_table
from lms.reporting.stretches import Stretch
from lms.sheets import Kind
from tests.api.conftest import DAYS
from tests.reporting.conftest import complete
from tests.support.factories import make_account, make_person
from tests.support.factories.releases import make_frozen_report

YEAR = "from=2026-01-01&to=2026-11-16"
QUARTER = "from=2026-07-01&to=2026-09-30"
EXPORTED = "reporting.table.exported"


def test_the_same_table_as_the_file_of_the_page(browser, population, coordinator, token, read):
    page = browser(coordinator)
    for slug in ("a", "b", "long"):
        by_hand = page.visit(f"/en/reports/files/{slug}.json?{YEAR}").response.json
        by_program = read(f"tables/{slug}.json?{YEAR}", token).json
        assert {**by_program, "as_of": 0} == {**by_hand, "as_of": 0}
        assert by_program["rows"]


def test_with_small_numbers_hidden_it_is_the_table_of_the_submitted_report(population, report, public_token, read):
    frozen = queries.report_by_id(report.id).donor
    for slug in ("a", "b", "e"):
        for language in LANGUAGES:
            [table] = [table for table in tables_of(frozen, language) if table.slug == slug]
            found = read(f"tables/{slug}.json?{QUARTER}&language={language}", public_token).json
            assert (found["title"], found["audience"]) == (table.title, "public")
            assert found["report"] == {"number": report.number, "version": 1}
            lines = [*found["rows"], *([found["total"]] if found["total"] else [])]
            for line, (_code, cells) in zip(lines, table.lines(), strict=True):
                for column, cell in zip(table.columns, cells, strict=True):
                    wanted = float(cell * 100) if column.kind is Kind.PERCENT and isinstance(cell, Decimal) else cell
                    assert line[column.key] == (float(wanted) if isinstance(wanted, Decimal) else wanted)
    text = read(f"tables/a.csv?{QUARTER}&delimiter=semicolon", public_token).get_data(as_text=True)
    assert "·" in text
    assert read("tables/a.json", public_token).json == read(f"tables/a.json?{QUARTER}", public_token).json
    assert read("tables/g.json", public_token).status_code == 404


def test_two_readings_with_hidden_numbers_can_never_be_subtracted(population, report, public_token, read):
    """Another day, another filter, another evening: the same table, whole, or none at all."""
    first = read(f"tables/a.json?{QUARTER}", public_token).get_data()
    filters = ("sex=female", "region=KG-C", "module=practice", "output=O1", "workplace=confirmed")
    institution = "institution=00000000-0000-7000-8000-000000000000"
    for asked in (*filters, "group=court", "profession=judge", "age=18-28", institution):
        refused = read(f"tables/a.json?{QUARTER}&{asked}", public_token)
        assert refused.status_code == 422
        assert "rows" not in refused.json
    for days in ("from=2026-07-01&to=2026-09-29", "from=2026-06-30&to=2026-09-30", "from=2026-07-01", YEAR):
        assert list(read(f"tables/a.json?{days}", public_token).json["problems"]) == ["from"]

    for _each in range(2):
        complete(population, make_person(), clock.now().replace(month=8))
    db.session.commit()
    assert read(f"tables/a.json?{QUARTER}", public_token).get_data() == first


def test_a_report_that_was_changed_is_given_to_nobody(population, report, public_token, read):
    facts = {"digest": "of another"}
    db.session.add(AuditRecord(at=clock.now(), act="releases.report.frozen", subject_id=str(report.id), facts=facts))
    db.session.commit()

    assert read(f"tables/a.json?{QUARTER}", public_token).status_code == 409


def test_csv_for_a_russian_excel(population, token, read):
    text = read(f"tables/b.csv?{YEAR}&delimiter=semicolon&language=ru", token).get_data(as_text=True)

    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0][0] == "Регион"
    assert {len(row) for row in rows} == {len(rows[0])}


def test_a_token_may_stand_where_excel_has_a_field(population, token, read):
    pair = base64.b64encode(f"anybody:{token}".encode()).decode()

    assert read("tables", pair, "Basic").status_code == 200


@pytest.mark.parametrize("scheme", ["Bearer", "Basic", "Digest"])
def test_nothing_without_a_token(session, read, scheme):
    for secret in (None, "sabak_wrong", ""):
        refused = read(f"tables/a.json?{YEAR}", secret, scheme)
        assert refused.status_code == 401
        assert [value.split()[0] for value in refused.headers.getlist("WWW-Authenticate")] == ["Bearer", "Basic"]
        assert "rows" not in refused.json


def test_a_cookie_opens_nothing(browser, population, coordinator):
    assert browser(coordinator).visit("/api/v1/tables").status == 401


def test_with_the_role_the_right_ends(population, coordinator, token, read):
    for grant in coordinator.grants:
        grant.ends_at = clock.now()
    db.session.commit()

    assert read("tables", token).status_code == 404


def test_which_tables_a_token_opens(session, token, public_token, read):
    team = [one["table"] for one in read("tables", token).json["tables"]]
    assert read("tables", public_token).json["tables"] == []
    assert read("tables/a.json", public_token).status_code == 404

    assert team == [slug for slug in tables() if slug != "persons"]
    assert "e" in team


def test_which_reports_a_token_opens(population, coordinator, report, public_token, read):
    """The newest version of each, with its days."""
    newer = make_frozen_report(coordinator, *DAYS, replaces=report)
    db.session.commit()

    found = read("tables", public_token).json["tables"]

    assert [one["table"] for one in found] == list(TABLES)
    assert {(one["from"], one["to"], one["report"], one["version"]) for one in found} == {
        ("2026-07-01", "2026-09-30", newer.number, 2)
    }
    assert read(f"tables/a.json?{QUARTER}", public_token).json["report"]["version"] == 2


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("tables/a.json?from=yesterday", "from"),
        ("tables/a.json?from=2026-05-01&to=2026-01-01", "to"),
        ("tables/a.json?region=nowhere", "region"),
        ("tables/a.json?institution=00000000-0000-7000-8000-000000000000", "institution"),
        ("tables/a.json?colour=blue", "colour"),
        ("tables/a.csv?delimiter=tab", "delimiter"),
        ("tables/a.json?language=de", "language"),
    ],
)
def test_what_is_not_understood_is_refused_and_named(session, token, read, address, name):
    refused = read(address, token)

    assert refused.status_code == 422
    assert list(refused.json["problems"]) == [name]


@pytest.mark.parametrize("slug", ["persons", "nothing"])
def test_single_enrolments_are_no_table_for_programs(session, token, read, slug):
    assert read(f"tables/{slug}.csv", token).status_code == 404


def test_each_reading_is_recorded_with_its_filters(population, coordinator, token, read):
    read(f"tables/a.json?{YEAR}&sex=female", token)

    row = db.session.scalars(select(AuditRecord).where(AuditRecord.act == EXPORTED)).one()
    assert row.actor_id == coordinator.id
    assert (row.facts["table"], row.facts["asked_sex"], row.facts["audience"]) == ("a", "female", "team")
    assert token not in str(row.facts)


def test_so_is_each_reading_of_a_report(population, coordinator, report, public_token, read):
    read(f"tables/a.csv?{QUARTER}", public_token)

    row = db.session.scalars(select(AuditRecord).where(AuditRecord.act == EXPORTED)).one()
    assert (row.actor_id, row.subject_id) == (coordinator.id, str(report.id))
    assert (row.facts["table"], row.facts["format"], row.facts["audience"]) == ("a", "csv", "public")


def test_sixty_in_a_minute_and_no_more(session, token, read):
    statuses = [read("tables", token).status_code for _number in range(services.MOST_IN_A_MINUTE + 2)]

    assert statuses == [200] * services.MOST_IN_A_MINUTE + [429] * 2
    clock.freeze(clock.now() + timedelta(minutes=1))
    assert read("tables", token).status_code == 200


def test_saved_tables_of_the_owner_and_of_nobody_else(browser, population, coordinator, token, public_token, read):
    saved = save_table(coordinator.id, "Women", {"rows": "region", "columns": "", "sex": "female"}, Stretch.THIS_YEAR,
                       at=clock.now())  # fmt: skip
    lost = save_table(coordinator.id, "Old", {"rows": "sex", "region": "KG-X"}, Stretch.THIS_YEAR, at=clock.now())
    foreign = save_table(
        make_account(Role.COORDINATOR).id, "Foreign", {"rows": "sex"}, Stretch.THIS_YEAR, at=clock.now()
    )
    db.session.commit()

    told = read("saved-tables", token).json
    assert [(row["id"], row["name"], row["period"]) for row in told["tables"]] == [
        (str(lost.id), "Old", "this_year"), (str(saved.id), "Women", "this_year")
    ]  # fmt: skip
    assert read("saved-tables", public_token).json["tables"] == []
    by_program = read(f"saved-tables/{saved.id}.json", token).json
    by_hand = (
        browser(coordinator)
        .visit(f"/en/reports/cross-tables.json?rows=region&columns=&sex=female&from={by_program['period']['from']}")
        .response.json
    )
    assert {**by_program, "as_of": 0} == {**by_hand, "as_of": 0}
    assert by_program["total"]["total"] > 0
    assert read(f"saved-tables/{saved.id}.csv", token).mimetype == "text/csv"
    assert read(f"saved-tables/{saved.id}.json", public_token).status_code == 404
    assert read(f"saved-tables/{foreign.id}.json", token).status_code == 404
    assert read(f"saved-tables/{saved.id}.json?region=KG-T", token).status_code == 422
    assert "region" in read(f"saved-tables/{lost.id}.json", token).json["problems"]
