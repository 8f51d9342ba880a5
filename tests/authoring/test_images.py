"""Pictures are drawn in a process of their own, and whatever becomes of it is a refusal."""

import os
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from lms.authoring.images import drawn_anew
from lms.authoring.packs.pictures import NoPicture
from lms.core import pictures as images


@pytest.fixture(autouse=True)
def words(app):
    with app.test_request_context("/en/"):
        yield


def picture(width=60, height=40, mode="RGB", kind="PNG", **more):
    target = BytesIO()
    Image.new(mode, (width, height)).save(target, kind, **more)
    return target.getvalue()


def announced(width, height):
    """A picture that says to be of this size and holds nothing."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "found"),
    [("PNG", ("image/png", ".png")), ("JPEG", ("image/jpeg", ".jpg")), ("WEBP", ("image/webp", ".webp"))],
)
def test_a_picture_comes_back_as_it_was_and_upright(kind, found):
    exif = Image.Exif()
    exif[0x0112] = 6
    content, *facts = drawn_anew(picture(kind=kind, exif=exif))

    assert facts == [*found, 40, 60]
    with Image.open(BytesIO(content)) as drawn:
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == (kind, (40, 60), {})


def test_the_largest_picture_has_room_enough():
    content, _kind, _ending, width, height = drawn_anew(picture(5000, 5000, "RGBA", compress_level=1))

    assert (width, height) == (2000, 2000)
    assert content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This is not a picture"),
        (b"GIF89a", "This is not a picture"),
        (picture()[:60], "This is not a picture"),
        (announced(5001, 5000), "too many points"),
        (announced(100_000, 100_000), "This is not a picture"),
    ],
)
def test_what_cannot_be_drawn_is_said(content, said):
    with pytest.raises(NoPicture, match=said):
        drawn_anew(content)


@pytest.mark.parametrize(
    "harm",
    [
        "while True: pass",
        "held = bytearray(2 * 1024**3)",
        "open('harm', 'wb', buffering=0).write(b'x')",
        "os.kill(os.getpid(), 11)",
        "assert not os.environ.get('SECRET_KEY')",
    ],
)
def test_a_picture_that_takes_over_its_reader_takes_over_nothing_else(tmp_path, monkeypatch, harm):
    """What the worst picture could make the library do, done instead of it, with the limits of the worker."""
    worker = tmp_path / "worker.py"
    source = images.WORKER.read_text(encoding="utf-8")
    worker.write_text(
        source.replace("    try:\n        made", f"    import os\n    {harm}\n    try:\n        made"),
        encoding="utf-8",
    )
    assert harm in worker.read_text(encoding="utf-8")
    monkeypatch.setattr(images, "WORKER", worker)
    monkeypatch.setattr(images, "LONGEST_SECONDS", 2)
    monkeypatch.setitem(os.environ, "SECRET_KEY", "hidden")

    if harm.startswith("assert"):
        assert drawn_anew(picture())
    else:
        said = "too much to do" if harm.startswith("while") else "can be read"  # it cannot be told from a busy machine
        with pytest.raises(NoPicture, match=said):
            drawn_anew(picture())
