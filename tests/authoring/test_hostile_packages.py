"""Packages of strangers: what is dangerous is refused, and is not even read."""

import stat
import struct
import zipfile
from time import process_time

import pytest

from lms.authoring.packs import PackFiles, Refused, open_pack, read_pack
from lms.authoring.packs.pictures import NoPicture, look_at
from lms.core.zips import Members
from tests.authoring.packages import KNOWN, PNG, sentences, small_module, unpacked, with_picture, written, zip_of


@pytest.fixture(autouse=True)
def speaking_english(app):
    with app.app_context():
        yield


@pytest.mark.parametrize(
    "path", ["../module.yaml", "/module.yaml", "a\\module.yaml", "c:module.yaml", "a/../../b.yaml"]
)
def test_a_path_that_leads_out_is_refused(tmp_path, path):
    with pytest.raises(Refused, match="leads out"):
        open_pack(zip_of(tmp_path / "bad.zip", {path: "x"}))


def test_a_symbolic_link_is_refused(tmp_path):
    member = zipfile.ZipInfo("module.yaml")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(member, "/etc/passwd")

    with pytest.raises(Refused, match="a link to another place"):
        open_pack(tmp_path / "bad.zip")


def test_a_symbolic_link_in_a_folder_is_refused(tmp_path):
    folder = unpacked(tmp_path)
    (folder / "media").mkdir()
    (folder / "media" / "x.svg").symlink_to("/etc/passwd")

    with pytest.raises(Refused, match="symbolic link"):
        open_pack(folder)


def test_a_bomb_is_refused(tmp_path):
    with pytest.raises(Refused, match="times its size"):
        open_pack(zip_of(tmp_path / "bad.zip", {"module.yaml": "0" * 10_000_000}))


def test_what_unpacks_to_more_than_a_module_may_hold_is_refused(tmp_path):
    with pytest.raises(Refused, match="larger than 220 MB"):
        open_pack(zip_of(tmp_path / "bad.zip", {f"{n}.txt": "0" * 20_000_000 for n in range(12)}))


def test_too_many_files_are_refused(tmp_path):
    with pytest.raises(Refused, match="more than 2000 files"):
        open_pack(zip_of(tmp_path / "bad.zip", {f"{n}": "" for n in range(2001)}))


def test_a_million_files_are_refused_before_they_are_counted_one_by_one(tmp_path):
    path = tmp_path / "bad.zip"
    line = b"PK\x01\x02" + b"\x00" * 24 + b"\x01\x00" + b"\x00" * 16 + b"x"
    count = 1_000_000
    for ending in (
        struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(line) * count, 0, 0),
        struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(line) * count, 0, 0),  # says that it holds one
        b"PK\x06\x07" + b"\x00" * 16 + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 47, 0, 0),
    ):
        path.write_bytes(line * count + ending)
        begun = process_time()
        with pytest.raises(Refused, match="more than 2000 files"):
            open_pack(path)
        assert process_time() - begun < 0.5


def test_a_name_that_is_too_long_is_refused(tmp_path):
    with pytest.raises(Refused, match="too long"):
        open_pack(zip_of(tmp_path / "bad.zip", {f"media/{'ң' * 130}.png": "x"}))


def test_a_name_that_stands_twice_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("module.yaml", "slug: x")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("module.yaml", "slug: y")

    with pytest.raises(Refused, match="twice"):
        open_pack(tmp_path / "bad.zip")


@pytest.mark.parametrize("field", ["size", "bytes"])
def test_what_the_list_of_contents_says_wrongly_is_refused_when_it_is_read(tmp_path, field):
    path = written(tmp_path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo("practice/module.yaml")
    if field == "size":
        at = content.index(b"PK\x01\x02") + 24
        content[at : at + 4] = (member.file_size - 5).to_bytes(4, "little")
    else:
        content[member.header_offset + 30 + len(member.filename) + 20] ^= 0xFF
    path.write_bytes(bytes(content))

    with pytest.raises(Refused, match=r"larger than the zip file says|not a zip file that can be read"):
        read_pack(open_pack(path), KNOWN)


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{a: " * 100_000, "a: &a [x]\nb: *a", "- " * 50_000 + "x", "a: " + "9" * 5000, "? [a]\n: b"],
    ids=["lists", "mappings", "aliases", "dashes", "number", "key"],
)
def test_hostile_yaml_is_named_and_nothing_of_it_is_read(text):
    begun = process_time()
    read = read_pack(PackFiles("bad", {"module.yaml": text.encode()}), KNOWN)

    assert read.document is None
    assert any("module.yaml" in sentence for sentence in sentences(read))
    assert process_time() - begun < 3


@pytest.mark.parametrize(
    "files",
    [
        {"module.yaml": b"- a\n" * 300_000},
        {"lessons/01-a.ky.md": b"---\n" + b"- a\n" * 300_000 + b"---\n\nx\n"},
        {f"questions/q{number}.yaml": b"#" * 1_000_000 for number in range(9)},
    ],
    ids=["facts", "lesson", "together"],
)
def test_more_text_than_a_module_holds_is_named_and_not_taken_apart(files):
    begun = process_time()
    read = read_pack(PackFiles("bad", files), KNOWN)

    assert read.document is None
    assert any("more text than can be read at once" in sentence for sentence in sentences(read))
    assert process_time() - begun < 2


def test_a_picture_is_read_when_it_is_asked_for_and_not_before(tmp_path, monkeypatch):
    path = written(tmp_path, with_picture(small_module()))
    asked = []
    reading = Members.__getitem__
    monkeypatch.setattr(Members, "__getitem__", lambda self, name: asked.append(name) or reading(self, name))

    files = open_pack(path)
    assert asked == []
    read = read_pack(files, KNOWN)
    assert asked.count("practice/media/map.png") == 1, "to look at it"
    assert dict(read.media) == {"map.png": PNG}


def test_an_encrypted_file_is_refused(tmp_path):
    path = zip_of(tmp_path / "bad.zip", {"module.yaml": "slug: x"})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))

    with pytest.raises(Refused, match="encrypted"):
        open_pack(path)


def test_what_is_no_zip_file_is_refused(tmp_path):
    (tmp_path / "bad.zip").write_text("hello")

    with pytest.raises(Refused, match="not a zip file"):
        open_pack(tmp_path / "bad.zip")
    with pytest.raises(Refused, match="no such file"):
        open_pack(tmp_path / "absent.zip")


def test_a_drawing_that_could_run_is_refused():
    assert look_at(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480"/>').width == 640
    for inside in (b"<script>1</script>", b'<a href="https://x.org"/>', b'<g onclick="x"/>', b"<foreignObject/>"):
        with pytest.raises(NoPicture):
            look_at(b'<svg xmlns="http://www.w3.org/2000/svg">' + inside + b"</svg>")
    with pytest.raises(NoPicture):
        look_at(b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>')


def test_pictures_are_known_by_their_bytes():
    assert (look_at(PNG).type, look_at(PNG).width, look_at(PNG).height) == ("image/png", 2, 3)
    with pytest.raises(NoPicture):
        look_at(b"GIF89a")
