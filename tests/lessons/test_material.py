"""Material shown for analysis that could itself be unlawful: closed, explained, and on the platform only."""

import hashlib
import io
import re
import zipfile
from pathlib import Path

import msgspec
import pytest

from lms.authoring.books.epub import write_epub
from lms.authoring.packs.checks.guarding import guarding_problems
from lms.authoring.packs.writing import write_pack
from lms.authoring.translators.units import units_of
from lms.catalogue.documents import module_from_json
from lms.catalogue.guarding import guarded_paragraphs, has_material, without_material
from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition, withdraw_edition
from lms.core import clock, files
from lms.core.i18n import speaking
from lms.core.markdown import Around, render
from lms.laws.citing import citations_in
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.packs import pack, small_module

ROOT = Path(__file__).parents[2]
BYTES = b"a leaflet"
LEAFLET = {
    "name": "leaflet.png",
    "sha256": hashlib.sha256(BYTES).hexdigest(),
    "type": "image/png",
    "size": len(BYTES),
    "width": 2,
    "height": 2,
    "analysis": True,
}
BOX = '::: analysis {about="A leaflet" basis="iccpr art. 19(2)"}\n'
BODY = f"Before.\n\n{BOX}Words of the leaflet.\n\n![The leaflet](media/leaflet.png)\n:::\n\nAfter it.\n"
LESSON = "/en/modules/practice/lessons/first"
ADDRESS = f"/en/modules/practice/material/{LEAFLET['sha256']}/leaflet.png"


def lessons_with(body):
    lessons = pack()["lessons"]
    for text in lessons[0]["texts"].values():
        text["body"] = body
    return lessons


def module_with(body=BODY, **leaflet):
    return small_module(lessons=lessons_with(body), checks=[], media=[{**LEAFLET, **leaflet}])


@pytest.fixture
def edition(session):
    files.put("media", BYTES)
    return make_edition(module_with())


def test_it_is_closed_and_says_why_it_is_there_and_that_one_may_go_on(browser, edition):
    judge = make_account()
    make_enrolment(edition, judge.person)
    page = browser(judge).visit(LESSON)

    (box,) = page.all("//div[@class='material']/details")
    assert box.get("open") is None
    assert box.xpath("string(summary)") == "Material for analysis: A leaflet"
    said = " ".join(box.xpath("string(preceding-sibling::p)").split())  # told before the box is opened
    assert "International Covenant on Civil and Political Rights, art. 19(2)" in said
    assert "Nothing that follows asks you to have opened it." in said
    assert box.xpath(".//img/@src") == [ADDRESS]
    assert not box.xpath(".//a[contains(@href, 'leaflet')]")
    lite = browser(judge).client.get(LESSON, headers={"Save-Data": "on"}).text
    assert f'href="{ADDRESS}"' not in lite


def test_its_file_goes_into_the_page_of_those_who_study_and_nowhere_else(browser, edition):
    judge = make_account()
    make_enrolment(edition, judge.person)
    own = browser(judge)
    inside = own.client.get(ADDRESS, headers={"Sec-Fetch-Dest": "image"})

    assert (inside.status_code, inside.data) == (200, BYTES)
    assert inside.headers["Cache-Control"] == "no-store, private"
    for wanted in ("document", "empty", "iframe"):
        assert own.client.get(ADDRESS, headers={"Sec-Fetch-Dest": wanted}).status_code == 404
    assert own.visit(ADDRESS.replace("/material/", "/media/")).status == 404  # the way of other pictures
    assert browser(make_account()).client.get(ADDRESS).status_code == 404  # as if absent
    assert browser().client.get(ADDRESS).status_code in (302, 303, 401)


def test_it_is_guarded_in_earlier_editions_too(browser, session):
    files.put("media", BYTES)
    module = make_edition(module_with(analysis=False)).module
    before = ADDRESS.replace("/material/", "/media/")
    assert browser().visit(before).status == 200
    marked = module_with(BODY.replace("leaflet.png", "sheet.png"), name="sheet.png")
    facts = {"change": EditionChange.CONTENT, "review": ReviewFacts(is_reviewed=True), "by": None, "at": clock.now()}
    publish_edition(module, marked, **facts)
    session.commit()
    assert browser().visit(before).status == 404


def test_withdrawing_the_edition_that_closed_it_opens_it_to_nobody(browser, session):
    files.put("media", BYTES)
    module = make_edition(module_with(analysis=False)).module
    before = ADDRESS.replace("/material/", "/media/")
    facts = {"change": EditionChange.CONTENT, "review": ReviewFacts(is_reviewed=True), "by": None, "at": clock.now()}
    closing = publish_edition(module, module_with(), **facts)
    withdraw_edition(closing, reason="Wrong.", at=clock.now())
    session.commit()
    assert browser().visit(before).status == 404

    publish_edition(module, module_with(f"{BODY}\nMore.\n", analysis=False), **facts)
    session.commit()
    assert browser().visit(before).status == 200  # somebody has looked at it again


SECRET = "Words of the leaflet."


@pytest.mark.parametrize(
    "body",
    [
        f"{BOX[:-1]}\n{SECRET}\n:::\n",
        f":::{BOX[:-1]}\n{SECRET}\n\n{BOX}Inside.\n:::\n\n{SECRET}\n::::::\n",
        f":::{BOX[:-1]}\n::: case\n{SECRET}\n:::\n::::::\n",
        f":::: case\nBefore.\n\n{BOX}{SECRET}\n:::\n\nStays.\n::::\n",
        f"> {BOX}> {SECRET}\n> :::\n>\n> Stays.\n",
        f"- {BOX}  {SECRET}\n  :::\n\n  Stays.\n",
        f"{BOX}{SECRET}\n:::\n\nBetween.\n\n{BOX}{SECRET}\n:::\n",
    ],
    ids=["alone", "in itself", "around another", "in another", "in a quotation", "in a list", "two"],
)
def test_however_boxes_stand_in_each_other_only_they_are_emptied(body):
    text = f"First.\n\n{body}\nAfter it.\n"
    emptied = without_material(module_with(text)).lessons[0].texts["en"].body

    assert SECRET not in emptied
    assert "Inside." not in emptied
    for word in ("First.", "Before.", "Stays.", "Between.", "After it."):
        assert emptied.count(word) == text.count(word)
    shown = str(render(emptied, language="en", around=Around(), with_material=True).whole)
    assert "<p>After it.</p>" in shown.rsplit("</blockquote>", maxsplit=1)[-1].rsplit("</ul>", maxsplit=1)[-1]
    assert ":::" not in shown
    assert without_material(module_with(emptied)).lessons[0].texts["en"].body == emptied


def test_on_paper_it_is_not_there(session, edition):
    """Printing opens what is closed, and this stays out."""
    css = (ROOT / "lms/ui/static/css/components/law_quotation.css").read_text()
    printed = css[css.index("@media print") :]

    assert re.search(r"\.material \{\s*display: none;", printed)


def test_it_leaves_in_no_package_book_or_translation(session, edition):
    document = module_from_json(edition.document)
    packed = zipfile.ZipFile(io.BytesIO(write_pack(document, lambda sha256: b"bytes")))
    book = write_epub(document, "en", lambda sha256: b"bytes", author="x", at=clock.now())

    assert not [name for name in packed.namelist() if "leaflet" in name]
    lesson = packed.read("practice/lessons/01-first.en.md").decode()
    assert 'left_out="true"}\n:::\n' in lesson
    for archive in (packed, zipfile.ZipFile(io.BytesIO(book))):
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert b"Words of the leaflet" not in everything
        assert b"leaflet.png" not in everything
        assert b"After it." in everything
    sent = " ".join(unit.source for unit in units_of(document, "ru"))
    assert "After it." in sent
    assert "leaflet" not in sent.replace("A leaflet", "")


def test_the_check_asks_for_basis_mark_and_box(session):
    def said(document):
        with speaking("en"):
            return [problem.text for problem in guarding_problems(document)]

    assert said(module_with()) == []
    assert any("mark the file itself" in text for text in said(module_with(analysis=False)))
    outside = BODY.replace(BOX, "").replace(":::\n", "")
    assert any("in a box “analysis” only" in text for text in said(module_with(outside)))
    soft = module_with()
    soft = msgspec.structs.replace(soft, sources=(msgspec.structs.replace(soft.sources[0], binding=False),))
    assert any("a law or a treaty" in text for text in said(soft))
    assert any("was left out" in text for text in said(without_material(module_with())))


@pytest.mark.parametrize(
    "picture",
    [
        "![The\nleaflet](media/leaflet.png)",
        "![The [first] leaflet](media/leaflet.png)",
        "![The leaflet][it]\n\n[it]: media/leaflet.png",
        "[![The leaflet](<media/leaflet.png>)](https://example.org)",
    ],
    ids=["two lines", "brackets", "by name", "in a link"],
)
def test_however_it_is_written_it_stands_in_its_box_only(session, picture):
    with speaking("en"):
        found = list(guarding_problems(module_with(f"Before.\n\n{picture}\n")))

    assert len(found) == 3
    assert {(one.place[-1], "in a box “analysis” only" in one.text) for one in found} == {(3, True)}


def test_where_it_stands_is_found(session):
    document = module_with()
    assert guarded_paragraphs(BODY) == {2, 3, 4}  # what it is about, its words, its picture
    assert has_material(document)
    assert not any(file.analysis for file in without_material(document).media)
    assert ("lesson:first", "iccpr", "art. 19(2)") in [(one.place, one.act, one.at) for one in citations_in(document)]
    plain = small_module()
    assert without_material(plain) is plain


def test_a_film_for_analysis_has_captions_in_its_player_and_nowhere_else(browser, session):
    said = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nA call to hate.\n"
    film = {
        "name": "call.mp4", "type": "video/mp4", "width": None, "height": None, "seconds": 3, "languages": ["ru"],
        "text": dict.fromkeys(("ky", "ru", "en"), "A call."), "captions": [{"language": "ru", "content": said}],
    }  # fmt: skip
    body = BODY.replace("leaflet.png", "call.mp4")
    edition = make_edition(module_with(body, **film))
    judge = make_account()
    make_enrolment(edition, judge.person)
    own = browser(judge)

    [address] = own.visit(LESSON).all("//div[@class='material']//track/@src")
    sent = own.client.get(address, headers={"Sec-Fetch-Dest": "track"})

    assert (sent.status_code, sent.mimetype, sent.text) == (200, "text/vtt", said)
    assert sent.headers["Cache-Control"] == "no-store, private"
    assert own.client.get(address, headers={"Sec-Fetch-Dest": "document"}).status_code == 404
    assert own.client.get(address.replace("/ru.vtt", "/ky.vtt")).status_code == 404
    assert own.client.get(address.replace("/material/", "/media/")).status_code == 404
    assert browser(make_account()).client.get(address).status_code == 404
    assert browser().client.get(address).status_code in (302, 303, 401)
