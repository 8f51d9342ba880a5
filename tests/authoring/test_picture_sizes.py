"""Pictures of points in the sizes of screens: light, made once, and with nothing in them but what is seen."""

import hashlib
import io
import zipfile

import pytest
from PIL import Image
from sqlalchemy import select

from lms.authoring.packs import open_pack, read_pack, write_pack
from lms.authoring.services.loading import load_pack
from lms.catalogue.models import Edition
from lms.core import clock, files, pictures
from lms.core.bare_pictures import is_bare
from lms.core.pictures import FORMS, MOST_BYTES, WHOLE, copy_of, has_copies, make_copies
from tests.authoring.packages import KNOWN, small_module, zip_of
from tests.support.factories import make_account, make_enrolment
from tests.support.packs import pack
from tests.support.pictures import BARE, SECRET, TOLD, exif, noise, saved


@pytest.fixture(scope="module")
def photo():
    return saved(noise(), "JPEG", quality=60, exif=exif())


def sha_of(content):
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("name", [*BARE, *TOLD])
def test_what_a_picture_holds_beside_the_picture_is_seen(name):
    assert is_bare((BARE | TOLD)[name]) is (name in BARE)


def test_a_drawing_is_no_picture_of_points():
    assert is_bare(b"<svg/>")


def test_every_size_is_light_and_says_nothing_of_who_made_it(session, photo):
    made = {"photo": photo, "told": TOLD["png text"], "palette": BARE["palette"], "alpha": BARE["webp with alpha"]}
    for name, content in made.items():
        files.put("media", content)
        make_copies(sha_of(content), content)
        assert has_copies(sha_of(content))
        for form in (*FORMS, WHOLE):
            copy = copy_of(sha_of(content), form)
            if form == WHOLE and name in ("palette", "alpha"):
                assert copy == content, "there was nothing to take out"
                continue
            assert SECRET.encode() not in copy
            with Image.open(io.BytesIO(copy)) as image:
                kind, widest = FORMS.get(form, (None, 2000))
                assert image.format == (kind or ("JPEG" if name == "photo" else "PNG"))
                assert image.width <= widest
                assert abs(image.width / image.height - 4 / 3) < 0.02
                assert not image.getexif()
            if form in FORMS:
                assert len(copy) <= MOST_BYTES
    with Image.open(io.BytesIO(copy_of(sha_of(made["alpha"]), "480.webp"))) as image:
        assert (image.mode, image.size) == ("RGBA", (40, 30)), "nothing is made larger or less clear"


def test_a_page_shows_sizes_and_a_package_keeps_its_own_bytes(browser, session, tmp_path, photo):
    lessons = pack()["lessons"]
    for code in ("ky", "ru", "en"):
        lessons[0]["texts"][code]["body"] = '![A street](media/street.jpg "In Osh")\n'
    facts = {"name": "street.jpg", "sha256": sha_of(photo), "type": "image/jpeg", "size": len(photo)}
    document = small_module(lessons=lessons, checks=[], media=[{**facts, "width": 800, "height": 600}])
    content = write_pack(document, lambda _sha256: photo)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        path = zip_of(tmp_path / "in.zip", {name: archive.read(name) for name in archive.namelist()})
    read = read_pack(open_pack(path), KNOWN)
    read.report.problems.clear()  # as when such a picture was let in
    load_pack(read, is_demonstration=True, at=clock.now())
    session.commit()
    assert write_pack(document, lambda sha256: files.get(f"media/{sha256}")) == content
    judge = make_account()
    make_enrolment(session.scalars(select(Edition)).one(), judge.person)

    reader = browser(judge)
    page = reader.visit("/en/modules/practice/lessons/first")
    base = f"/en/modules/practice/media/{sha_of(photo)}/street.jpg"
    (source,) = page.all("//figure/picture/source")
    (image,) = page.all("//figure/picture//img")
    assert source.get("srcset") == f"{base}/480.webp 480w, {base}/960.webp 800w"
    assert image.get("srcset") == f"{base}/480.jpg 480w, {base}/960.jpg 800w"
    assert {name: image.get(name) for name in ("src", "alt", "width", "height", "loading")} == {
        "src": f"{base}/960.jpg", "alt": "A street", "width": "800", "height": "600", "loading": "lazy",
    }  # fmt: skip
    for form, (kind, widest) in FORMS.items():
        sent = reader.client.get(f"{base}/{form}")
        assert (sent.status_code, sent.mimetype) == (200, f"image/{kind.lower()}")
        assert "immutable" in sent.headers["Cache-Control"]
        with Image.open(io.BytesIO(sent.data)) as drawn:
            assert drawn.width <= widest
    sent = reader.client.get(base)
    assert (sent.status_code, sent.mimetype) == (200, "image/jpeg")
    assert SECRET.encode() in photo
    assert SECRET.encode() not in sent.data
    assert reader.client.get(f"{base}/481.webp").status_code == 404
    lite = reader.client.get("/en/modules/practice/lessons/first", headers={"Save-Data": "on"}).text
    weight = round(len(copy_of(sha_of(photo), "960.jpg")) / 1024)
    assert f'<a href="{base}/960.jpg">Picture: A street ({weight}' in lite


def test_what_nobody_has_made_is_made_at_first_need_and_once(session, monkeypatch):
    content, drawn = TOLD["jpeg exif"], []
    draw = pictures.draw
    monkeypatch.setattr(pictures, "draw", lambda *given: drawn.append(1) or draw(*given))
    files.put("media", content)
    files.remove(pictures.key_of(sha_of(content), WHOLE))
    for _each in range(3):
        assert SECRET.encode() not in copy_of(sha_of(content), WHOLE)
        assert copy_of(sha_of(content), "480.webp")
    assert len(drawn) == 1
    with pytest.raises(FileNotFoundError):
        copy_of("0" * 64, WHOLE)
