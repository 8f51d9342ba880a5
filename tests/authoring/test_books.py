"""An edition leaves as a book: whole, well-formed, with the answers of its checks and no question of its tests."""

import io
import json
import re
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from lxml import etree
from sqlalchemy import select

from lms.authoring.books import write_epub, write_scorm
from lms.authoring.books.scorm import SCRIPT
from lms.authoring.services import books
from lms.authoring.tasks import book_key
from lms.catalogue.documents import MediaFile
from lms.core import clock, files, jobs
from lms.core.audit import AuditRecord
from tests.authoring.documents import sound_document
from tests.authoring.packages import PNG
from tests.support.factories import make_edition

XHTML = "{http://www.w3.org/1999/xhtml}"
SAID = dict.fromkeys(("ky", "ru", "en"), "Said & done.")
AT = datetime(2026, 11, 28, tzinfo=UTC)
OPF = "{http://www.idpf.org/2007/opf}"


def with_media(document):
    """A picture and a recording in the first lesson."""
    media = (
        MediaFile("map.png", "ab" * 32, "image/png", len(PNG), 2, 3),
        MediaFile("talk.mp3", "cd" * 32, "audio/mpeg", 5, seconds=60, languages=("ky",), text=SAID),
    )  # fmt: skip
    lesson, *others = document.lessons
    more = '\n![A map <b>](media/map.png "Where")\n\n![Talk](media/talk.mp3)\n\nA & B < C.\n'
    texts = {code: msgspec.structs.replace(text, body=text.body + more) for code, text in lesson.texts.items()}
    return msgspec.structs.replace(
        document, media=media, lessons=(msgspec.structs.replace(lesson, texts=texts), *others)
    )


def book(document, language="en"):
    return write_epub(document, language, lambda _sha256: PNG, author="Sabak & co", at=AT)


@pytest.mark.parametrize("language", ["ky", "en"])
def test_a_book_is_whole_and_every_name_in_it_leads_somewhere(app, language):
    document = with_media(sound_document())
    with app.test_request_context("/ru/"):
        content = book(document, language)
        assert content == book(document, language)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == (
            "mimetype", zipfile.ZIP_STORED, b"application/epub+zip",
        )  # fmt: skip
        parts = {name: archive.read(name) for name in names}
    trees = {name: etree.fromstring(text) for name, text in parts.items() if name.endswith((".xhtml", ".opf", ".xml"))}
    package = trees["EPUB/book.opf"]
    listed = {item.get("href") for item in package.iter(f"{OPF}item")}
    assert {f"EPUB/{href}" for href in listed} | {"mimetype", "META-INF/container.xml", "EPUB/book.opf"} == set(names)
    assert len(package.findall(f".//{OPF}itemref")) == 1 + len(document.lessons)
    pages = {name.removeprefix("EPUB/"): tree for name, tree in trees.items() if name.endswith(".xhtml")}
    for name, tree in pages.items():
        assert tree.tag == f"{XHTML}html"
        assert tree.get("lang") == language
        ids = {element.get("id") for element in tree.iter() if element.get("id")}
        for element in tree.iter():
            for address in filter(None, (element.get("src"), element.get("href"))):
                if address.startswith("#"):
                    assert address[1:] in ids, (name, address)
                elif not address.startswith("https://"):
                    assert address in listed, (name, address)
        assert not [e for e in tree.iter() if e.tag in (f"{XHTML}audio", f"{XHTML}video", f"{XHTML}script")]
    (toc,) = pages["contents.xhtml"].iter(f"{XHTML}nav")
    assert toc.get("{http://www.idpf.org/2007/ops}type") == "toc"
    assert [link.get("href") for link in toc.iter(f"{XHTML}a")] == ["lesson-01.xhtml", "lesson-02.xhtml"]
    (first_image,) = pages["lesson-01.xhtml"].iter(f"{XHTML}img")
    assert (first_image.get("src"), first_image.get("alt")) == ("media/map.png", "A map <b>")
    assert "Said & done." in words_of(pages["lesson-01.xhtml"])
    assert "A & B < C." in words_of(pages["lesson-01.xhtml"])


def words_of(tree):
    return " ".join("".join(tree.itertext()).split())


def test_checks_come_with_their_answers_and_the_bank_never_leaves(app):
    document = sound_document()
    with app.test_request_context("/en/"), zipfile.ZipFile(io.BytesIO(book(document))) as archive:
        text = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")}
    whole = "".join(text.values())
    assert document.checks
    for check in document.checks:
        (where,) = [name for name, content in text.items() if check.stem["en"] in content]
        lesson = text[where]
        answers = lesson.index("Answers to the knowledge checks")
        assert lesson.index(check.stem["en"]) < answers
        for option in check.options:
            assert lesson.index(option.feedback["en"]) > answers, "nobody reads the answer before the question"
            said = re.search(rf"<strong>(\w+):</strong> {re.escape(option.text['en'])}", lesson[answers:])
            assert said[1] == ("Right" if option.correct else "Wrong")
    for question in document.questions:
        for secret in (question.stem["en"], *(option.feedback["en"] for option in question.options)):
            assert secret not in whole
    assert document.scenario is None or document.scenario.title["en"] not in whole


def away(document, ending):
    """All files of what leaves in English."""
    content = book(document) if ending == "epub" else write_scorm(document, "en", lambda _sha256: PNG, version=ending)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("ending", ["epub", "1.2", "2004"])
def test_material_and_pictures_of_other_languages_stay_behind(app, ending):
    document = with_media(sound_document())
    picture = document.media[0]
    others = [msgspec.structs.replace(picture, name=name) for name in ("map.ky.png", "leaflet.png")]
    others[1] = msgspec.structs.replace(others[1], analysis=True)
    box = '\n::: analysis {about="A leaflet" basis="iccpr art. 19"}\nWords of it.\n\n![It](media/leaflet.png)\n:::\n'
    lesson, *more = document.lessons
    texts = {code: msgspec.structs.replace(text, body=text.body + box) for code, text in lesson.texts.items()}
    kyrgyz = texts["ky"].body.replace("media/map.png", "media/map.ky.png")
    texts["ky"] = msgspec.structs.replace(texts["ky"], body=kyrgyz)
    lessons = (msgspec.structs.replace(lesson, texts=texts), *more)
    document = msgspec.structs.replace(document, lessons=lessons, media=(*document.media, *others))

    with app.test_request_context("/en/"):
        files = away(document, ending)

    assert [name for name in files if "media/" in name] == [
        "EPUB/media/map.png" if ending == "epub" else "media/map.png"
    ]
    whole = b"".join(files.values())
    assert b"Words of it" not in whole
    assert b"leaflet.png" not in whole
    assert b"A leaflet" in whole  # that something was left out is said


@pytest.mark.parametrize("version", ["1.2", "2004"])
def test_a_scorm_package_lists_what_it_holds_and_no_question_of_a_test(app, version):
    document = with_media(sound_document())
    with app.test_request_context("/ru/"):
        content = write_scorm(document, "ru", lambda _sha256: PNG, version=version)
        assert content == write_scorm(document, "ru", lambda _sha256: PNG, version=version)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = etree.fromstring(parts["imsmanifest.xml"])
    space = f"{{{manifest.nsmap[None]}}}"
    assert manifest.findtext(f".//{space}schemaversion").startswith(version)
    resources = {one.get("identifier"): one for one in manifest.iter(f"{space}resource")}
    assert {one.get("href") for one in manifest.iter(f"{space}file")} | {"imsmanifest.xml"} == set(parts)
    items = list(manifest.iter(f"{space}item"))
    assert [item.findtext(f"{space}title") for item in items] == [one.texts["ru"].title for one in document.lessons]
    for item in items:
        resource = resources[item.get("identifierref")]
        kinds = {value for name, value in resource.items() if name.lower().endswith("scormtype")}
        assert kinds == {"sco"}
        assert b'<script src="scorm.js" defer></script>' in parts[resource.get("href")]
    text = b"".join(content for name, content in parts.items() if name.endswith(".html")).decode()
    for question in document.questions:
        assert question.stem["ru"] not in text
    assert document.checks[0].stem["ru"] in text


PLATFORMS = {
    "API": ("LMSInitialize", "LMSSetValue", "LMSFinish", "cmi.core.lesson_status"),
    "API_1484_11": ("Initialize", "SetValue", "Terminate", "cmi.completion_status"),
}


@pytest.mark.parametrize("api", PLATFORMS)
@pytest.mark.parametrize(
    ("before", "height", "states"),
    [
        ("not attempted", 500, ["incomplete", "completed"]),
        ("unknown", 5000, ["incomplete"]),
        ("incomplete", 5000, ["incomplete"]),
        ("completed", 5000, []),
        ("completed", 500, []),
    ],
    ids=["read to its end", "left early", "left early again", "completed before", "read again"],
)
def test_a_lesson_is_completed_when_it_was_read_to_its_end(api, before, height, states):
    begins, says, ends, status = PLATFORMS[api]
    said = told(api, before, height)
    assert said[0][0] == begins
    assert [value for call, name, value in (one for one in said if one[0] == says) if name == status] == states
    assert said[-1][0] == ends


def test_a_lesson_without_a_platform_around_it_is_a_page():
    assert told("nothing", "", 500) == []


def told(name, before, height):
    """What the script says to a platform while a lesson of this height is opened and left."""
    program = """
      const said = [], handlers = {}, [name, before, height] = process.argv.slice(1);
      const answer = (call) => (call.endsWith("GetValue") ? before : "true");
      const heard = (call) => (...given) => { said.push([call, ...given]); return answer(call); };
      const api = new Proxy({}, {get: (_target, call) => heard(call)});
      const window = {innerHeight: 900, pageYOffset: 0, addEventListener: (kind, act) => { handlers[kind] = act; }};
      window.parent = {}; window.parent.parent = window.parent; window.parent[name] = api;
      const document = {documentElement: {scrollHeight: Number(height)}, querySelectorAll: () => [],
        visibilityState: "visible", addEventListener: () => {}};
      new Function("window", "document", require("fs").readFileSync(0, "utf8"))(window, document);
      for (const kind of ["load", "pagehide"]) if (handlers[kind]) handlers[kind]();
      console.log(JSON.stringify(said));
    """
    given = ["node", "-e", program, name, before, str(height)]
    done = subprocess.run(given, input=SCRIPT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_drawing_for_a_book_stays_out_of_pages(app):
    document = with_media(sound_document())
    with app.test_request_context("/en/"):
        book(document)
    assert not [name for name in document.kept if "lesson" in name]


def test_an_edition_is_taken_away_until_it_is_withdrawn(
    browser, session, trainer, other_trainer, coordinator, tmp_path
):
    edition = make_edition(with_media(sound_document()))
    picture = tmp_path / "map.png"
    picture.write_bytes(PNG)
    for sha256 in ("ab" * 32, "cd" * 32):
        files.put_file(f"media/{sha256}", picture)
    address = f"/en/studio/modules/{edition.module.slug}/editions"
    person = browser(coordinator)
    page = person.visit(address)
    assert "Book and SCORM" in page.text
    asking = person.visit(f"{address}/1/ky.epub")
    assert asking.response.request.path == f"{address}/1/book", "nothing is made yet"
    assert "only a PDF holds several" in asking.submit("Make the file", kind="epub", languages=["ky", "ru"]).text
    assert person.visit(f"{address}/1/book?kind=docx").status == 404
    for kind, code in (("epub", "ky"), ("scorm-1.2", "ru"), ("scorm-2004", "ru")):
        assert "is being made" in asking.submit("Make the file", kind=kind, languages=[code]).text
    assert not session.scalars(select(AuditRecord).where(AuditRecord.act == "authoring.edition.taken_away")).all()
    assert jobs.work_off() == 3
    ready = person.visit(f"{address}/1/book?kind=epub&languages=ky")
    assert "is ready" in ready.text
    assert f"{address}/1/ky.epub" in ready.response.text
    assert jobs.job_by_key(book_key(edition.id, "ky", "epub")).progress == len(sound_document().lessons)
    taken = person.visit(f"{address}/1/ky.epub")
    assert (taken.status, taken.response.mimetype) == (200, "application/epub+zip")
    assert zipfile.ZipFile(io.BytesIO(taken.response.data)).testzip() is None
    query = select(AuditRecord).where(AuditRecord.act == "authoring.edition.taken_away")
    assert session.scalars(query).one().actor_id == coordinator.id
    for version in ("1.2", "2004"):
        scorm = person.visit(f"{address}/1/ru-scorm-{version}.zip")
        assert (scorm.status, scorm.response.mimetype) == (200, "application/zip")
        assert zipfile.ZipFile(io.BytesIO(scorm.response.data)).testzip() is None
    assert browser(other_trainer).visit(f"{address}/1/ru-scorm-1.2.zip").status == 404
    assert browser(other_trainer).visit(f"{address}/1/ky.epub").status == 404
    assert person.visit(f"{address}/2/ky.epub").status == 404
    edition.withdrawn_at, edition.withdrawn_reason = clock.now(), "Wrong."
    session.commit()
    assert person.visit(f"{address}/1/ky.epub").status == 404
    assert books.forget_old(at=clock.now() + timedelta(days=15)) == 3
    session.commit()


@pytest.mark.parametrize("ending", ["epub", "1.2"])
def test_what_a_reader_must_know_first_stands_in_every_kind_of_book(app, ending):
    document = sound_document()
    document = msgspec.structs.replace(
        document,
        states=document.states | {"ru": "machine-draft"},
        law_as_of="2026-11-01",
        content_note=dict.fromkeys(("ky", "ru", "en"), "Of violence & fear."),
    )

    def pages(**more):
        if ending == "epub":
            content = write_epub(document, "ru", lambda _sha: b"", author="Sabak", at=AT, **more)
        else:
            content = write_scorm(document, "ru", lambda _sha: b"", version=ending, **more)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {
                name.rpartition("/")[2].partition(".")[0]: archive.read(name).decode()
                for name in archive.namelist()
                if name.endswith(("html", "xhtml"))
            }

    with app.test_request_context("/en/"):
        found, reviewed = pages(), pages(is_reviewed=True)

    front = "contents" if ending == "epub" else "lesson-01"
    assert "Of violence &amp; fear." in found[front]
    assert "по состоянию на 1" in found[front]
    assert "пока не прошёл рецензирование" in found[front]
    assert "пока не прошёл рецензирование" not in reviewed[front]
    for name, page in found.items():
        assert page.count("Этот перевод выполнен машиной") == 1, name
    assert "Of violence" not in found["lesson-02"]
