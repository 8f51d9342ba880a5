"""A lesson begins from a Markdown or a Word file: structure comes in, looks do not, hostile files do not come in."""

import io
import zipfile
from time import process_time

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image
from sqlalchemy import select

from lms.authoring.texts_in import read_text
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft
from lms.core import files as store
from lms.core import markdown
from lms.exchange.readings import Refused
from tests.authoring.packages import PNG
from tests.authoring.test_images import announced

MODULE = "/en/studio/modules/practice"
W = nsdecls("w")

WORD = """\
First paragraph with **strong** and *stressed* words, *both* **together**.

## Part one

- one
- two
  - two and a half
- three

1. first
2. second

| Country | Act |
|---|---|
| Kyrgyz Republic | art. 5 \\| 6 |
| Another |  |

### Detail

> Everyone has the right.

Read [the act](https://example.org/act) and this note.[^2] New text, not a [mark] or \\*stars*.

\\- no item

2026\\. A year.

[^2]: The act of 2013.
"""


def word_file():
    made = docx.Document()
    made.add_heading("Words matter", level=1)
    paragraph = made.add_paragraph("First paragraph with ")
    paragraph.add_run("strong").bold = True
    paragraph.add_run(" and ")
    paragraph.add_run("stressed ").italic = True
    paragraph.add_run("words, ")
    paragraph.add_run("bo").italic = True
    paragraph.add_run("th").italic = True
    paragraph.add_run(" ")
    paragraph.add_run("together ").bold = True
    paragraph.add_run(".")
    made.add_heading("Part one", level=2)
    for words, style in (("one", ""), ("two", ""), ("two and a half", " 2"), ("three", "")):
        item = made.add_paragraph(words, style="List Bullet")
        if style:
            number = made.styles["List Bullet"].element.pPr.numPr.numId.val
            item._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {W}><w:ilvl w:val="1"/><w:numId w:val="{number}"/></w:numPr>')
            )
    made.add_paragraph("")
    for words in ("first", "second"):
        made.add_paragraph(words, style="List Number")
    table = made.add_table(rows=3, cols=2)
    for row, cells in zip(
        table.rows, (("Country", "Act"), ("Kyrgyz Republic", "art. 5 | 6"), ("Another", "")), strict=True
    ):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    made.add_heading("Detail", level=3)
    made.add_paragraph("Everyone has the right.", style="Quote")
    link_to(made, made.add_paragraph("Read "))
    made.add_paragraph("- no item")
    made.add_paragraph("2026. A year.")
    made.add_picture(io.BytesIO(picture()))
    described(made, "A map with [two] *roads*\nand a river")
    with_notes(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def described(made, words):
    """The alternative text of the newest picture."""
    [*_older, facts] = made.element.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    )
    facts.set("descr", words)


def picture(**more):
    stream = io.BytesIO()
    Image.new("RGB", (2, 2)).save(stream, **{"format": "PNG", **more})
    return stream.getvalue()


def link_to(made, paragraph):
    """A link, a note, words that were added and words that were deleted with changes tracked."""
    name = made.part.relate_to("https://example.org/act", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    for xml in (
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{name}">{run.format("the act")}</w:hyperlink>',
        f"<w:r {W}><w:t xml:space='preserve'> and this note.</w:t></w:r>",
        f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>',
        f'<w:ins {W} w:id="7" w:author="x">{run.format(" New text, not a [mark] or *stars*.")}</w:ins>',
        f'<w:del {W} w:id="8" w:author="x"><w:r><w:delText>Deleted.</w:delText></w:r></w:del>',
    ):
        paragraph._p.append(parse_xml(xml))


def with_notes(made):
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>The act of 2013.</w:t></w:r></w:p></w:footnote>'
    xml = f"<w:footnotes {W}>{note}</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def test_a_word_file_keeps_its_structure(app):
    with app.test_request_context("/en/"):
        found = read_text(word_file(), "Lesson.DOCX")
    assert found.title == "Words matter"
    assert found.body == WORD
    assert found.lost == ["1 picture did not come in."]
    assert markdown.format_text(found.body) == found.body


def test_a_markdown_file_gives_title_and_headings_of_a_lesson(app):
    text = (
        "\ufeff# Words matter\r\n\r\nText *one*.\r\n\r\n## Part\r\n\r\n#### Deep\r\n\r\n~~~\r\n# no heading\r\n~~~\r\n"
    )
    found = read_text(text.encode(), "lesson.md")
    assert found.title == "Words matter"
    assert found.body.startswith("Text *one*.\n\n## Part\n\n### Deep\n")
    assert "# no heading" in found.body
    headed = read_text("---\ntitle: 'Сөз маанилүү: биринчи'\n---\n\n# A\n\nx\n\n# B\n\ny\n".encode(), "b.markdown")
    assert (headed.title, headed.body) == ("Сөз маанилүү: биринчи", "## A\n\nx\n\n## B\n\ny\n")
    assert read_text(b"", "b.md").body == "\n"


def zipped(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def table(cells, rows):
    """One long row, and many that hold nothing."""
    body = f"<tr>{'<tc/>' * cells}</tr>{'<tr/>' * rows}"
    return zipped(document=f"<document><body><tbl>{body}</tbl></body></document>")


HOSTILE = {
    "no zip": (b"PK", "a.docx"),
    "no text": (zipped(other="<x/>"), "a.docx"),
    "bomb": (zipped(document="<w>" + " " * 30_000_000 + "</w>"), "a.docx"),
    "entities": (zipped(document='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "a.docx"),
    "deep": (zipped(document="<a>" * 5000 + "</a>" * 5000), "a.docx"),
    "table": (table(100_000, 100_000), "a.docx"),
    "long": (b"word " * 70_000, "a.md"),
    "old encoding": ("Сабак".encode("cp1251") * 20, "a.md"),
    "a picture": (PNG * 10, "a.md"),
}


@pytest.mark.parametrize(("content", "name"), HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_read_is_refused(app, content, name):
    with app.test_request_context("/en/"), pytest.raises(Refused):
        read_text(content, name)


def test_what_a_file_holds_twice_for_older_programs_is_counted_once(app):
    box = "<txbxContent><p><r><t>Aside</t></r></p></txbxContent>"
    older = f"<Choice><drawing>{box}</drawing></Choice><Fallback><pict>{box}</pict></Fallback>"
    body = f"<p><r><t>Text</t><AlternateContent>{older}</AlternateContent><drawing/></r></p>"
    with app.test_request_context("/en/"):
        found = read_text(zipped(document=f"<document><body>{body}</body></document>"), "a.docx")
    assert found.body == "Text\n"
    assert found.lost == ["1 picture did not come in.", "1 text box did not come in."]


def test_a_note_may_name_a_note(app):
    mark = f'<w:r {W}><w:footnoteReference w:id="{{}}"/></w:r>'
    notes = f'<footnotes><footnote id="1"><p><r><t>One</t></r>{mark.format(2)}</p></footnote></footnotes>'
    body = f"<document><body><p><r><t>Text</t></r>{mark.format(1)}</p></body></document>"
    with app.test_request_context("/en/"):
        found = read_text(zipped(document=body, footnotes=notes), "a.docx")
    assert found.body.startswith("Text[^1]\n\n[^1]: One")


def test_many_paragraphs_of_one_great_style_are_read_at_once(app):
    much = "".join(f"<x{number}/>" for number in range(50_000))
    styles = f'<styles><style styleId="a">{much}<name val="x"/><basedOn val="a"/></style></styles>'
    paragraphs = '<p><pPr><pStyle val="a"/></pPr></p>' * 1_500
    content = zipped(document=f"<document><body>{paragraphs}<p><r><t>End</t></r></p></body></document>", styles=styles)
    begun = process_time()
    with app.test_request_context("/en/"):
        assert read_text(content, "a.docx").body == "End\n"
    assert process_time() - begun < 3


def test_a_lesson_begins_from_a_file_on_the_page(browser, session, trainer, module, draft):
    def lessons():
        session.expire_all()
        query = select(Draft.document).where(Draft.module_id == module.id)
        return module_from_json(session.scalars(query).one()).lessons

    before = lessons()
    page = browser(trainer).visit(MODULE).click("Lesson from a file")
    refused = page.submit("Add the lesson", file=(io.BytesIO(HOSTILE["entities"][0]), "a.docx"))
    assert refused.status == 422
    assert "document type" in refused.text
    assert lessons() == before
    page = page.submit("Add the lesson", file=(io.BytesIO(word_file()), "folder\\Words.docx"), language="en")
    assert "did not come in" not in page.text
    *old, new = lessons()
    assert tuple(old) == before
    figure = "\n![A map with \\[two\\] \\*roads* and a river](media/folderwords-1.png)\n\n[^2]:"
    body = WORD.replace("\n[^2]:", figure)
    assert (new.key, new.texts["en"].title, new.texts["en"].body) == ("words-matter", "Words matter", body)
    assert (new.texts["ru"].title, new.texts["ru"].body) == ("", "\n")
    browser(trainer).visit(f"{MODULE}/lessons/from-file").submit(
        "Add the lesson", file=(io.BytesIO("Текст.".encode()), "Биринчи.md"), language="ky"
    )
    assert lessons()[-1].texts["ky"].title == "Биринчи"


# ── Pictures of a Word file ───────────────────────────────────────────────────────────────────────────────────────

R = nsdecls("r", "a")
PLACE = Image.Exif()
PLACE[0x010E] = "the home of a witness"


def drawing(name, alt="", *, linked=False):
    """A picture as a run, by the name of its relation."""
    blip = f'<a:blip {R} r:{"link" if linked else "embed"}="{name}"/>'
    return f'<r><drawing><inline><docPr id="1" descr="{alt}"/>{blip}</inline></drawing></r>'


def with_pictures(body, files, *, outside=()):
    """A Word file: ``files`` by the name of the relation, and relations that lead out of the file."""
    rows = "".join(f'<Relationship Id="{name}" Target="media/{name}"/>' for name in files)
    rows += "".join(f'<Relationship Id="{name}" Target="{to}" TargetMode="External"/>' for name, to in outside)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<document><body>{body}</body></document>")
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{rows}</Relationships>")
        for name, content in files.items():
            archive.writestr(f"word/media/{name}", content)
    return stream.getvalue()


def words_of(text):
    return f"<r><t>{text}</t></r>"


def test_pictures_stand_where_they_stood_and_carry_nothing_else(browser, session, trainer, draft):
    """In a paragraph, after a list and a table; one that is shown twice comes in once; what was deleted does not."""
    item = '<p><pPr><numPr><ilvl val="0"/><numId val="1"/></numPr></pPr>{}</p>'
    body = (
        f"<p>{words_of('Before')}{drawing('a', 'A court')}</p><p>{words_of('Between')}</p>"
        f"{item.format(words_of('one') + drawing('b'))}{item.format(words_of('two'))}"
        f"<tbl><tr><tc><p>{words_of('cell')}{drawing('a', 'The court again')}</p></tc></tr></tbl>"
        f"<p><del>{drawing('b', 'Deleted')}</del>{words_of('After')}</p>"
    )
    content = with_pictures(body, {"a": picture(format="JPEG", exif=PLACE), "b": picture()})

    page = browser(trainer).visit(f"{MODULE}/lessons/from-file")
    page = page.submit("Add the lesson", file=(io.BytesIO(content), "Court.docx"), language="en")

    session.expire_all()
    stored = module_from_json(draft.document)
    shown = stored.lessons[-1].texts["en"].body
    assert shown == (
        "Before\n\n![A court](media/court-1.jpg)\n\nBetween\n\n- one\n- two\n\n![](media/court-2.png)\n\n"
        "| cell |\n|---|\n\n![The court again](media/court-1.jpg)\n\nAfter\n"
    )
    assert [(file.name, file.type, file.width) for file in stored.media] == [
        ("court-1.jpg", "image/jpeg", 2), ("court-2.png", "image/png", 2)
    ]  # fmt: skip
    kept = store.get(f"media/{stored.media[0].sha256}")
    assert b"witness" in picture(format="JPEG", exif=PLACE)
    assert b"witness" not in kept
    assert len(kept) == stored.media[0].size
    assert "has no alternative text" in page.text  # of the second; nobody invents one


def test_pictures_that_cannot_come_in_are_dropped_with_a_remark(browser, session, trainer, draft, monkeypatch):
    monkeypatch.setattr("lms.authoring.lesson_pictures.MOST_PICTURES", 3)
    files = {"gif": picture(format="GIF"), "html": b"<script>alert(1)</script>", "wide": announced(6_000, 6_000)}
    outside = [("web", "https://example.org/a.png"), ("disk", "file:///etc/passwd")]
    names = [*files, *dict(outside), "absent", "late"]
    body = "".join(f"<p>{words_of(name)}{drawing(name, linked=name == 'web')}</p>" for name in names)
    content = with_pictures(body, {**files, "late": picture()}, outside=outside)

    page = browser(trainer).visit(f"{MODULE}/lessons/from-file")
    page = page.submit("Add the lesson", file=(io.BytesIO(content), "a.docx"), language="en")

    session.expire_all()
    stored = module_from_json(draft.document)
    assert stored.lessons[-1].texts["en"].body == "\n\n".join(names) + "\n"
    assert stored.media == ()
    for sentence in (
        "3 pictures did not come in. It is not in the file but elsewhere.",
        "1 picture did not come in. The picture has too many points.",
        "2 pictures did not come in. This is not a picture",
        "1 picture did not come in. More than 3 pictures come at once",
    ):
        assert sentence in page.text


def test_a_picture_that_unpacks_to_a_thousandfold_refuses_the_whole_file(app):
    content = with_pictures(f"<p>{drawing('a')}</p>", {"a": bytes(20_000_000)})
    with app.test_request_context("/en/"), pytest.raises(Refused):
        read_text(content, "a.docx", lambda given: pytest.fail("never asked"))
