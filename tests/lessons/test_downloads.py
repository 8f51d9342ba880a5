"""Documents that a lesson gives away: what they are is told before they are fetched, and nothing in them runs."""

import hashlib
import io
import zipfile

import pytest

from lms.authoring.books.epub import write_epub
from lms.authoring.books.scorm import write_scorm
from lms.authoring.packs import Known, open_pack, read_pack
from lms.authoring.packs.checks.guarding import guarding_problems
from lms.authoring.packs.downloads import NoDownload, look_into
from lms.authoring.packs.writing import write_pack
from lms.core import clock, files
from lms.core.i18n import speaking
from lms.core.markdown import problems
from lms.questions.documents import hash_of
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.packs import pack, small_module

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
FORM = {
    "name": "form.pdf",
    "sha256": hashlib.sha256(PDF).hexdigest(),
    "type": "application/pdf",
    "size": 38_000,
}
LESSON = "/{}/modules/practice/lessons/first"


def office(*parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return stream.getvalue()


def module_with(body="Fill in [the *form*](media/form.pdf) today.\n", **facts):
    lessons = pack()["lessons"]
    for text in lessons[0]["texts"].values():
        text["body"] = body
    return small_module(lessons=lessons, checks=[], media=[{**FORM, **facts}])


@pytest.mark.parametrize(("language", "size"), [("ky", "37\u00a0КБ"), ("ru", "37\u00a0КБ"), ("en", "37\u00a0KB")])
def test_type_and_size_stand_behind_the_words_and_the_file_is_saved(browser, session, language, size):
    files.put("media", PDF)
    judge = make_account()
    make_enrolment(make_edition(module_with()), judge.person)

    page = browser(judge).visit(LESSON.format(language))

    (link,) = page.all("//p/a[contains(@href, '/media/')]")
    assert " ".join(link.xpath("string(..)").split(" ")) == f"Fill in the form (PDF, {size}) today."
    sent = browser().client.get(link.get("href"))
    assert (sent.status_code, sent.data, sent.mimetype) == (200, PDF, "application/pdf")
    assert sent.headers["Content-Disposition"] == 'attachment; filename="form.pdf"'
    assert "sandbox" in sent.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"),
        (office("word/document.xml"), "wordprocessingml.document"),
        (office("xl/workbook.xml"), "spreadsheetml.sheet"),
        (office("ppt/presentation.xml"), "presentationml.presentation"),
    ],
)
def test_its_content_tells_what_it_is(content, ending):
    assert look_into(content).endswith(ending)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<html>%PDF</html>",
        PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        PDF.replace(b"/Catalog", b"/Catalog /AA << /S /Launch >>"),
        office("word/document.xml", "word/vbaProject.bin"),
        office("xl/workbook.xml", "xl/embeddings/oleObject1.bin"),
        office("other.xml"),
        office("word/document.xml")[:40],
        office("../../word/document.xml", "word/document.xml"),
        PDF + bytes(5 * 1024 * 1024),
    ],
    ids=range(11),
)
def test_what_is_none_or_runs_is_refused(app, content):
    with app.app_context(), pytest.raises(NoDownload):
        look_into(content)


def test_it_goes_along_in_a_package_and_comes_back_the_same(app, tmp_path):
    document = module_with(size=len(PDF))
    path = tmp_path / "practice.zip"
    path.write_bytes(write_pack(document, lambda _sha256: PDF))
    with app.app_context():
        read = read_pack(open_pack(path), Known())
    assert hash_of(read.document) == hash_of(document)
    assert read.media["form.pdf"] == PDF
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(write_pack(document, lambda _sha256: office("word/document.xml")))
    with app.app_context():
        said = [str(problem) for problem in read_pack(open_pack(wrong), Known()).report.errors]
    assert any("must end in .docx" in sentence for sentence in said)


def test_a_course_package_holds_it_and_a_book_names_it(app):
    document = module_with()
    with app.test_request_context("/en/"):
        course = zipfile.ZipFile(io.BytesIO(write_scorm(document, "en", lambda _sha256: PDF, version="1.2")))
        book = zipfile.ZipFile(
            io.BytesIO(write_epub(document, "en", lambda _sha256: PDF, author="Sabak", at=clock.now()))
        )
    assert course.read("media/form.pdf") == PDF
    assert b'href="media/form.pdf"' in course.read("lesson-01.html")
    assert b'<file href="media/form.pdf"/>' in course.read("imsmanifest.xml")
    chapter = book.read("EPUB/lesson-01.xhtml").decode()
    assert "(PDF, 37" in chapter
    assert "form.pdf" not in chapter


def test_it_is_given_away_and_not_shown_and_never_material_for_analysis(app):
    known = {"media/form.pdf", "media/map.png"}

    def said(text):
        return [problem.message for problem in problems(text, (), (), known)]

    with app.app_context(), speaking("en"):
        assert said("[Form](media/form.pdf)") == []
        assert said("[Form](media/none.pdf)") == ["There is no document “media/none.pdf” in this module."]
        assert "a picture or recording is shown" in said("[Map](media/map.png)")[0]
        assert "not shown but given away" in said("![Form](media/form.pdf)")[0]
        found = [problem.text for problem in guarding_problems(module_with(analysis=True))]
    assert "“form.pdf” is given away, and material for analysis never is." in found
