"""Packages: what is dangerous is refused, what is wrong is named with its line, what is right survives a round trip."""

import hashlib
import stat
import struct
import zipfile
from time import process_time

import msgspec
import pytest

from lms.authoring.packs import Known, Level, PackFiles, Refused, open_pack, read_pack, write_pack
from lms.authoring.packs.checks import check_document
from lms.authoring.packs.pictures import NoPicture, look_at
from lms.catalogue.documents import MediaFile, ModuleDocument
from lms.core.zips import Members
from lms.questions.documents import hash_of
from tests.support.packs import pack as shared_pack
from tests.support.packs import question, words

KNOWN = Known()
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03\x08\x06\x00\x00\x00"


@pytest.fixture(autouse=True)
def speaking_english(app):
    with app.app_context():
        yield


def pack(**changes):
    """The shared pack, with two decisions on every path of its scenario."""
    raw = shared_pack(**changes)
    if "scenario" not in changes:
        raw["scenario"]["nodes"][0]["choices"][2]["next"] = "n2"
    return raw


def small_module(**changes):
    return msgspec.convert(pack(**changes), ModuleDocument)


def zip_of(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def written(tmp_path, document=None):
    path = tmp_path / "practice.zip"
    path.write_bytes(write_pack(document or small_module(), lambda sha256: PNG))
    return path


def unpacked(tmp_path):
    with zipfile.ZipFile(written(tmp_path)) as archive:
        archive.extractall(tmp_path / "folder")
    return tmp_path / "folder" / "practice"


def sentences(read):
    return [str(problem) for problem in read.report.sorted()]


def test_a_package_written_out_gives_the_same_document_again(tmp_path):
    document = small_module()

    read = read_pack(open_pack(written(tmp_path, document)), KNOWN)

    assert sentences(read) == []
    assert hash_of(read.document) == hash_of(document)


def test_a_folder_and_its_zip_file_are_the_same_package(tmp_path):
    folder = unpacked(tmp_path)

    assert (
        read_pack(open_pack(folder), KNOWN).document == read_pack(open_pack(tmp_path / "practice.zip"), KNOWN).document
    )


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


def with_picture(document):
    file = MediaFile("map.png", hashlib.sha256(PNG).hexdigest(), "image/png", len(PNG), 2, 3)
    return msgspec.structs.replace(document, media=(file,))


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


def test_every_problem_of_shape_is_named_with_file_and_line(tmp_path):
    folder = unpacked(tmp_path)
    (folder / "questions" / "z1.yaml").write_text(
        "key: z1\nkind: riddle\nstem: no\noptions:\n  - key: a\n    colour: red\n"
    )
    (folder / "questions" / "z2.yaml").write_text("key: z2\n  kind: [\n")
    (folder / "module.yaml").write_text((folder / "module.yaml").read_text().replace("minutes: 20", "minutes: long"))

    read = read_pack(open_pack(folder), KNOWN)
    found = sentences(read)

    assert read.document is None
    assert any(line.startswith("practice/questions/z1.yaml:2: error: Invalid enum value 'riddle'") for line in found)
    assert any(
        line.startswith("practice/questions/z1.yaml:3: error: Expected `object`, got `str`")
        or "z1.yaml:3: error" in line
        for line in found
    )
    assert any(line.startswith("practice/questions/z1.yaml:6: error: “colour” is not known here") for line in found)
    assert any("z1.yaml:1: error: “objective” is missing." in line for line in found)
    assert any(line.startswith("practice/questions/z2.yaml:2: error: This is not YAML") for line in found)
    assert any(line.startswith("practice/module.yaml:") and "Expected `int`, got `str`" in line for line in found)


def test_a_key_said_twice_and_an_alias_are_named(tmp_path):
    folder = unpacked(tmp_path)
    (folder / "scenario.yaml").write_text("key: a\nkey: b\n")
    (folder / "checks" / "c1.yaml").write_text("key: c1\nstem: &x {ky: a, ru: a, en: a}\ncase: *x\n")

    found = sentences(read_pack(open_pack(folder), KNOWN))

    assert "practice/scenario.yaml:2: error: The key “key” stands here twice." in found
    assert any(line.startswith("practice/checks/c1.yaml:2: error: Aliases") or "Aliases" in line for line in found)


def test_a_lesson_that_differs_between_the_languages_is_named_with_its_line(tmp_path):
    folder = unpacked(tmp_path)
    path = folder / "lessons" / "01-first.ru.md"
    path.write_text(path.read_text().replace("[@iccpr art. 19]", "[@unknown art. 1]"))
    (folder / "lessons" / "02-second.ky.md").unlink()

    found = sentences(read_pack(open_pack(folder), KNOWN))
    line = path.read_text().split("\n").index("A statement of law [@unknown art. 1].") + 1

    assert f"practice/lessons/01-first.ru.md:{line}: error: There is no source “unknown”." in found
    assert any(
        f"01-first.ru.md:{line}: error: Here stands [@unknown]; in English there is [@iccpr]" in one for one in found
    )
    assert any("02-second" in one and "The text in Кыргызча is missing." in one for one in found)


def problems_of(**changes):
    return [p.text for p in check_document(small_module(**changes), KNOWN) if p.level is Level.ERROR]


def test_national_law_is_described_as_of_a_day():
    said = "National law is described here, so the module must say as of which day."
    lessons = pack()["lessons"]
    for text in lessons[0]["texts"].values():
        text["body"] += '\n::: law-in-force {as_of="2026-11-01" applies="acts after that day"}\nThe law.\n:::\n'

    assert problems_of(lessons=lessons) == [said] * 3
    assert problems_of(lessons=lessons, law_as_of="2026-11-01") == []
    assert any("is not a day" in sentence for sentence in problems_of(law_as_of="1 November"))


def test_an_option_without_a_source_or_a_reason_is_found(tmp_path):
    folder = unpacked(tmp_path)
    path = folder / "questions" / "a1.yaml"
    text = path.read_text()
    path.write_text(text.replace("- iccpr art. 19", "", 1).replace("sources:\n", "sources: []\n", 1))

    found = sentences(read_pack(open_pack(folder), KNOWN))

    assert any("questions/a1.yaml:" in line and "This option names no source." in line for line in found), found


def test_letters_of_two_alphabets_in_one_word_are_found():
    title = {"ky": "Сыноo", "ru": "Проверка SIM-карты", "en": "Trial"}  # the last letter of the first word is Latin

    assert problems_of(title=title) == ["“Сыноo” mixes two alphabets: look at o."]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("His number is 21502199901234.", "personal number"),
        ("Call +996 555 123 456.", "telephone"),
        ("Call 0555 12-34-56.", "telephone"),
        ("Write to aibek@mail.kg.", "e-mail"),
        ("Ask {name} about it.", "was not replaced"),
    ],
)
def test_personal_data_and_leftover_marks_are_found(text, why):
    assert any(why in sentence for sentence in problems_of(summary={**words("Summary"), "en": text}))


def test_years_paragraphs_and_symbols_are_no_personal_data():
    assert (
        problems_of(summary={**words("s"), "en": "A/RES/60/288 of 2006, UNTS vol. 999, p. 171, 1000000 people."}) == []
    )


def test_the_two_forms_are_matched_pair_by_pair():
    raw = pack()
    raw["questions"][0]["pair"] = "p2"

    found = problems_of(questions=raw["questions"])

    assert "The pair “p2” is not one question of form A and one of form B." in found
    assert "The pair “p1” is not one question of form A and one of form B." in found


def test_a_pair_on_two_objectives_is_found():
    raw = pack()
    raw["questions"][0]["objective"] = "o2"
    objectives = [*raw["objectives"], {"key": "o2", "text": words("Another.")}]

    found = problems_of(questions=raw["questions"], objectives=objectives)

    assert found == ["The two questions of the pair “p1” have different objectives."]


def test_a_scenario_that_runs_in_a_circle_is_found():
    raw = pack()
    raw["scenario"]["nodes"][1]["choices"][0]["next"] = "n1"

    found = problems_of(scenario=raw["scenario"])

    assert "From “n1” one can come back to it, so the path need not end." in found
    assert "No choice leads to “good”." in found


def test_references_inside_the_module_are_checked():
    questions = [*pack()["questions"], question("zz", lesson="absent", objective="o9")]

    assert problems_of(questions=questions) == ["There is no objective “o9”.", "There is no lesson “absent”."]


def test_a_small_bank_is_advice_and_a_bank_below_the_quiz_an_error():
    raw = pack()["questions"]

    small = check_document(small_module(questions=raw[:20]), KNOWN)
    tiny = check_document(small_module(questions=raw[:4]), KNOWN)

    assert [p.text for p in small if p.level is Level.WARNING and "24 or more" in p.text]
    assert [p.text for p in tiny if p.level is Level.ERROR and "The final quiz needs 12 questions" in p.text]


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


def test_a_document_with_pictures_survives_the_round_trip(tmp_path):
    media = [{"name": "x.png", "sha256": "0" * 64, "type": "image/png", "size": len(PNG), "width": 2, "height": 3}]
    raw = pack(media=media)
    for text in raw["lessons"][0]["texts"].values():
        text["body"] += "\n![A picture](media/x.png)\n"
    document = msgspec.convert(raw, ModuleDocument)

    read = read_pack(open_pack(written(tmp_path, document)), KNOWN)

    assert sentences(read) == []
    assert read.media == {"x.png": PNG}
