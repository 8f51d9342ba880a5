"""Packages: what is wrong is named with its line, what is right survives a round trip."""

import msgspec
import pytest

from lms.authoring.packs import open_pack, read_pack
from lms.catalogue.documents import ModuleDocument
from lms.questions.documents import hash_of
from tests.authoring.packages import KNOWN, PNG, pack, sentences, small_module, unpacked, written


@pytest.fixture(autouse=True)
def speaking_english(app):
    with app.app_context():
        yield


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


def test_an_option_without_a_source_or_a_reason_is_found(tmp_path):
    folder = unpacked(tmp_path)
    path = folder / "questions" / "a1.yaml"
    text = path.read_text()
    path.write_text(text.replace("- iccpr art. 19", "", 1).replace("sources:\n", "sources: []\n", 1))

    found = sentences(read_pack(open_pack(folder), KNOWN))

    assert any("questions/a1.yaml:" in line and "This option names no source." in line for line in found), found


def test_a_document_with_pictures_survives_the_round_trip(tmp_path):
    media = [{"name": "x.png", "sha256": "0" * 64, "type": "image/png", "size": len(PNG), "width": 2, "height": 3}]
    raw = pack(media=media)
    for text in raw["lessons"][0]["texts"].values():
        text["body"] += "\n![A picture](media/x.png)\n"
    document = msgspec.convert(raw, ModuleDocument)

    read = read_pack(open_pack(written(tmp_path, document)), KNOWN)

    assert sentences(read) == []
    assert read.media == {"x.png": PNG}
