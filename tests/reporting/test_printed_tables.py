"""Tables on paper: tagged, in three languages, with the same numbers and the same drawing as the page."""

import re
from datetime import UTC, date, datetime
from functools import partial

import pytest

from lms.accounts.models import Role
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.disclosure.suppression import SIGN
from lms.reporting import charts
from lms.reporting.choices import Choice, Period
from lms.reporting.exporting import About, Format, content, write
from lms.reporting.printing import print_table
from lms.reporting.reports import Audience, Table, build
from lms.sheets import Column, Kind
from lms.ui.charts import LONGEST_BAR
from tests.support.factories import make_account
from tests.support.pdf import about, page_sizes, tags_of, text_of

ASKED = "?from=2024-01-01&to=2025-12-31"
CHOICE = Choice(Period(date(2024, 1, 1), date(2025, 12, 31)))
TITLES = {"en": "Table B. Persons", "ru": "Таблица B.", "ky": "B таблицасы."}


@pytest.fixture
def own(browser, session):
    return browser(make_account(Role.COORDINATOR))


def printed(own, slug, language="en", more=""):
    answer = own.visit(f"/{language}/reports/files/{slug}.pdf{ASKED}{more}")
    assert (answer.status, answer.response.mimetype) == (200, "application/pdf")
    return answer.response.data


@pytest.mark.parametrize("language", TITLES)
def test_a_tagged_table_in_each_language(own, population, language):
    document = printed(own, "b", language)

    told, tags = about(document), tags_of(document)
    names = [tag.name for tag in tags]
    assert told.language.startswith(language)
    assert TITLES[language] in told.title
    assert (names.count("H1"), names.count("Table"), names.count("THead")) == (1, 1, 1)
    assert names.count("TH") == 11
    assert [tag for tag in tags if tag.name == "Figure" and tag.alternative]
    assert TITLES[language] in text_of(document)


def test_wide_tables_lie_on_their_side_and_hold_the_numbers_of_the_page(own, population, english):
    document = printed(own, "a")
    words = text_of(document)

    assert set(page_sizes(document)) == {(297, 210)}
    total = build("a", CHOICE, Audience.TEAM, key=b"").total
    counted = " ".join(str(total[key]) for key in ("female", "male", "other", "not_stated", "total"))
    assert f"Total {counted}" in words
    assert "All enrolments" in words
    assert "Each person is counted once in the period" in words


def test_a_paper_with_hidden_numbers_says_so(population, english):
    about = About(CHOICE, Audience.PUBLIC, datetime(2026, 1, 9, tzinfo=UTC))
    made = build("a", CHOICE, Audience.PUBLIC, key=b"")
    words = text_of(content(partial(write, made, about, Format.PDF)))

    assert "· hidden to protect people" in words
    assert "Everybody: small numbers are hidden" in words


def test_facts_for_programs_are_never_printed_and_every_paper_is_recorded(own, population):
    assert own.visit(f"/en/reports/files/long.pdf{ASKED}").status == 404
    printed(own, "participation", more="&rows=module")

    facts = [row.facts for row in db.session.query(AuditRecord).filter_by(act="reporting.table.exported")]
    assert [(row["table"], row["format"]) for row in facts] == [("participation", "pdf")]


def test_the_page_shows_the_drawing_beneath_its_table(own, population):
    page = own.visit(f"/en/reports/tables/b{ASKED}")

    (svg,) = page.all("//figure/*[local-name()='svg']")
    assert svg.get("role") == "img"
    assert "Total" in svg.get("aria-label")
    texts = ["".join(text.itertext()) for text in svg.xpath(".//*[local-name()='text']")]
    shown = {"".join(row.itertext()).split("\n")[0] for row in page.all("//table/tbody/tr/th")}
    assert texts[::2]
    assert set(texts[::2]) <= shown


def test_bars_are_as_long_as_their_numbers_and_hidden_ones_have_none(english):
    columns = [Column("row", "Region"), Column("total", "Total", Kind.INTEGER)]
    rows = [{"row": "<Osh>", "total": 40}, {"row": "Talas", "total": 10}, {"row": "Naryn", "total": SIGN}]
    svg = charts.chart_of(Table("b", "Table B", columns, rows)).svg

    lengths = [float(found) for found in re.findall(r'<rect[^>]* width="([0-9.]+)"', svg)]
    assert lengths == [LONGEST_BAR, LONGEST_BAR / 4]
    assert "&lt;Osh&gt;" in svg
    assert f">{SIGN}</text>" in svg
    assert charts.chart_of(Table("b", "Table B", columns, rows[:1])) is None


def test_more_bars_than_an_eye_compares_are_not_drawn(english):
    columns = [Column("row", "Place"), Column("total", "Total", Kind.INTEGER)]
    rows = [{"row": f"Place {number}", "total": number} for number in range(1, charts.MOST_BARS + 2)]

    assert charts.chart_of(Table("g", "Table G", columns, rows[1:])) is not None
    assert charts.chart_of(Table("g", "Table G", columns, rows)) is None


def test_bars_of_one_name_are_not_drawn(english):
    columns = [Column("module", "Module"), Column("region", "Region"), Column("people", "People", Kind.INTEGER)]
    rows = [{"module": "M1", "region": "Osh", "people": 12}, {"module": "M2", "region": "Osh", "people": 11}]
    twice = [*rows, {"module": "M1", "region": "Talas", "people": 10}]

    assert charts.chart_of(Table("g", "Table G", columns, rows)) is not None
    assert charts.chart_of(Table("g", "Table G", columns, twice)) is None


def test_an_odd_letter_in_a_title_stops_no_paper(app, english, session):
    table = Table("x", "Titles 漢", [Column("row", "Place")], [{"row": "漢字 court"}])
    document = print_table(
        table, lines=[], about=[], notes=[], is_demonstration=False, at=datetime(2026, 1, 9, tzinfo=UTC)
    )

    assert "?? court" in text_of(document)
