"""An edition on paper: all lessons in the chosen languages, answers after questions, nothing that counts in tests."""

import io
import re
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from PIL import Image
from sqlalchemy import select

from lms.authoring.books import write_pdf
from lms.authoring.books.nodes import nodes_of
from lms.authoring.services import books
from lms.catalogue.documents import MediaFile
from lms.catalogue.models import Edition
from lms.core import clock, files, jobs
from lms.core.audit import AuditRecord
from tests.authoring.documents import sound_document, with_handouts
from tests.support.factories import make_edition
from tests.support.pdf import about, page_sizes, tags_of, text_of

AT = datetime(2026, 11, 28, tzinfo=UTC)
SAID = dict.fromkeys(("ky", "ru", "en"), "Said & done.")
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="60" height="40" fill="#0B4A57"/>'
    b'<text x="3" y="20" font-size="9">in the drawing</text></svg>'
)
MORE = """
## One

#### Far below

| a | b |
|---|---|
| 1 | 2 < 3 |

![A map](media/map.png "Where it is")

![A drawing](media/way.svg)

![Talk](media/talk.mp3)

::: law-in-force {as_of="2026-11-01"}
What holds, **firmly** and *softly*, by [an act](https://example.org/act).
:::

::: analysis {about="A leaflet" basis="iccpr art. 19"}
Words of it.

![It](media/leaflet.png)
:::
"""


def png():
    target = io.BytesIO()
    Image.new("RGB", (30, 20), "#0B4A57").save(target, "PNG")
    return target.getvalue()


CONTENTS = {"a" * 64: png(), "b" * 64: SVG, "c" * 64: b"sound", "d" * 64: b"must not be asked for"}


def document_with_everything():
    media = (
        MediaFile("map.png", "a" * 64, "image/png", 99, 30, 20),
        MediaFile("way.svg", "b" * 64, "image/svg+xml", 99, 60, 40),
        MediaFile("talk.mp3", "c" * 64, "audio/mpeg", 5, seconds=60, languages=("ky",), text=SAID),
        MediaFile("leaflet.png", "d" * 64, "image/png", 99, 30, 20, analysis=True),
    )
    document = with_handouts(sound_document())
    lesson, *others = document.lessons
    texts = {code: msgspec.structs.replace(text, body=text.body + MORE) for code, text in lesson.texts.items()}
    return msgspec.structs.replace(
        document,
        media=media,
        lessons=(msgspec.structs.replace(lesson, texts=texts), *others),
        states={**document.states, "ky": "machine-draft", "ru": "translated"},
    )


def squeezed(text):
    return re.sub(r"\s+", "", text)


def printed(document, languages):
    asked = []

    def media(sha256):
        asked.append(sha256)
        return CONTENTS[sha256]

    edition = Edition(number=3, published_at=AT, is_reviewed=False)
    book = write_pdf(document, languages, media, service=SAID, edition=edition)
    assert sorted(asked) == ["a" * 64, "b" * 64], "neither material nor recordings"
    return book


@pytest.fixture(scope="module")
def written():
    return document_with_everything()


def test_all_that_is_studied_stands_in_it_and_nothing_that_counts(app, written):
    document = written
    with app.test_request_context("/en/"):
        book = printed(document, ("ky", "ru", "en"))
    text = squeezed(text_of(book))

    assert set(page_sizes(book)) == {(210, 297)}
    assert {"H1", "H2", "H3", "P", "L", "Table", "TH", "Figure", "Link"} <= {tag.name for tag in tags_of(book)}
    assert "in the drawing".replace(" ", "") in text, "words of a diagram stay words"
    for code in ("ky", "ru", "en"):
        for lesson in document.lessons:
            assert text.count(squeezed(lesson.texts[code].title)) >= 2, "in the contents and above the lesson"
        for check in document.checks:
            asked, *_answers = (found.start() for found in re.finditer(re.escape(squeezed(check.stem[code])), text))
            for option in check.options:
                assert text.index(squeezed(option.feedback[code])) > asked, (
                    "nobody reads the answer before the question"
                )
        assert text.count(squeezed(f"Page job-aid {code}")) == 2, "in the contents and above the page for work"
        for question in document.questions:
            assert squeezed(question.stem[code]) not in text
    assert text.count(squeezed("What holds, firmly and softly, by an act.")) == 3
    assert text.count("2<3") == 3
    assert text.count("Whereitis") == 3
    assert "facilitator" not in text, "who leads a group has a pack of their own"
    assert "Wordsofit" not in text
    assert text.count("Aleaflet") == 3, "that something was left out is said"
    assert squeezed("Said & done.") in text
    assert text.count(squeezed("This module has not yet been reviewed")) == 1


def test_a_language_alone_says_how_far_its_translation_is_and_always_the_same(app, written):
    with app.test_request_context("/en/"):
        book = printed(written, ("ky",))
        assert book == printed(written, ("ky",))
    text = squeezed(text_of(book))
    said = squeezed("Бул котормону машина жасаган")
    assert said in text
    assert squeezed(written.lessons[0].texts["ru"].title) not in text
    assert written.title["ky"] in about(book).title


def test_headings_never_leave_a_level_out_and_blanks_stay_between_words():
    nodes = nodes_of("<h1>a</h1><h3>b</h3><p>one <strong>two</strong> three\n<em>four</em></p>\n<ul><li>x</li> </ul>")
    assert [node["level"] for node in nodes if node["t"] == "heading"] == [1, 2]
    assert nodes[2]["c"] == ["one ", {"t": "strong", "c": ["two"]}, " three ", {"t": "em", "c": ["four"]}]
    assert nodes[3]["c"] == [["x"]]


def test_it_is_made_in_the_background_and_taken_away_until_the_edition_is_withdrawn(
    browser, session, other_trainer, coordinator, written
):
    stored = {
        name: files.put("media", content).rpartition("/")[2] for name, content in (("map.png", png()), ("way.svg", SVG))
    }
    media = tuple(msgspec.structs.replace(one, sha256=stored.get(one.name, one.sha256)) for one in written.media)
    edition = make_edition(msgspec.structs.replace(written, media=media, slug="paper", code="P9"))
    address = "/en/studio/modules/paper/editions/1/book"
    person, stranger = browser(coordinator), browser(other_trainer)

    page = person.visit(address)
    assert page.status == 200
    assert person.visit(f"{address}/ky-ru.pdf").response.request.path == address
    assert person.visit(f"{address}/ru-ky.pdf").status == 404
    assert person.visit(f"{address}?languages=de").status == 404
    assert page.submit("Make the file", languages=[]).status == 422
    assert "is being made" in page.submit("Make the file", languages=["ru", "ky"]).text
    assert jobs.work_off() == 1
    assert "is ready" in person.visit(f"{address}?languages=ky-ru").text
    taken = person.visit(f"{address}/ky-ru.pdf")
    assert (taken.status, taken.response.mimetype) == (200, "application/pdf")
    assert taken.response.data.startswith(b"%PDF-")
    record = session.scalars(select(AuditRecord).where(AuditRecord.act == "authoring.edition.taken_away")).one()
    assert (record.actor_id, record.facts["format"]) == (coordinator.id, "pdf-ky-ru")
    assert "is ready" in page.submit("Make the file", languages=["ky", "ru"]).text
    assert jobs.work_off() == 0, "what is there is not made again"
    for path in (address, f"{address}/ky-ru.pdf"):
        assert stranger.visit(path).status == 404

    kept = [key for key, _size in files.listed() if key.startswith("books/")]
    assert books.forget_old(at=clock.now() + timedelta(days=13)) == 0
    assert len(kept) == 1
    edition.withdrawn_at, edition.withdrawn_reason = clock.now(), "Wrong."
    session.commit()
    assert person.visit(f"{address}/ky-ru.pdf").status == 404
    assert books.forget_old(at=clock.now() + timedelta(days=15)) == 1
    session.commit()
    assert not [key for key, _size in files.listed() if key.startswith("books/")]


def test_a_list_of_terms_is_one_paragraph_for_each_term_and_each_meaning():
    term = '<dt id="t">A <em>term</em></dt><dd>Means. <a class="back">x</a></dd>'
    drawn = f'<section class="terms"><dl class="glossary">{term}</dl></section>'

    [section] = nodes_of(drawn)
    [listed] = section["c"]

    assert listed["c"] == [
        {"t": "p", "c": [{"t": "strong", "c": ["A ", {"t": "em", "c": ["term"]}]}]},
        {"t": "p", "c": ["Means."]},
    ]
