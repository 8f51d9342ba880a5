"""A file of a draft is replaced under its name; editions stay as they were, and the page says where it is used."""

import hashlib
from io import BytesIO
from subprocess import TimeoutExpired

import msgspec
import pytest

from lms.authoring.services import drafts
from lms.catalogue.documents import LessonText, MediaFile, module_from_json
from lms.core import clock, files, pictures
from tests.authoring.documents import sound_document
from tests.authoring.test_images import picture
from tests.support.recordings import PLACE, mp4

PAGE = "/en/studio/modules/practice/pictures"


@pytest.fixture
def shown(session, trainer, draft):
    """The first lesson shows a picture."""
    content = picture(kind="PNG")
    files.put("media", content)
    made = MediaFile("map.png", hashlib.sha256(content).hexdigest(), "image/png", len(content), 60, 40)
    text = sound_document()
    texts = {
        code: LessonText(one.title, one.summary, one.body + "\n![A map](media/map.png)\n")
        for code, one in text.lessons[0].texts.items()
    }
    first = msgspec.structs.replace(text.lessons[0], texts=texts)
    changed = msgspec.structs.replace(text, lessons=(first, *text.lessons[1:]), media=(made,))
    drafts.save(draft, changed, by=trainer.id, what="s", at=clock.now())
    session.commit()
    return made


def test_a_picture_is_replaced_under_its_name_and_marked(browser, session, trainer, draft, shown):
    page = browser(trainer).visit(PAGE)
    assert "Used in: Lesson first en" in page.text
    page = page.click("Change – map.png")

    assert page.submit("Save", file=(BytesIO(picture(kind="JPEG")), "map.jpg")).status == 422
    page.submit("Save", file=(BytesIO(picture(80, 20, kind="PNG")), "other.png"), analysis="y")

    session.expire_all()
    [stored] = module_from_json(draft.document).media
    assert (stored.name, stored.width, stored.height, stored.analysis) == ("map.png", 80, 20, True)
    assert stored.sha256 != shown.sha256
    assert files.get(f"media/{shown.sha256}")  # an edition may show it
    assert browser(trainer).visit(f"{PAGE}/none.png/change").status == 404


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d 30"><rect width="9" height="9"/></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
#: By name: what is there, what comes in its place, and what does not.
OTHERS = {
    "map.svg": (SVG % 40, SVG % 80, SVG.replace(b"<rect", b"<!-- Aida --><rect") % 80),
    "talk.mp4": (mp4(b"vide"), mp4(b"vide", b"soun", about=PLACE), mp4(b"soun")),
    "form.pdf": (PDF, PDF + b"% more", b"PK no document"),
}
KINDS = {"map.svg": "image/svg+xml", "talk.mp4": "video/mp4", "form.pdf": "application/pdf"}


@pytest.mark.parametrize("name", OTHERS)
def test_drawings_recordings_and_documents_are_replaced_too(browser, session, trainer, draft, name):
    before, after, refused = OTHERS[name]
    files.put("media", before)
    made = MediaFile(
        name, hashlib.sha256(before).hexdigest(), KINDS[name], len(before), seconds=4, text={"en": "Hello."}
    )
    drafts.save(
        draft, msgspec.structs.replace(sound_document(), media=(made,)), by=trainer.id, what="s", at=clock.now()
    )
    session.commit()
    page = browser(trainer).visit(PAGE).click(f"Change – {name}")
    assert ("analysis" in page.text) is (name != "form.pdf")

    assert page.submit("Save", file=(BytesIO(refused), name)).status == 422
    elsewhere = page.submit("Save", file=(BytesIO(picture(kind="PNG")), "other.png"))
    assert f"Choose a file that ends in .{name.rpartition('.')[2]}" in elsewhere.text
    page = page.submit("Save", file=(BytesIO(after), f"other-{name}"))

    session.expire_all()
    [stored] = module_from_json(draft.document).media
    assert (stored.name, stored.type, stored.size) == (name, KINDS[name], len(after))
    kept = files.get(f"media/{stored.sha256}")
    assert (kept == after) is (name != "talk.mp4")
    assert b"42.87" not in kept
    assert files.get(f"media/{made.sha256}") == before
    if name == "talk.mp4":
        assert (stored.seconds, stored.text) == (4, {"en": "Hello."})
        assert page.path.endswith("/recordings/talk.mp4"), "where its length and text are looked at again"


def test_a_name_that_lies_is_not_believed(browser, session, trainer, draft, shown):
    page = browser(trainer).visit(f"{PAGE}/map.png/change")
    page = page.submit("Save", file=(BytesIO(picture(kind="JPEG")), "map.png"))
    assert "Choose a file of the same kind: its name ends in .png." in page.text


def test_a_picture_that_could_not_be_drawn_in_time_is_not_called_broken(browser, monkeypatch, trainer, draft, shown):
    def late(*_given, **_more):
        raise TimeoutExpired("worker", 10)

    monkeypatch.setattr(pictures, "run_apart", late)
    page = browser(trainer).visit(f"{PAGE}/map.png/change")
    page = page.submit("Save", file=(BytesIO(picture(kind="PNG")), "map.png"))
    assert page.status == 422
    assert "has too much to do just now" in page.text
    assert "This is not a picture" not in page.text
