"""Tables as files: their cells against the reference, read back by another library."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.catalogue.models import TrainingModule
from lms.core import jobs
from lms.core.audit import AuditRecord
from lms.core.database import reading_only
from lms.core.extensions import db
from lms.disclosure.suppression import SIGN
from lms.enrolments.models import Enrolment
from lms.institutions.models import Institution
from lms.people.models import Person, Purpose
from lms.people.services import Agreement, agree, withdraw
from lms.reporting import exporting
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.dimensions import BANDS, SEXES, YOUTH, share
from lms.reporting.models import Export
from lms.reporting.reports import Audience, build
from lms.reporting.reports.persons import person_key
from tests.conftest import MONDAY
from tests.reporting.conftest import complete
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_enrolment, make_person

PERIOD = Period(date(2024, 1, 1), date(2025, 12, 31))
ASKED = "?from=2024-01-01&to=2025-12-31"


def table(slug, audience=Audience.TEAM):
    made = build(slug, Choice(PERIOD), audience, key=b"key")
    return {row["row"]: row for row in made.rows} | {"Total": made.total}


def test_rows_and_columns_of_both_tables_add_up(population, english):
    for slug in ("a", "b"):
        found = table(slug)
        for row in found.values():
            assert sum(row[sex] for sex in SEXES) == row["total"]
            if slug == "a":
                assert sum(row[band] for band in BANDS) == row["total"]
        for column in (*SEXES, "total"):
            assert sum(row[column] for line, row in found.items() if line != "Total") == found["Total"][column]


def test_percentages_are_rounded_half_up_from_the_counts():
    assert share(1, 8) == Decimal("0.125")
    assert share(1, 16) == Decimal("0.063")
    assert share(5, 2000) == Decimal("0.003")
    assert share(0, 0) is None


def test_youth_is_a_sum_of_atomic_bands():
    assert YOUTH["14-35"] - {"14", "15-17"} == YOUTH["18-28"] | {"29", "30-35"}


def test_the_public_table_hides_small_numbers_and_the_shares_made_of_them(population, english):
    found = table("a", Audience.PUBLIC)

    assert not [
        v
        for row in found.values()
        for key in (*SEXES, "total", *BANDS)
        if isinstance(v := row[key], int) and 0 < v < 10
    ]
    for row in found.values():
        if SIGN in (row["female"], row["male"]):
            assert row["women"] in (SIGN, None)


def test_neither_quarters_nor_modules_of_people_add_up_to_the_whole(editions, english):
    """Who completed in two quarters, or two modules, stands in both; the whole counts each person once."""
    winter, spring = datetime(2025, 2, 10, 5, tzinfo=UTC), datetime(2025, 5, 12, 5, tzinfo=UTC)
    first, second = editions
    for completions in (
        [(first, winter), (second, spring)],
        [(first, spring), (second, spring)],
        [(first, winter)],
        [(first, winter), (first, spring)],
    ):
        person = make_person()
        for edition, at in completions:
            complete(edition, person, at)
    quarters = [Period(date(2025, 1, 1), date(2025, 3, 31)), Period(date(2025, 4, 1), date(2025, 6, 30))]
    whole, modules = Period(date(2025, 1, 1), date(2025, 6, 30)), [edition.module_id for edition in editions]

    def people(period, *chosen):
        made = {
            slug: build(slug, Choice(period, modules=frozenset(chosen)), Audience.TEAM, key=b"")
            for slug in ("a", "b", "long")
        }
        numbers = {made[slug].total["total"] for slug in ("a", "b")}
        numbers.add(sum(row["value"] for row in made["long"].rows if row["measure"] == "people"))
        [number] = numbers
        return number

    assert people(whole, *modules) == 4
    assert [people(quarter, *modules) for quarter in quarters] == [3, 3]
    assert [people(whole, module) for module in modules] == [4, 2]
    assert [people(quarter, module) for quarter in quarters for module in modules] == [3, 0, 2, 2]


# ── Files ────────────────────────────────────────────────────────────────────


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


def test_the_workbook_holds_the_numbers_of_the_page(browser, coordinator, population):
    own = browser(coordinator)
    page = own.visit(f"/en/reports/tables/a{ASKED}")

    sheets = openpyxl.load_workbook(io.BytesIO(own.visit(f"/en/reports/files/a.xlsx{ASKED}").response.data))

    rows = list(sheets["Table A"].iter_rows(values_only=True))
    heads = next(number for number, row in enumerate(rows) if row[0] == "Institution type")
    total = next(row for row in rows if row[0] == "Total")
    assert rows[0][0] == "Demonstration data"
    assert rows[heads][1:6] == ("Female", "Male", "Other or prefer not to say", "Not stated", "Total")
    assert sum(total[1:5]) == total[5]
    assert f"{total[5]:,}" in "".join(page.all("//tfoot")[0].itertext())
    assert "Definitions" in sheets.sheetnames
    assert not [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_csv_has_a_mark_for_excel_and_a_choice_of_semicolons(browser, coordinator, population):
    own = browser(coordinator)

    comma = own.visit(f"/ru/reports/files/b.csv{ASKED}").response.data.decode("utf-8")
    semicolon = own.visit(f"/ru/reports/files/b.csv{ASKED}&delimiter=semicolon").response.data.decode("utf-8")

    assert comma.startswith("\ufeff")
    read = [list(csv.reader(io.StringIO(text[1:]), delimiter=sign)) for text, sign in ((comma, ","), (semicolon, ";"))]
    with_commas = [[cell.replace(".", ",") for cell in row] for row in read[0]]
    assert with_commas == [[cell.replace(".", ",") for cell in row] for row in read[1]]
    assert len(read[0]) >= 13


def test_json_says_what_it_is(browser, coordinator, population):
    data = json.loads(browser(coordinator).visit(f"/en/reports/files/a.json{ASKED}").response.data)

    assert data["demonstration"] is True
    assert data["period"] == {"from": "2024-01-01", "to": "2025-12-31"}
    assert sum(row["total"] for row in data["rows"]) == data["total"]["total"]


def test_every_export_is_recorded_with_its_filters(browser, coordinator, editions):
    browser(coordinator).visit(f"/en/reports/files/a.csv{ASKED}&region=KG-T")

    record = db.session.query(AuditRecord).filter_by(act="reporting.table.exported").one()
    assert record.actor_id == coordinator.id
    assert record.facts["asked_region"] == "KG-T"
    assert record.facts["asked_from"] == "2024-01-01"


def test_persons_are_asked_for_with_a_reason(browser, coordinator, editions):
    page = browser(coordinator).visit(f"/en/reports/persons{ASKED}").submit("Export", reason=" ", use="checking")

    assert page.status == 422
    assert "Write what the file is needed for." in page.text


def test_a_workbook_that_cannot_hold_the_rows_is_refused_before_anybody_waits(
    app, browser, coordinator, population, monkeypatch, tmp_path
):
    monkeypatch.setattr(exporting, "MOST_ROWS", 10)
    form = browser(coordinator).visit(f"/en/reports/persons{ASKED}")

    page = form.submit("Export", reason="Evaluation", use="checking", format="xlsx")

    assert page.status == 422
    assert "Choose CSV, or fewer days." in page.text
    assert db.session.query(Export).count() == 0
    assert form.submit("Export", reason="Evaluation", use="checking", format="csv").status == 200
    path = tmp_path / "file.xlsx"
    answer = run(app, "persons", "--from", "2024-01-01", "--to", "2025-12-31", "--output", str(path))
    assert answer.exit_code != 0
    assert "A sheet holds 9 rows" in answer.output
    assert not path.exists()


def test_persons_come_without_names_and_only_to_who_asked(app, browser, coordinator, population):
    own = browser(coordinator)
    page = own.visit(f"/en/reports/persons{ASKED}").submit("Export", reason="Evaluation", use="checking", format="csv")
    assert "The file is being made." in page.text
    export = db.session.query(Export).one()
    assert jobs.work_off() == 1
    db.session.expire_all()

    text = own.visit(page.path).click("Download").response.get_data(as_text=True)

    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert len(rows) > 100
    assert not {"name", "email", "phone", "birth_year", "points"} & set(rows[0])
    assert all(row["demonstration" if "demonstration" in row else "data"] for row in rows)
    made = db.session.query(AuditRecord).filter_by(act="reporting.export.made").one()
    assert (made.actor_id, made.subject_id) == (coordinator.id, str(export.id))
    assert made.facts == {"table": "persons", "lines": len(rows)}
    somewhere = db.session.scalars(select(Institution).limit(1)).one()
    others = [make_account(Role.COORDINATOR), make_account(Role.FOCAL_POINT, place=somewhere)]
    for other in map(browser, (*others, make_account(Role.TRAINER))):
        assert other.visit(f"/en/reports/exports/{export.id}").status == 404
        assert other.visit(f"/en/reports/exports/{export.id}/file").status == 404


#: Every door through which lists of people leave, with what is typed beside the reason.
DOORS = {
    "reporting.ask_for_persons": {"from": "2025-01-01", "to": "2025-12-31", "format": "csv", "use": "checking"},
    "certificates.download_register": {"format": "csv"},
    "nominations.export_people": {},
    "admin.export_log": {},
}


def test_lists_of_people_leave_for_those_alone_who_see_their_pages(app, browser):
    """Others ask as cleverly as they can, each with a reason: they see what is absent, and nothing is made."""
    keys = ("ministry-of-internal-affairs", "supreme-court")
    of_keys = select(Institution).where(Institution.key.in_(keys)).order_by(Institution.key)
    first, second = db.session.scalars(of_keys).all()
    address = app.url_map.bind("localhost").build

    def knock(actor):
        own = browser(actor)
        token = token_of(own)
        for door, typed in DOORS.items():
            values = {"language": "en", "institution_id": second.id}
            rule = next(app.url_map.iter_rules(door))
            path = address(door, {name: values[name] for name in rule.arguments}, method="POST")
            forged = {
                "csrf_token": token,
                "role": "coordinator",
                "place": str(first.id),
                "institution_id": str(first.id),
            }
            yield door, own.post(path, {**forged, "reason": "I need it", **typed}, follow=False)

    for actor in (make_account(Role.TRAINER), make_account(Role.FOCAL_POINT, place=first), make_account()):
        assert {door: page.status for door, page in knock(actor)} == dict.fromkeys(DOORS, 404)
    taken = AuditRecord.act.like("%.exported")
    assert not db.session.query(Export).count()
    assert not db.session.query(AuditRecord).filter(taken).count()

    opened = {door: page.status for door, page in knock(make_account(Role.COORDINATOR))}

    assert opened == {**dict.fromkeys(DOORS, 200), "reporting.ask_for_persons": 303, "admin.export_log": 404}
    assert {row.reason for row in db.session.query(AuditRecord).filter(taken)} == {"I need it"}
    assert db.session.query(AuditRecord).filter(taken).count() == 3


@pytest.mark.parametrize(("delimiter", "is_for_evaluation"), [(",", False), (";", True)])
def test_what_the_database_writes_is_what_its_rows_say(app, population, tmp_path, delimiter, is_for_evaluation):
    """The quick way of the CSV of persons gives the bytes of the way that every other table takes."""
    somebody = db.session.scalars(select(Enrolment).where(Enrolment.institution_id.is_not(None)).limit(1)).one()
    withdraw(db.session.get_one(Person, somebody.person_id), Purpose.STUDY, at=MONDAY)
    db.session.commit()
    choice = Choice(PERIOD, is_for_evaluation=is_for_evaluation)
    about = exporting.About(choice, Audience.TEAM, MONDAY)
    table = build("persons", choice, Audience.TEAM, key=b"one")
    slow, quick = tmp_path / "slow.csv", tmp_path / "quick.csv"

    exporting.write(table, about, exporting.Format.CSV, quick, delimiter=delimiter)
    exporting.write(replace(table, lines=None), about, exporting.Format.CSV, slow, delimiter=delimiter)

    assert quick.read_bytes() == slow.read_bytes()
    assert len(quick.read_bytes().splitlines()) == table.length + 1 > 20
    assert b"not-disaggregated" in quick.read_bytes() or is_for_evaluation


def test_codes_that_a_file_would_change_are_written_the_slow_way(population):
    assert build("persons", Choice(PERIOD), Audience.TEAM, key=b"one").lines is not None
    module = db.session.scalars(select(TrainingModule).limit(1)).one()

    module.code = "=M1"
    db.session.flush()

    assert build("persons", Choice(PERIOD), Audience.TEAM, key=b"one").lines is None


def test_an_evaluation_from_outside_reads_only_who_agreed_to_it(app, browser, coordinator, editions, frozen):
    agreed, silent, changed = (make_enrolment(editions[0], make_account().person) for _ in range(3))
    for enrolment in (agreed, changed):
        agree(enrolment.person, [Agreement(Purpose.EVALUATION, "2026-12", "hash", "en")], at=frozen)
    withdraw(changed.person, Purpose.EVALUATION, at=frozen)
    db.session.commit()
    own = browser(coordinator)
    form = own.visit("/en/reports/persons?from=2026-11-01&to=2026-11-16")
    assert form.submit("Export", reason="Evaluation").status == 422

    page = form.submit("Export", reason="Evaluation", use="evaluation", format="csv")
    jobs.work_off()
    text = own.visit(page.path).click("Download").response.get_data(as_text=True)

    rows = list(csv.DictReader(io.StringIO(text[1:])))
    key = app.config["SECRET_KEY"].encode()
    assert [row["person_key"] for row in rows] == [person_key(agreed.person_id, key)]
    assert not {"institution_id", "workplace_confirmed"} & set(rows[0])
    checked = build("persons", Choice(Period(date(2026, 11, 1), date(2026, 11, 16))), Audience.TEAM, key=key).rows
    assert {row["person_key"] for row in checked} >= {person_key(silent.person_id, key)}


# ── The command ──────────────────────────────────────────────────────────────


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["reports", "export", *arguments])


def test_a_long_export_never_takes_the_write_lock(browser, coordinator, population, monkeypatch):
    seen = []
    write = exporting.write
    monkeypatch.setattr(
        exporting, "write", lambda *given, **more: (seen.append(reading_only.get()), write(*given, **more))
    )
    browser(coordinator).visit(f"/en/reports/persons{ASKED}").submit("Export", reason="Evaluation", use="checking")

    jobs.work_off()

    assert seen == [True]
    assert reading_only.get() is False


def test_the_command_writes_a_table_in_a_language(app, population, tmp_path):
    path = tmp_path / "a.csv"

    answer = run(
        app,
        "a",
        "--from",
        "2024-01-01",
        "--to",
        "2025-12-31",
        "--format",
        "csv",
        "--output",
        str(path),
        "--language",
        "ru",
    )

    assert answer.exit_code == 0, answer.output
    assert "Суды" in path.read_text(encoding="utf-8")
    record = db.session.query(AuditRecord).filter_by(act="reporting.table.exported").one()
    assert (record.actor_id, record.origin) == (None, "command")


@pytest.mark.parametrize(
    ("table_name", "options", "sentence"),
    [
        ("z", (), "There is no table “z”."),
        ("long", ("--format", "pdf"), "The table “long” is read by programs and never printed."),
        ("persons", ("--format", "pdf"), "The table “persons” is read by programs and never printed."),
        ("persons", ("--audience", "public"), "never public"),
        ("long", ("--audience", "evaluation"), "gets the table of persons only"),
    ],
)
def test_the_command_refuses_with_a_sentence(app, session, tmp_path, table_name, options, sentence):
    path = tmp_path / "file"

    answer = run(app, table_name, "--from", "2024-01-01", "--to", "2025-12-31", "--output", str(path), *options)

    assert answer.exit_code != 0
    assert sentence in answer.output
    assert not path.exists()


def test_a_person_has_the_same_key_in_every_export(population, english):
    first, second = (
        [row["person_key"] for row in build("persons", Choice(PERIOD), Audience.TEAM, key=b"one").rows]
        for _ in range(2)
    )
    other = [row["person_key"] for row in build("persons", Choice(PERIOD), Audience.TEAM, key=b"two").rows]

    assert first == second
    assert not set(first) & set(other)


def test_every_measure_has_a_definition(editions, english):
    made = build("long", Choice(PERIOD), Audience.TEAM, key=b"")

    assert {measure.value for measure in Measure} <= {term for term, _meaning in made.definitions}
