"""Reading by a token: the same table as the file of the page, nothing without a token, nothing beyond the role."""

import base64
import csv
import io
from datetime import timedelta

import jsonschema
import pytest
from openapi_spec_validator import validate
from sqlalchemy import select

from lms.accounts.models import Role
from lms.api import services
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.reporting.reports import PUBLIC_TABLES, Audience, tables
from lms.reporting.seed import seed_population
from lms.reporting.services import save_table
from lms.reporting.stretches import Stretch
from tests.support.factories import make_account, make_edition
from tests.support.packs import small_module

YEAR = "from=2026-01-01&to=2026-11-16"


@pytest.fixture
def population(session):
    make_edition(small_module())
    seed_population(120, 5, at=clock.now())
    db.session.commit()


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


@pytest.fixture
def token(coordinator):
    return made(coordinator, Audience.TEAM)


@pytest.fixture
def public_token(coordinator):
    return made(coordinator, Audience.PUBLIC)


def made(account, audience):
    _token, secret = services.make_token(account.id, "Book", audience, lasts=timedelta(days=30), at=clock.now())
    db.session.commit()
    return secret


@pytest.fixture
def read(app):
    client = app.test_client()

    def ask(address, secret=None, scheme="Bearer"):
        headers = {"Authorization": f"{scheme} {secret}"} if secret else {}
        return client.get(f"/api/v1/{address}", headers=headers)

    return ask


def test_the_same_table_as_the_file_of_the_page(browser, population, coordinator, token, read):
    page = browser(coordinator)
    for slug in ("a", "b", "long"):
        by_hand = page.visit(f"/en/reports/files/{slug}.json?{YEAR}").response.json
        by_program = read(f"tables/{slug}.json?{YEAR}", token).json
        assert {**by_program, "as_of": 0} == {**by_hand, "as_of": 0}
        assert by_program["rows"]


def test_the_same_protection_too(browser, population, coordinator, public_token, read):
    by_hand = browser(coordinator).visit(f"/en/reports/files/a.json?{YEAR}&audience=public").response.json
    by_program = read(f"tables/a.json?{YEAR}", public_token).json

    assert {**by_program, "as_of": 0} == {**by_hand, "as_of": 0}
    assert any("·" in row.values() for row in by_program["rows"])


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
    public = [one["table"] for one in read("tables", public_token).json["tables"]]

    assert team == [slug for slug in tables() if slug != "persons"]
    assert "e" in team
    assert public == list(PUBLIC_TABLES)
    assert "long" not in public


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


@pytest.mark.parametrize("asked", ["workplace=confirmed", "institution=00000000-0000-7000-8000-000000000000"])
def test_nothing_by_which_a_published_table_could_be_subtracted(session, public_token, read, asked):
    assert read(f"tables/a.json?{asked}", public_token).status_code == 422


@pytest.mark.parametrize("slug", ["persons", "nothing"])
def test_single_enrolments_are_no_table_for_programs(session, token, read, slug):
    assert read(f"tables/{slug}.csv", token).status_code == 404


def test_each_reading_is_recorded_with_its_filters(population, coordinator, token, read):
    read(f"tables/a.json?{YEAR}&sex=female", token)

    row = db.session.scalars(select(AuditRecord).where(AuditRecord.act == "reporting.table.exported")).one()
    assert row.actor_id == coordinator.id
    assert (row.facts["table"], row.facts["asked_sex"], row.facts["audience"]) == ("a", "female", "team")
    assert token not in str(row.facts)


def test_sixty_in_a_minute_and_no_more(session, token, read):
    statuses = [read("tables", token).status_code for _number in range(services.MOST_IN_A_MINUTE + 2)]

    assert statuses == [200] * services.MOST_IN_A_MINUTE + [429] * 2
    clock.freeze(clock.now() + timedelta(minutes=1))
    assert read("tables", token).status_code == 200


def test_the_description_is_sound_and_what_is_answered_fits_it(population, token, read):
    described = read("openapi.json").json
    validate(described)
    schemas = described["components"]["schemas"]

    jsonschema.validate(read("tables", token).json, schemas["Tables"])
    for slug in (one["table"] for one in read("tables", token).json["tables"]):
        jsonschema.validate(read(f"tables/{slug}.json?{YEAR}", token).json, schemas["Table"])
    jsonschema.validate(read("tables/a.json?colour=blue", token).json, schemas["Problem"])
    jsonschema.validate(read("tables/a.json").json, schemas["Problem"])
    named = {one["name"] for one in described["paths"]["/tables/{table}.json"]["get"]["parameters"]}
    for name in named - {"table"}:
        refused = read(f"tables/a.json?{name}=%20", token).json
        assert "There is no such parameter." not in str(refused), name


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
