"""The report as a tagged PDF and as a text document, read back by other libraries."""

import io
import json
from datetime import date

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

from lms.documents import pictures_of
from lms.releases import queries
from lms.reporting.charts import Chart
from lms.ui.charts import Bar
from tests.releases.conftest import begin, newest, submit
from tests.support import pdf
from tests.support.factories.releases import make_frozen_report

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
TEXT = "Сот адилеттиги өнүктү.\nЭкинчи сап: %(x)s <b>."


@pytest.fixture
def report(population, coordinator, session):
    made = make_frozen_report(coordinator, *YEAR, text=TEXT)
    session.commit()
    return made


def fetched(own, report, name, language="ky"):
    return own.visit(f"/{language}/reports/r/{report.id}/{name}").response.data


def cells(table):
    """What a frozen table prints of its rows, without separators of thousands."""
    return [
        [row[0], *(str(cell) for cell in row[1:] if isinstance(cell, int))]
        for row in [*table["rows"], *([table["total"]] if table["total"] else [])]
    ]


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_pdf_is_tagged_and_says_what_is_frozen(own, report, language):
    data = fetched(own, report, "donor.pdf", language)
    opened = queries.report_by_id(report.id)
    document, words = opened.donor, pdf.text_of(data)
    tags = [tag.name for tag in pdf.tags_of(data)]

    with pikepdf.open(io.BytesIO(data)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == language
    assert tags.count("Table") == len(document["tables"][language]) + 1
    assert {"H1", "H2", "TH", "TD", "TOC", "TOCI", "P"} <= set(tags)
    assert tags.count("TH") >= sum(len(table["columns"]) for table in document["tables"][language])
    assert "Сот адилеттиги өнүктү." in words
    assert "%(x)s <b>" in words
    assert document["labels"][language]["name"] in words
    assert opened.digest("donor") in words.replace(" ", "")
    assert "·" in words
    for table in document["tables"][language]:
        assert " ".join(table["title"].split()) in words.replace("\u00ad", "")
        assert all(row[0].split()[0] in words for row in table["rows"][:1])  # there may be no event


def test_the_same_bytes_whenever_it_is_made(own, report, session):
    names = ("donor.pdf", "team.docx")
    before = [fetched(own, report, name) for name in names]
    session.expire_all()

    assert [fetched(own, report, name) for name in names] == before


def test_the_text_document_has_styles_repeated_heads_its_language_and_no_names(own, report):
    data = fetched(own, report, "team.docx", "ru")
    made = docx.Document(io.BytesIO(data))
    document = json.loads(fetched(own, report, "team.json"))
    tables = document["tables"]["ru"]
    headings = [paragraph.text for paragraph in made.paragraphs if paragraph.style.name.startswith("Heading")]

    assert [table["title"] for table in tables] == [text for text in headings if text.startswith("Таблица")]
    assert len(made.tables) == len(tables) + 1
    for drawn, frozen in zip(made.tables, tables, strict=False):
        head = drawn.rows[0]
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [cell.text for cell in head.cells] == [column["title"] for column in frozen["columns"]]
        for row, numbers in zip(list(drawn.rows)[1:], cells(frozen), strict=True):
            texts = [cell.text.replace("\N{NO-BREAK SPACE}", "") for cell in row.cells]
            assert texts[0] == numbers[0]
            assert set(numbers[1:]) <= set(texts)
    assert made.styles.element.find(qn("w:docDefaults")).findall(".//" + qn("w:lang"))[0].get(qn("w:val")) == "ru-RU"
    papers = [(round(section.page_width.mm), round(section.page_height.mm)) for section in made.sections]
    assert papers == [(210, 297), (297, 210), (210, 297)]
    about = made.core_properties
    assert (about.author, about.last_modified_by, about.comments, about.language) == ("", "", "", "ru-RU")
    assert about.title == document["labels"]["ru"]["title"]
    assert any("Экинчи сап: %(x)s <b>." in paragraph.text for paragraph in made.paragraphs)
    donor = docx.Document(io.BytesIO(fetched(own, report, "donor.docx", "ru")))
    assert any(cell.text == "·" for row in donor.tables[0].rows for cell in row.cells)
    assert not any(cell.text == "·" for row in made.tables[0].rows for cell in row.cells)


def test_columns_of_the_text_document_have_widths_that_fit(own, report):
    """Equal columns cut the words of institutions in two: the longest word stands in one line."""
    made = docx.Document(io.BytesIO(fetched(own, report, "donor.docx", "ru")))
    section = made.sections[1]
    for table in made.tables[:-1]:
        widths = [column.width for column in table.columns]
        room = section.page_width - section.left_margin - section.right_margin
        assert sum(widths) <= room + Pt(1)  # each is rounded
        assert {cell.width for cell in table.columns[0].cells} == {widths[0]}
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    words = max((word for cell in made.tables[0].columns[0].cells for word in cell.text.split()), key=len)
    letter = made.tables[0].columns[0].cells[1].paragraphs[0].runs[0].font.size.mm * 0.62
    assert len(words) * letter < made.tables[0].columns[0].width.mm


def test_a_text_in_one_language_is_shown_to_all_and_said_to_be_in_it(own, population):
    submit(begin(own, *YEAR), context="Only in English.")

    words = pdf.text_of(fetched(own, newest(), "donor.pdf", "ru"))
    assert "Only in English." in words
    assert "Текст на языке: English" in words or "English" in words
    assert "Здесь ничего не написано." in words


def test_what_cannot_be_printed_is_refused_before_it_is_frozen(own, population):
    refused = begin(own, *YEAR).submit("Save and check", context="Good \N{GRINNING FACE}")

    assert refused.status == 422
    assert "U+1F600" in refused.text


def charts_of(document):
    return {table["slug"]: table["chart"] for table in document["tables"]["ru"] if table["chart"]}


def test_the_drawing_of_the_page_stands_on_every_paper_beneath_its_table(own, report):
    """The same bars with their numbers; hidden ones have a sign and no bar; the table is always there as well."""
    opened = queries.report_by_id(report.id)
    charts, donors = charts_of(opened.team), charts_of(opened.donor)
    assert {"a", "b", "f"} <= charts.keys()
    assert "b" in donors
    figures = own.visit(f"/ru/reports/r/{report.id}?for=team").all("//figure")
    for figure, chart in zip(figures, charts.values(), strict=True):
        assert figure.xpath("./figcaption")[0].text == chart["title"]
        numbers = [element.text for element in figure.xpath(".//*[local-name()='text']")]
        words = [bar["words"] for bar in chart["bars"]]
        assert [number for number in numbers if number in set(words)] == words
        assert len(figure.xpath(".//*[local-name()='rect']")) == len(words)
    assert any(bar["value"] is None for chart in donors.values() for bar in chart["bars"])
    for table in (*opened.team["tables"]["ru"], *opened.donor["tables"]["ru"]):
        if table["chart"]:
            place = [column["key"] for column in table["columns"]].index(
                "completed" if table["slug"] == "c" else "total"
            )
            shown = [(row[0], row[place]) for row in table["rows"] if row[place] not in (0, None)]
            bars = [(bar["label"], bar["value"]) for bar in table["chart"]["bars"]]
            assert bars == [(name, value if isinstance(value, int) else None) for name, value in shown]

    made = docx.Document(io.BytesIO(fetched(own, report, "team.docx", "ru")))
    said = [chart["alt"] for chart in charts.values()]
    assert [shape._inline.docPr.get("descr") for shape in made.inline_shapes] == said
    printed = pdf.tags_of(fetched(own, report, "donor.pdf", "ru"))
    assert [tag.alternative for tag in printed if tag.name == "Figure"] == [chart["alt"] for chart in donors.values()]


def test_pictures_are_grey_and_the_same_each_time():
    chart = Chart("T", "A", [Bar("Сот", 40, "40"), Bar("Полиция", None, "·")])

    [one], [two] = pictures_of([chart.svg]), pictures_of([chart.svg])

    assert one == two
    image = Image.open(io.BytesIO(one)).convert("RGB")
    assert all(red == green == blue for _count, (red, green, blue) in image.getcolors(1 << 16))
    assert len(image.getcolors(1 << 16)) > 2
