"""The pictures of one lesson, as a phone loads them, come to no more than 120 KB, or an author is told."""

import hashlib
import random
import re
from io import BytesIO

import pytest
from PIL import Image

from lms.authoring.packs import Level
from lms.authoring.packs.checks import check_document
from lms.authoring.packs.files import open_pack
from lms.authoring.packs.reading import read_pack
from lms.authoring.packs.writing import write_pack
from lms.authoring.services import drafts
from lms.catalogue.documents import module_from_json
from lms.core import clock, files
from lms.core.pictures import copy_of
from lms.ui.filters import KILOBYTE as KB
from tests.authoring.packages import KNOWN, pack, small_module

SAID = re.compile(r"On a phone the pictures of the lesson")


def noise(number, width=480):
    """A picture that no kind of file makes small: each dot has a colour of its own."""
    dots = random.Random(number).randbytes(width * width * 3)
    target = BytesIO()
    Image.frombytes("RGB", (width, width), dots).save(target, "JPEG", quality=60)
    return target.getvalue()


@pytest.fixture(scope="module")
def photographs():
    return {f"p{number}.jpg": noise(number) for number in range(6)}


def first(number, photographs):
    return dict(list(photographs.items())[:number])


def showing(photographs, *, drawing=0, in_check=None, languages=("ky", "ru", "en")):
    """The small module with the pictures in its first lesson, and a drawing of so many bytes."""
    raw = pack()
    media = {**photographs, **({"plan.svg": drawing} if drawing else {})}
    raw["media"] = [
        {
            "name": name,
            "sha256": hashlib.sha256(content if isinstance(content, bytes) else name.encode()).hexdigest(),
            "type": "image/jpeg" if name.endswith("jpg") else "image/svg+xml",
            "size": len(content) if isinstance(content, bytes) else content,
            "width": 480,
            "height": 480,
        }
        for name, content in media.items()
    ]
    for code in languages:
        lines = [f"\n![A picture](media/{name})\n" for name in media if name != in_check]
        raw["lessons"][0]["texts"][code]["body"] += "".join(lines)
    if in_check:
        raw["checks"][0]["image"] = {"name": in_check, "alt": dict.fromkeys(("ky", "ru", "en"), "Some picture")}
    return small_module(lessons=raw["lessons"], media=raw["media"], checks=raw["checks"])


def remarks(document, known=KNOWN):
    return [p for p in check_document(document, known) if SAID.match(p.text)]


def weighing(**weights):
    return type(KNOWN)(weigh=lambda file: weights[file.name.partition(".")[0]])


@pytest.fixture(autouse=True)
def speaking_english(app):
    with app.test_request_context("/en/"):
        yield


def test_the_sum_and_the_largest_are_named_once_for_a_lesson(photographs):
    weights = {"p0": 30 * KB, "p1": 40 * KB, "p2": 20 * KB, "p3": 35 * KB}  # 125 KB
    document = showing(first(4, photographs))

    [remark] = remarks(document, weighing(**weights))

    assert remark.level is Level.WARNING
    assert remark.place[:2] == ("lessons", document.lessons[0].key)
    assert document.lessons[0].texts[remark.place[3]].title in remark.text
    said = remark.text.replace("\u00a0", " ")
    assert "125 KB together; it may be 120 KB" in said
    assert said.endswith("p1.jpg (40 KB), p3.jpg (35 KB), p0.jpg (30 KB).")

    assert remarks(document, weighing(**{**weights, "p0": 25 * KB})) == []  # 120 KB are no more than that


def test_drawings_count_as_they_are_sent_and_other_languages_do_not_add_up(photographs):
    two = first(2, photographs)
    assert remarks(showing(two), weighing()) == []  # two copies always fit: nothing is weighed

    light = weighing(p0=KB, p1=KB)
    assert remarks(showing(two, drawing=118 * KB), light) == []
    [remark] = remarks(showing(two, drawing=118 * KB + 1, languages=["ru"]), light)
    assert remark.place[3] == "ru"


def test_a_picture_of_a_check_in_the_lesson_counts_too(photographs):
    heavy = weighing(p0=39 * KB, p1=39 * KB, p2=39 * KB, p3=39 * KB)
    document = showing(first(4, photographs), in_check="p3.jpg")
    placed = any(f'key="{document.checks[0].key}"' in text.body for text in document.lessons[0].texts.values())

    assert [("156" in remark.text) for remark in remarks(document, heavy)] == ([True] if placed else [])


def test_a_package_and_the_studio_weigh_what_a_phone_is_given(
    app, session, browser, trainer, draft, photographs, tmp_path
):
    document = showing(photographs)
    path = tmp_path / "practice.zip"
    by_name = {file.sha256: photographs[file.name] for file in document.media}
    path.write_bytes(write_pack(document, by_name.__getitem__))

    told = [str(p) for p in read_pack(open_pack(path), KNOWN).report.warnings if SAID.search(str(p))]

    for content in photographs.values():
        files.put("media", content)
    total = sum(len(copy_of(file.sha256, "480.webp")) for file in document.media)
    expected = f"{round(total / KB)}\u00a0KB together"
    assert total > 120 * KB, "the pictures of this test are meant to be heavy"
    assert len(told) == 1
    assert "lessons/01-" in told[0]
    assert expected in told[0]

    drafts.save(draft, document, by=trainer.id, what="s", at=clock.now())
    session.commit()
    key = module_from_json(draft.document).lessons[0].key
    shown = browser(trainer).visit(f"/en/studio/modules/practice/lessons/{key}").text
    assert expected.replace("\u00a0", " ") in shown.replace("\u00a0", " ")
