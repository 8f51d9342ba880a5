"""A picture of a draft is replaced under its name; editions stay as they were, and the page says where it is used."""

import hashlib
from io import BytesIO

import msgspec
import pytest

from lms.authoring.services import drafts
from lms.catalogue.documents import LessonText, MediaFile, module_from_json
from lms.core import clock, files
from tests.authoring.documents import sound_document
from tests.authoring.test_images import picture

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
