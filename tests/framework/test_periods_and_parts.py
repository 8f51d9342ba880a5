"""Targets and milestones of quarters and of women and men; evidence of what was typed in."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from lms.accounts.models import Role
from lms.core import clock, files
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.disclosure.suppression import SIGN
from lms.framework import services
from lms.framework.indicators import indicators
from lms.framework.models import IndicatorEntry, IndicatorEvidence
from lms.framework.parts import parts_of
from lms.framework.retention import remove_evidence
from lms.framework.spans import Span, Where, period_of, span_of
from lms.framework.table_e import source_of, standings
from lms.releases.held import with_framework_alike
from lms.reporting.choices import Choice, Period
from lms.reporting.reports import Audience
from tests.releases.test_framework_in_reports import people_table
from tests.reporting.conftest import editions, english, population, settled
from tests.reporting.reference import Reference
from tests.support.factories import make_account, make_completion
from tests.support.factories.framework import make_indicator_evidence
from tests.support.factories.gatherings import make_event

__all__ = ["editions", "english", "population", "settled"]
QUARTER = Period(date(2025, 4, 1), date(2025, 6, 30))


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


def set_milestone(coordinator, code, milestone, span=Span.SECOND_QUARTER, part="", **numbers):
    given = dict.fromkeys(("baseline", "target", "value")) | numbers | {"milestone": Decimal(milestone)}
    where = Where(code, 2025, span, part)
    services.set_numbers(where, given, variance="", quality="", by=coordinator.id, at=clock.now())


def test_periods_are_found_by_their_days():
    for span in Span:
        assert span_of(period_of(2025, span)) is span
    assert span_of(Period(date(2025, 1, 1), date(2025, 11, 28))) is Span.YEAR
    assert span_of(Period(date(2025, 7, 1), date(2025, 8, 1))) is Span.THIRD_QUARTER
    assert span_of(Period(date(2025, 2, 1), date(2025, 3, 31))) is None
    assert span_of(Period(date(2024, 7, 1), date(2025, 6, 30))) is None


def test_parts_are_counted_again_in_plain_python(english, population, coordinator):
    make_event(coordinator, held_on=date(2025, 5, 4), region_code="KG-T")
    make_event(coordinator, held_on=date(2025, 5, 4), region_code="KG-O", duty_bearers=0)
    people = [row for row in Reference().rows_of("people", Choice(QUARTER)) if not row["is_withheld"]]
    parts = {"sex:female", "sex:male", "band:18-28", "region:KG-C", "region:KG-T"}
    for part in parts:
        set_milestone(coordinator, "I-1", 5, part=part)
    for part in ("region:KG-T", "region:KG-O"):
        set_milestone(coordinator, "I-11", 2, part=part)
    set_milestone(coordinator, "I-1", 40, span=Span.YEAR, target=Decimal(90))

    found = {one.code: one for one in standings(Choice(QUARTER))}

    def number(part):
        dimension, code = part.split(":")
        if dimension == "sex":
            return sum(row["sex"] == code for row in people)
        if dimension == "band":
            return sum(row["age_band"] in {"18-24", "25-28"} for row in people)
        return sum(row["region"] == code for row in people)

    assert {code for code in found if code.startswith("I-1/")} == {f"I-1/{part}" for part in parts}
    assert {part: int(found[f"I-1/{part}"].value) for part in parts} == {part: number(part) for part in parts}
    assert number("sex:female") > 0
    assert (found["I-11/region:KG-T"].value, found["I-11/region:KG-O"].value) == (1, 0)
    assert found["I-11/region:KG-T"].share == Decimal("0.5")
    # The target of the year holds for its quarter; its milestone does not.
    assert (found["I-1"].entry.target, found["I-1"].aim) == (90, None)
    whole = {one.code: one for one in standings(Choice(period_of(2025, Span.YEAR)))}
    assert (whole["I-1"].aim, whole["I-1/sex:female"].aim) == (40, None)
    hidden = {one.code: one for one in standings(Choice(QUARTER), Audience.PUBLIC)}
    assert all(one.is_hidden or one.value == 0 or one.value >= 5 for code, one in hidden.items() if "I-1/" in code)


def test_every_part_has_its_words_and_its_cell(english, editions):
    for one in indicators():
        names = parts_of(one)
        assert len(names) > 1 or not one.parts
        if one.computed and one.computed not in {"joint", "application"}:  # neither stands in a table
            assert all(source_of(f"{one.code}/{part}") for part in names if part)


def test_a_part_is_hidden_where_its_table_hides_it(app, english):
    table = people_table(40)
    assert source_of("I-1/sex:female").column == "female"
    assert source_of("I-10/region:KG-T") is None
    [made] = [each for each in with_framework_alike([table, _of_women()]) if each.slug == "e"]
    assert made.rows[0][1] == SIGN


def _of_women():
    from tests.releases.test_framework_in_reports import framework_table  # noqa: PLC0415

    table = framework_table()
    return type(table)(**{**vars(table), "codes": ["I-1/sex:female"], "rows": [["O1", 12]]})


def test_numbers_are_set_for_a_quarter_and_for_women_and_stand_on_the_page(browser, coordinator, editions):
    for day in (5, 6):
        make_completion(edition=editions[0], at=datetime(2025, 5, day, tzinfo=UTC))
    db.session.commit()
    own = browser(coordinator)
    page = own.visit("/en/reports/framework/I-1?year=2025&span=q2")
    page = page.submit("Set the numbers", milestone="4", target="100")
    assert page.path == "/en/reports/framework/I-1"
    lines = [[cell.text_content() for cell in row.xpath("./*")] for row in page.all("//table[@id='stages']//tbody/tr")]
    assert [line[0] for line in lines] == [
        "First quarter", "Second quarter", "Third quarter", "Fourth quarter", "First half-year", "Second half-year",
        "Whole year",
    ]  # fmt: skip
    assert lines[1][1:] == ["4", "2", "50%"]
    assert lines[6][1:] == ["–", "2", "–"]
    assert "Second quarter: planned" in page.all("//figure//svg")[0].text_content()
    assert "Since the start of the project: 2 people." in page.text
    page = own.visit("/en/reports/framework/I-1?year=2025&span=q2&part=sex:female")
    page = page.submit("Set the numbers", milestone="3")
    assert "Female" in page.all("//table[@id='history']")[0].text_content()
    shown = own.visit("/en/reports/framework?year=2025&span=q2").text
    for words in ("2 people; planned: 4 people", "I-1. Persons trained (unique): Female", "planned: 3 people"):
        assert words in shown
    text = own.visit("/en/reports/framework/table.csv?year=2025&span=q2").response.get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[1] for row in rows[1:3]] == ["I-1. Persons trained (unique)", "I-1. Persons trained (unique): Female"]
    assert [row[3:6] for row in rows[1:3]] == [["100", "4", "2"], ["", "3", rows[2][5]]]
    assert db.session.scalar(select(func.count()).where(IndicatorEntry.part == "sex:female")) == 1
    assert own.visit("/en/reports/framework/I-1?part=sex:unknown&span=q9").status == 200


def test_evidence_is_kept_given_out_recorded_and_removed(browser, coordinator, editions):
    own = browser(coordinator)
    page = own.visit("/en/reports/framework/I-10?year=2025&span=h1")
    refused = page.submit("Keep the file", file=(io.BytesIO(b"<script>"), "orders.pdf"))
    assert refused.status == 422
    assert "This file cannot be kept" in refused.text
    kept = page.submit("Keep the file", file=(io.BytesIO(b"%PDF-1.7 order"), "names of people.pdf"))
    assert "First half-year, 2025" in kept.text
    assert "names of people" not in kept.text
    [row] = db.session.scalars(select(IndicatorEvidence)).all()
    answer = own.visit(f"/en/reports/framework/evidence/{row.id}").response
    assert answer.get_data() == b"%PDF-1.7 order"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="I-10-2025-h1.pdf"'
    kept.submit("Remove the file")
    db.session.rollback()
    acts = db.session.scalars(
        select(AuditRecord.act).where(AuditRecord.act.startswith("framework.evidence")).order_by(AuditRecord.act)
    )
    assert list(acts) == [f"framework.evidence.{act}" for act in ("fetched", "kept", "removed")]
    with pytest.raises(FileNotFoundError):
        files.get(row.key)
    assert "Keep the file" not in own.visit("/en/reports/framework/I-1").text
    assert browser(make_account(Role.TRAINER)).visit(f"/en/reports/framework/evidence/{row.id}").status in {403, 404}


def test_evidence_goes_after_five_years_and_the_same_bytes_stay_while_another_has_them(session, coordinator):
    old = make_indicator_evidence(coordinator, year=2020)
    make_indicator_evidence(coordinator, year=2024)
    session.commit()
    assert remove_evidence(datetime(2025, 12, 31, tzinfo=UTC)) == 0
    assert remove_evidence(datetime(2026, 1, 2, tzinfo=UTC)) == 1
    session.commit()
    assert files.get(old.key) == b"%PDF-1.7 proof"
