"""Certificates and the equity check, gain and funnel: every cell against plain Python over the raw rows."""

from collections import Counter
from datetime import date, timedelta, timezone
from importlib import import_module
from itertools import product

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.catalogue.queries import document_of
from lms.certificates.models import Certificate, CertificateLookup
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.disclosure.suppression import SIGN, TOTAL
from lms.enrolments.models import Enrolment, Step
from lms.institutions.models import InstitutionType
from lms.people.models import Consent
from lms.quizzes.models import Attempt
from lms.reporting.choices import Choice, Period
from lms.reporting.reports import Audience, build
from lms.reporting.reports.funnel import STEPS, funnel, funnel_table
from lms.reporting.reports.gain import ROWS, gain_table
from tests.reporting.conftest import populate
from tests.reporting.outcome_reference import Closed, figures, rounded
from tests.support.databases import count_queries
from tests.support.factories import make_account

table_f = import_module("lms.reporting.reports.table_f")  # the package calls its function by the same name
TODAY = date(2026, 11, 16)
WHOLE = Period(date(2019, 1, 1), date(2026, 12, 31))
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
BISHKEK = timezone(timedelta(hours=6))
TITLES = ("M91. Title of practice", "M92. Title of second-practice")


@pytest.fixture
def titles(editions):
    return dict(zip((edition.module_id for edition in editions), TITLES, strict=True))


def quarter_of(day):
    return f"{day.year}, quarter {(day.month + 2) // 3}"


# ── Certificates ─────────────────────────────────────────────────────────────


def certificates_by_hand(period, titles):
    """Line to column to number, from every certificate one by one."""
    found = {}
    enrolments = {row.id: row for row in db.session.scalars(select(Enrolment))}
    certificates = {row.id: row for row in db.session.scalars(select(Certificate))}
    successors = {row.superseded_by_id for row in certificates.values()}
    consents = [row for row in db.session.scalars(select(Consent)) if row.purpose == "study"]
    withheld = {row.person_id for row in consents} - {row.person_id for row in consents if not row.withdrawn_at}

    def line(enrolment, day):
        if period.start <= day <= period.end:
            yield found.setdefault(f"{titles[enrolment.module_id]}: {quarter_of(day)}", Counter())
            yield found.setdefault("Total", Counter())

    for row in certificates.values():
        enrolment = enrolments[row.enrolment_id]
        if row.id not in successors:
            for numbers in line(enrolment, row.issued_at.astimezone(BISHKEK).date()):
                numbers.update({"total": 1, "withheld" if enrolment.person_id in withheld else enrolment.sex: 1})
        if row.revoked_at:
            for numbers in line(enrolment, row.revoked_at.astimezone(BISHKEK).date()):
                numbers["revoked"] += 1
    for look in db.session.scalars(select(CertificateLookup)):
        for numbers in line(enrolments[certificates[look.certificate_id].enrolment_id], look.day):
            numbers["lookups"] += look.count
    return found


@pytest.mark.parametrize("seed", [7, 12])
def test_certificates_are_what_is_counted_by_hand(editions, english, titles, seed):
    populate(300, seed)
    for number, row in enumerate(db.session.scalars(select(Certificate).order_by(Certificate.serial))):
        if number % 3 == 0:
            day = row.issued_at.astimezone(BISHKEK).date()
            db.session.add(CertificateLookup(certificate_id=row.id, day=day, count=number % 4 + 1))
        if number % 10 == 0 and row.state == "valid":
            row.state, row.revoked_code, row.revoked_reason = "revoked", "other-person", "Somebody else."
            row.revoked_at = row.issued_at
    db.session.commit()
    for period in (WHOLE, YEAR):
        made = build("f", Choice(period), Audience.TEAM, key=b"")
        found = {row["row"]: row for row in [*made.rows, made.total]}
        wanted = certificates_by_hand(period, titles)

        assert found.keys() == wanted.keys()
        keys = ("female", "male", "total", "lookups", "revoked")
        assert {line: [row[key] for key in keys] for line, row in found.items()} == {
            line: [numbers[key] for key in keys] for line, numbers in wanted.items()
        }
        assert "The certificate was issued to another person: " in found["Total"]["reason"]


def test_few_certificates_are_not_published(population, english):
    made = build("f", Choice(WHOLE), Audience.PUBLIC, key=b"")

    for row in [*made.rows, made.total]:
        assert not [
            row[key] for key in ("female", "male", "total", "revoked") if row[key] != SIGN and 0 < row[key] < 10
        ]
        assert row["reason"] in (None, SIGN)


@pytest.mark.parametrize("k_of_all", [5, 10])
def test_everybodys_certificates_are_told_from_ten_on_because_rows_add_up_to_them(monkeypatch, k_of_all):
    """Numbers of everybody by sex need five, but a row that needs ten is at most what all rows are together.

    So a threshold of five for the totals of this table would show nothing more, which is tried here, too.
    """
    rows = ("a", "b")
    strict = table_f.suppress
    monkeypatch.setattr(
        table_f,
        "suppress",
        lambda *a, k, **more: strict(*a, k=lambda cell: k_of_all if cell[0] == TOTAL else k, **more),
    )
    for numbers in product((0, 2, 4, 7), repeat=4):
        inner = dict(zip(product(rows, ("female", "male")), numbers, strict=True))
        hidden = table_f.hidden_cells(rows, inner, {})
        totals = {sex: inner["a", sex] + inner["b", sex] for sex in ("female", "male")}
        totals[TOTAL] = sum(totals.values())
        few = {column for column, number in totals.items() if 0 < number < 10}
        assert few <= {column for row, column in hidden if row == TOTAL}, numbers


# ── The equity check ─────────────────────────────────────────────────────────


def test_lines_of_ten_with_what_was_counted_by_hand(editions, english, titles):
    populate(900, 7)
    reference = Closed(WHOLE, TODAY)
    rows = [row for row in reference.rows if not row["is_withheld"]]
    sizes = Counter((row["module"], row["sex"], row["region"], row["profession"]) for row in rows)
    done = Counter((r["module"], r["sex"], r["region"], r["profession"]) for r in rows if r["in_time"])

    made = build("g", Choice(WHOLE), Audience.TEAM, key=b"")

    found = [(line["row"], line["enrolled"], line["completed"], line["completion"]) for line in made.rows]
    wanted = [(titles[key[0]], n, done[key], rounded(done[key] / n, "0.001")) for key, n in sizes.items() if n >= 10]
    assert sorted(found) == sorted(wanted)
    assert len(found) > 5
    told = [line for line in made.rows if line["paired"] not in (SIGN, 0)]
    assert all(line["paired"] >= 10 for line in told)


def test_the_equity_check_is_never_published_and_each_look_is_recorded(browser, population, english):
    with pytest.raises(ValueError, match="never published"):
        build("g", Choice(WHOLE), Audience.PUBLIC, key=b"")
    account = make_account(Role.COORDINATOR)
    coordinator = browser(account)

    page = coordinator.visit("/en/reports/tables/g?from=2019-01-01&region=KG-GB")

    assert "this table is never published" in page.text
    look = db.session.query(AuditRecord).filter_by(act="reporting.table.seen").one()
    assert (look.actor_id, look.facts["table"], look.facts["asked_region"]) == (account.id, "g", "KG-GB")
    assert coordinator.visit("/en/reports/tables/g?audience=public").status == 404
    assert coordinator.visit("/en/reports/files/g.xlsx?audience=public").status == 404
    assert browser(make_account()).visit("/en/reports/tables/g").status in {403, 404}


def test_thousands_of_lines_stand_on_several_pages(browser, population, english, monkeypatch):
    monkeypatch.setattr("lms.reporting.views.participation.LINES", 2)
    address = "/en/reports/tables/g?from=2019-01-01&to=2026-12-31"
    whole = build("g", Choice(WHOLE), Audience.TEAM, key=b"").rows
    coordinator = browser(make_account(Role.COORDINATOR))

    seen, page = [], coordinator.visit(address)
    while True:
        lines = page.all("//table[@id='table']/tbody/tr")
        assert 0 < len(lines) <= 2
        seen += [[" ".join(cell.text_content().split()) for cell in line.xpath("./*")][:5] for line in lines]
        following = page.all("//nav[@class='pagination']//a[@rel='next']")
        if not following:
            break
        page = coordinator.visit(following[0].get("href"))

    assert [line[0] for line in seen] == [line["row"] for line in whole]
    assert [line[4] for line in seen] == [str(line["enrolled"]) for line in whole]
    assert len(whole) > 4
    assert not coordinator.visit("/en/reports/tables/c?from=2019-01-01").all("//nav[@class='pagination']")


def test_each_look_at_all_numbers_is_recorded_and_none_at_protected_ones(browser, population):
    coordinator = browser(make_account(Role.COORDINATOR))
    days = "from=2024-01-01"
    pages = (
        "?sex=male",
        "/tables/a?sex=male",
        "/people?rows=age",
        "/cross-tables?rows=sex&columns=region",
        "/funnel?",
        "/gain?rows=sex",
    )
    for path in pages:
        assert coordinator.visit(f"/en/reports{path}&{days}").status == 200
    coordinator.visit("/en/reports/institutions?year=2025&type=court")
    coordinator.visit(f"/en/reports/tables/a?audience=public&{days}")
    coordinator.visit(f"/en/reports/cross-tables?audience=public&rows=sex&{days}")

    looks = [row.facts for row in db.session.query(AuditRecord).filter_by(act="reporting.table.seen")]

    assert looks.pop() == {"table": "institutions", "year": 2025, "quarter": 0, "asked_type": "court"}
    assert {look.pop("asked_from") for look in looks} == {"2024-01-01"}
    told = {look["table"]: {name: look[name] for name in look if name not in {"table", "asked_to"}} for look in looks}
    assert told == {
        "overview": {"asked_sex": "male"},
        "a": {"asked_sex": "male"},
        "participation": {"asked_rows": "age"},
        "cross": {"asked_rows": "sex", "asked_columns": "region", "asked_measure": "people"},
        "funnel": {},
        "gain": {"asked_rows": "sex"},
    }
    assert len(looks) == len(told)


def test_the_command_refuses_to_publish_the_equity_check(app, session, tmp_path):
    path = tmp_path / "file"
    asked = ["g", "--from", "2024-01-01", "--to", "2025-12-31", "--output", str(path)]

    answer = app.test_cli_runner().invoke(args=["reports", "export", *asked, "--audience", "public"])

    assert answer.exit_code != 0
    assert "never public" in answer.output
    assert not path.exists()
    assert app.test_cli_runner().invoke(args=["reports", "export", *asked]).exit_code == 0


def test_the_command_previews_a_table_with_small_numbers_hidden(app, population, tmp_path):
    path = tmp_path / "a.csv"
    asked = ["a", "--from", "2024-01-01", "--to", "2025-12-31", "--format", "csv", "--output", str(path)]

    assert app.test_cli_runner().invoke(args=["reports", "export", *asked]).exit_code == 0
    assert "·" not in path.read_text("utf-8-sig")
    assert app.test_cli_runner().invoke(args=["reports", "export", *asked, "--audience", "public"]).exit_code == 0
    assert "·" in path.read_text("utf-8-sig")


# ── Gain ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", [7, 8])
def test_gain_is_what_is_worked_out_by_hand(editions, english, titles, seed):
    populate(500, seed)
    reference = Closed(WHOLE, TODAY)
    group_of = dict(db.session.execute(select(InstitutionType.code, InstitutionType.group_code)).all())
    of_line = {
        "module": lambda row: row["module"],
        "group": lambda row: group_of.get(row["type"]),
        "profession": lambda row: row["profession"],
        "sex": lambda row: row["sex"],
        "language": lambda row: row["language"],
    }
    pairs = [row for row in reference.tested if row["pair"]]
    assert tuple(of_line) == ROWS
    for rows, line_of in of_line.items():
        made = gain_table(Choice(WHOLE), rows)
        sizes = Counter(line_of(row) for row in pairs)
        by_size = {}
        for line, size in sizes.items():
            by_size.setdefault(size, []).append(figures([row["pair"] for row in pairs if line_of(row) == line]))

        keys = [column.key for column in made.columns[1:]]
        everybody = figures([row["pair"] for row in pairs])
        assert [made.total[key] for key in keys] == [everybody[key] for key in keys]
        told = [row for row in made.rows if row["paired"] not in (SIGN, 0)]
        assert told
        for row in told:
            assert {key: row[key] for key in keys} in by_size[row["paired"]], (rows, row)
        assert min(row["paired"] for row in told) >= 10
        rest = len(pairs) - sum(row["paired"] for row in told)
        assert rest == 0 or rest >= 10
        assert len(made.rows) == len(set(sizes) | (set(titles) if rows == "module" else set()))


def test_one_filter_more_gives_nobody_away(editions, english):
    """All that the lines of two divisions show together with their sums never leaves one to nine people."""
    populate(500, 7)
    by_sex = gain_table(Choice(WHOLE), "sex").rows
    labels = {row["row"]: row["paired"] for row in by_sex}
    within = {
        sex: gain_table(Choice(WHOLE, sexes=frozenset({sex})), "profession") for sex in ("female", "male", "other")
    }
    whole = {row["row"]: row["paired"] for row in gain_table(Choice(WHOLE), "profession").rows}
    for line, size in whole.items():
        parts = [row["paired"] for made in within.values() for row in made.rows if row["row"] == line]
        if size != SIGN and parts:
            rest = size - sum(part for part in parts if part != SIGN)
            assert rest == 0 or rest >= 10, line
    assert within["female"].total["paired"] == labels["Female"]
    two = gain_table(Choice(WHOLE, sexes=frozenset({"female"}), regions=frozenset({"KG-GB"})), "module")
    assert {row["paired"] for row in two.rows} == {SIGN}


# ── The funnel ───────────────────────────────────────────────────────────────


def funnel_by_hand(period):
    steps, tried = {}, set()
    for step in db.session.scalars(select(Step)):
        steps.setdefault(step.enrolment_id, set()).add(step.key)
    for attempt in db.session.scalars(select(Attempt)):
        if attempt.kind == "final" and attempt.handed_in_at:
            tried.add(attempt.enrolment_id)
    found = {}
    for row in db.session.scalars(select(Enrolment)):
        if not period.start <= row.started_on <= period.end:
            continue
        done = steps.get(row.id, set())
        lessons = {f"lesson:{lesson.key}" for lesson in document_of(row.edition_id).lessons}
        came = [
            True,
            bool(lessons & done),
            lessons <= done,
            lessons | {"scenario"} <= done,
            row.id in tried,
            row.state == "completed",
        ]
        last = max(place for place, is_reached in enumerate(came) if is_reached)
        for key in (str(row.module_id), "all"):
            found.setdefault(key, Counter()).update(STEPS[: last + 1])
    return found


def test_the_funnel_is_what_is_counted_by_hand(population, english):
    for period in (WHOLE, YEAR):
        assert funnel(Choice(period)) == funnel_by_hand(period)

    total = funnel_table(Choice(WHOLE), funnel(Choice(WHOLE))).total
    numbers = [total[step] for step in STEPS]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > numbers[1] > numbers[2] > numbers[5] > 0


# ── The pages ────────────────────────────────────────────────────────────────


def test_the_pages_and_their_files(app, browser, population):
    coordinator = browser(make_account(Role.COORDINATOR))
    pages = ["tables/f", "tables/g", "funnel", *(f"gain?rows={rows}" for rows in ROWS)]
    for path in pages:
        for language in ("en", "ky", "ru"):
            sign = "&" if "?" in path else "?"
            with count_queries(app) as statements:
                page = coordinator.visit(f"/{language}/reports/{path}{sign}from=2019-01-01")
            assert page.status == 200
            assert page.all("//table"), path
            assert len(statements) <= 30, path
    for path in ("f.xlsx", "f.csv", "g.json", "funnel.csv", "gain.xlsx?rows=sex"):
        assert coordinator.visit(f"/en/reports/files/{path}").status == 200
    assert coordinator.visit("/en/reports/gain?rows=age").status == 404
    assert coordinator.visit("/en/reports/files/gain.csv?rows=age").status == 404
    assert coordinator.visit("/en/reports").click("How far people come, step by step").status == 200
