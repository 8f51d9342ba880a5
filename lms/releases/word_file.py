"""A frozen report as a text document (DOCX), to be worked on elsewhere: headings are styles, tables repeat their head.

Its properties name nobody. The parts of the file carry the date of the report, so that it is the same bytes again.
"""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from lms.documents import pictures_of
from lms.releases.frozen import Document
from lms.releases.paper import facts_of
from lms.sheets.columns import writable

LANGUAGE_TAGS = {"ky": "ky-KG", "ru": "ru-RU", "en": "en-GB"}
#: The oldest day that a zip file can hold: no part of the file tells when it was packed.
PACKED = (1980, 1, 1, 0, 0, 0)
FONT = "Noto Sans"
WIDE, WIDER = 9, 14
HIGHEST = Mm(140)
#: Between text and line, in twentieths of a point.
MARGIN, NARROW_MARGIN = 100, 30
A4 = (Mm(210), Mm(297))


def report_docx(document: Document, code: str, digest: str) -> bytes:
    facts, made = facts_of(document, code, digest), docx.Document()
    _set_up(made, facts, code, datetime.fromisoformat(document["as_of"]))
    _cover(made, facts)
    _contents(made, facts)
    _narrative(made, facts["narrative"])
    _turned(made, is_wide=True)
    _tables(made, facts["tables"])
    _turned(made, is_wide=False)
    _method(made, facts["method"])
    packed = io.BytesIO()
    made.save(packed)
    return _packed_alike(packed)


def _set_up(made: Docx, facts: dict[str, Any], code: str, at: datetime) -> None:
    about = made.core_properties
    about.title, about.subject, about.language = facts["title"], facts["project"], LANGUAGE_TAGS[code]
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = at.astimezone(UTC).replace(tzinfo=None)
    about.revision = 1
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    defaults = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _say_language(defaults, code)
    _say_language(normal.element.get_or_add_rPr(), code)
    first = made.sections[0]  # those that follow take its paper over
    first.page_width, first.page_height = A4
    first.footer.paragraphs[0].text = writable(facts["foot"])


def _say_language(properties: Any, code: str) -> None:
    """So that a spelling checker and a voice know the language."""
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE_TAGS[code])
    properties.append(language)


def _cover(made: Docx, facts: dict[str, Any]) -> None:
    if facts["mark"]:
        _line(made, facts["mark"], bold=True)
    _line(made, facts["project"])
    made.add_paragraph(writable(facts["title"]), style="Title")
    for line in (*facts["lines"], facts["reason"]):
        if line:
            _line(made, line)
    _line(made, facts["digest"]["label"], size=8)
    _line(made, facts["digest"]["value"], size=8)


def _line(made: Docx, text: str, *, bold: bool = False, size: int | None = None) -> Paragraph:
    paragraph = made.add_paragraph()
    run = paragraph.add_run(writable(text))
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    return paragraph


def _contents(made: Docx, facts: dict[str, Any]) -> None:
    """A field that the program fills with pages when asked; until then it names the headings."""
    made.add_page_break()  # type: ignore[no-untyped-call]
    _line(made, facts["contents"], bold=True, size=14)
    parts = [
        facts["narrative"]["title"],
        *(table["title"] for table in facts["tables"]["list"]),
        facts["method"]["title"],
    ]
    paragraph = made.add_paragraph()
    _field(paragraph, "begin")
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = ' TOC \\o "1-2" \\h \\z \\u '
    paragraph.add_run()._r.append(instruction)  # noqa: SLF001
    _field(paragraph, "separate")
    for number, title in enumerate(parts):
        run = paragraph.add_run(writable(title))
        if number < len(parts) - 1:
            run.add_break()
    _field(paragraph, "end")
    made.add_page_break()  # type: ignore[no-untyped-call]


def _field(paragraph: Paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)  # noqa: SLF001


def _narrative(made: Docx, narrative: dict[str, Any]) -> None:
    made.add_heading(writable(narrative["title"]), level=1)
    for passage in narrative["passages"]:
        made.add_heading(writable(passage["title"]), level=2)
        if passage["note"]:
            _line(made, passage["note"], size=8)
        for text in passage["paragraphs"]:
            run = made.add_paragraph().add_run(writable(text))
            _say_language(run._r.get_or_add_rPr(), passage["lang"])  # noqa: SLF001


def _turned(made: Docx, *, is_wide: bool) -> None:
    """A new part whose paper lies on its side, or stands."""
    section = made.add_section()
    long, short = max(section.page_width, section.page_height), min(section.page_width, section.page_height)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)
    section.left_margin = section.right_margin = Pt(36 if is_wide else 64)


def _tables(made: Docx, tables: dict[str, Any]) -> None:
    made.add_heading(writable(tables["title"]), level=1)
    pictures = iter(pictures_of([table["chart"]["svg"] for table in tables["list"] if table["chart"]]))
    for table in tables["list"]:
        made.add_heading(writable(table["title"]), level=2)
        for line in table["lines"]:
            _line(made, line, size=8)
        rows = [*table["rows"], *([table["total"]] if table["total"] else [])]
        _grid(made, table["columns"], rows, has_total=bool(table["total"]))
        for note in table["notes"]:
            _line(made, note, size=8)
        if table["chart"]:
            _chart(made, table["chart"], next(pictures))


def _chart(made: Docx, chart: dict[str, str], picture: bytes) -> None:
    """As large as it is drawn, unless the page cannot hold it; the sentence about it is for who does not see it."""
    _line(made, chart["title"], bold=True, size=9).paragraph_format.keep_with_next = True
    drawn = made.add_picture(io.BytesIO(picture))
    if drawn.height > HIGHEST:
        drawn.width, drawn.height = Length(drawn.width * HIGHEST // drawn.height), HIGHEST
    about = drawn._inline.docPr  # noqa: SLF001
    about.set("descr", writable(chart["alt"]))
    about.set("title", writable(chart["title"]))


def _method(made: Docx, method: dict[str, Any]) -> None:
    made.add_heading(writable(method["title"]), level=1)
    columns = [{"title": method["term"], "number": False}, {"title": method["meaning"], "number": False}]
    _grid(made, columns, method["rows"])


def _grid(made: Docx, columns: list[dict[str, Any]], rows: list[list[str]], *, has_total: bool = False) -> None:
    size = Pt(6 if len(columns) > WIDER else 7 if len(columns) > WIDE else 9)
    table: Table = made.add_table(rows=1 + len(rows), cols=len(columns), style="Table Grid")
    widths = _laid_out(made, table, columns, rows)
    filled = [[column["title"] for column in columns], *rows]
    for number, (row, texts) in enumerate(zip(table.rows, filled, strict=True)):
        _keep_whole(row, is_head=number == 0)
        is_bold = number == 0 or (has_total and number == len(rows))
        for cell, text, column, width in zip(row.cells, texts, columns, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(writable(text))
            run.font.size, run.bold = size, is_bold or None
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if column["number"] else WD_ALIGN_PARAGRAPH.LEFT
    made.add_paragraph()


def _laid_out(made: Docx, table: Table, columns: list[dict[str, Any]], rows: list[list[str]]) -> list[Length]:
    """The width of each column: words get more than numbers, long ones most, so that no word is cut in two."""
    table.autofit = False
    section = made.sections[-1]
    whole = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    shares = [_share(column, [row[number] for row in rows]) for number, column in enumerate(columns)]
    if not any(column["number"] for column in columns):
        shares = [1.0, *(2.0 for _column in columns[1:])]  # a term and what it means
    widths = [Length(int(whole * share / sum(shares))) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(NARROW_MARGIN if len(columns) > WIDE else MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001
    return widths


def _share(column: dict[str, Any], texts: list[str]) -> float:
    """How many columns of numbers it is as wide as."""
    return 1.0 if column["number"] else min(3.0, max(1.0, max(map(len, texts), default=0) / 14))


def _keep_whole(row: _Row, *, is_head: bool) -> None:
    """The head stands on every page again; no row is cut in two."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _packed_alike(packed: io.BytesIO) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(packed) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            about = zipfile.ZipInfo(part.filename, PACKED)
            about.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(about, before.read(part.filename))
    return made.getvalue()
