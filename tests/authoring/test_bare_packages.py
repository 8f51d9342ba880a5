"""A package comes in only with pictures and recordings that say nothing of who made them, with what, where and when."""

import hashlib
import io
import shutil
import zipfile

import msgspec
import pytest
from PIL import Image
from sqlalchemy import func, select

from lms.authoring.packs import open_pack, read_pack, write_pack
from lms.authoring.packs.bare_media import refuse_written
from lms.authoring.packs.pictures import look_at
from lms.catalogue.documents import MediaFile
from lms.catalogue.models import TrainingModule
from lms.core import files, jobs
from lms.core.bare_pictures import is_bare
from tests.authoring.documents import sound_document
from tests.authoring.packages import KNOWN, sentences
from tests.support.pictures import BARE, SECRET, TOLD, exif, noise, saved
from tests.support.recordings import PLACE, mp4

MODULE = "/en/studio/modules/practice"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:p="http://program.example/ns" viewBox="0 0 4 3">{}</svg>'
WRITTEN = {
    "<metadata>": "<metadata>By Aida</metadata>",
    "<!-- -->": "<!-- by Aida -->",
    "<view>": "<p:view/>",
    "docname": '<g p:docname="/home/aida/map.svg"/>',
}
PLAIN_DRAWING = (
    '<g xml:lang="en"><title>A map</title><desc>Of Osh</desc>'
    '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/></g>'
)


@pytest.fixture(autouse=True)
def speaking_english(app):
    with app.app_context():
        yield


def package(content, name):
    """A sound module that holds this file as well."""
    kind = "video/mp4" if name.endswith(".mp4") else look_at(content).type
    file = MediaFile(name, hashlib.sha256(content).hexdigest(), kind, len(content))
    return write_pack(msgspec.structs.replace(sound_document(), media=(file,)), lambda _sha256: content)


def said_of(tmp_path, content, name):
    path = tmp_path / "practice.zip"
    path.write_bytes(package(content, name))
    read = read_pack(open_pack(path), KNOWN)
    return [line for line in sentences(read) if f"/media/{name}:1: error: " in line]


def ending_of(kind):
    return {"png": "png", "jpeg": "jpg", "webp": "webp", "palette": "png"}.get(kind.partition(" ")[0], "jpg")


@pytest.mark.parametrize("kind", TOLD)
def test_a_picture_that_tells_of_its_maker_stops_the_package(tmp_path, kind):
    [line] = said_of(tmp_path, TOLD[kind], f"map.{ending_of(kind)}")
    assert "where and when it was taken and by whom. Save it without that, or add it in the studio" in line


@pytest.mark.parametrize("kind", BARE)
def test_a_picture_that_is_a_picture_comes_in(tmp_path, kind):
    assert said_of(tmp_path, BARE[kind], f"map.{ending_of(kind)}") == []


@pytest.mark.parametrize("name", WRITTEN)
def test_a_drawing_holds_nothing_that_a_program_or_a_person_noted(tmp_path, name):
    [line] = said_of(tmp_path, SVG.format(WRITTEN[name]).encode(), "map.svg")
    assert f"({name})" in line
    assert said_of(tmp_path, SVG.format(PLAIN_DRAWING).encode(), "map.svg") == []


def test_a_film_does_not_say_where_it_was_made(tmp_path):
    [line] = said_of(tmp_path, mp4(b"vide", about=PLACE), "talk.mp4")
    assert "says where it was made" in line
    assert said_of(tmp_path, mp4(b"vide"), "talk.mp4") == []


def test_a_package_with_such_a_picture_is_refused_whole_and_its_page_says_what_to_do(browser, session, trainer):
    photo = saved(noise(90, 60), "JPEG", exif=exif())
    page = browser(trainer).visit("/en/studio/packages/new")
    page = page.submit("Look at the file", file=(io.BytesIO(package(photo, "street.jpg")), "practice.zip"))
    jobs.work_off()

    page = page.browser.visit(page.path)

    assert "The package cannot be taken in; nothing of it was stored." in page.text
    assert "media/street.jpg" in page.text
    assert "Save it without that, or add it in the studio" in page.text
    assert "Take the package in" not in page.text
    assert session.scalar(select(func.count()).select_from(TrainingModule)) == 0
    assert files.size_of(f"media/{hashlib.sha256(photo).hexdigest()}") is None


def test_what_the_studio_takes_leaves_in_a_package_that_comes_in_again(browser, trainer, module, tmp_path):
    photo = saved(noise(90, 60), "JPEG", exif=exif())
    assert SECRET.encode() in photo
    browser(trainer).visit(f"{MODULE}/pictures").submit("Add the picture", file=(io.BytesIO(photo), "street.jpg"))

    content = browser(trainer).visit(f"{MODULE}/package.zip").response.data

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert is_bare(archive.read("practice/media/street.jpg"))
        assert SECRET.encode() not in archive.read("practice/media/street.jpg")
    path = tmp_path / "practice.zip"
    path.write_bytes(content)
    assert not [
        line for line in sentences(read_pack(open_pack(path), KNOWN)) if ": error: " in line and "/media/" in line
    ]


def test_a_folder_is_made_bare_by_command(app, session, tmp_path):
    folder = tmp_path / "foundations"
    shutil.copytree(app.config["CONTENT"] / "foundations", folder)
    photo, film = folder / "media" / "street.jpg", folder / "media" / "talk.mp4"
    turned = exif()
    turned[0x0112] = 6
    photo.write_bytes(saved(noise(90, 60), "JPEG", exif=turned))
    film.write_bytes(mp4(b"vide", about=PLACE))
    (folder / "media" / "broken.jpg").write_bytes(TOLD["jpeg exif"][:300])

    def run(command):
        return app.test_cli_runner().invoke(args=["content", command, str(folder)])

    assert "by whom. Save it without that" in run("check").output

    assert run("format").stdout == f"{photo}\n{film}\n"

    assert is_bare(photo.read_bytes())
    with Image.open(photo) as drawn:
        assert drawn.size == (60, 90), "it stands as it was seen"
    assert b"42.87" not in film.read_bytes()
    assert run("format").stdout == ""


def test_all_that_is_shipped_is_bare(app):
    shipped = [path for path in app.config["CONTENT"].glob("*/media/*") if path.suffix != ".yaml"]
    assert len(shipped) > 100
    for path in shipped:
        content = path.read_bytes()
        refuse_written(content, look_at(content).type)
