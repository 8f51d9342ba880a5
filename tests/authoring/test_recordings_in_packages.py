"""Sound and film in a package: what the file beside them says, and what is missing."""

import zipfile

import msgspec
import pytest

from lms.authoring.packs import Known, open_pack, read_pack, write_pack
from lms.catalogue.documents import ModuleDocument
from lms.core import files
from lms.questions.documents import hash_of
from tests.authoring.documents import sound_pack
from tests.authoring.test_recordings import TEXT
from tests.support.recordings import mp3, ogg


def recorded_pack(tmp_path, **changes):
    """A module that plays a recording, written out, and its document."""
    content = mp3()
    media = {
        "name": "talk.mp3", "type": "audio/mpeg", "size": len(content), "seconds": 45, "languages": ["ky"],
        "sha256": files.put("media", content).removeprefix("media/"), "text": TEXT, **changes,
    }  # fmt: skip
    raw = sound_pack(media=[media])
    for text in raw["lessons"][0]["texts"].values():
        text["body"] += "\n![A talk](media/talk.mp3)\n"
    document = msgspec.convert(raw, ModuleDocument)
    path = tmp_path / "practice.zip"
    path.write_bytes(write_pack(document, lambda sha256: files.get(f"media/{sha256}")))
    return path, document


def test_a_recording_survives_the_round_trip(tmp_path, speaking_english):
    path, document = recorded_pack(tmp_path)

    read = read_pack(open_pack(path), Known())

    assert [str(problem) for problem in read.report.sorted()] == []
    assert hash_of(read.document) == hash_of(document)
    assert read.media == {"talk.mp3": mp3()}


def unpacked(tmp_path):
    path, _document = recorded_pack(tmp_path)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "folder")
    return tmp_path / "folder" / "practice"


def sentences(folder):
    return [str(problem) for problem in read_pack(open_pack(folder), Known()).report.sorted()]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("languages: [ky]\ntext: {ky: а, ru: б, en: c}\n", ":1: error: State how long the recording"),
        ("length: long\nlanguages: [ky]\ntext: {ky: а, ru: б, en: c}\n", ":1: error: The length is written in minutes"),
        ("length: 4:05\nlanguages: [ky]\n", ":1: error: The text of the recording “talk.mp3” is missing"),
        (
            "length: 4:05\nlanguages: [ky]\ntext:\n  ky: а\n  ru: б\n  en: ''\n",
            ":6: error: The text in English is missing",
        ),
        ("length: 4:05\nlanguages: [uz]\ntext: {ky: а, ru: б, en: c}\n", ":2: error: State in which languages"),
        ("length: 4:05\nlanguages: [ky]\ntext: {ky: а, ru: б, en: c}\nby: me\n", ":4: error: “by” is not known here"),
    ],
)
def test_what_is_missing_is_named_with_file_and_line(tmp_path, speaking_english, about, said):
    folder = unpacked(tmp_path)
    (folder / "media" / "talk.mp3.yaml").write_text(about, encoding="utf-8")

    assert any(line.startswith(f"practice/media/talk.mp3.yaml{said}") for line in sentences(folder)), sentences(folder)


def test_a_recording_without_the_file_beside_it_is_incomplete(tmp_path, speaking_english):
    folder = unpacked(tmp_path)
    (folder / "media" / "talk.mp3.yaml").unlink()

    assert any("practice/media/talk.mp3:1: error: The text of the recording" in line for line in sentences(folder))


def test_files_that_do_not_fit_together_are_named(tmp_path, speaking_english):
    folder = unpacked(tmp_path)
    (folder / "media" / "talk.mp3").write_bytes(ogg())
    (folder / "media" / "other.mp4.yaml").write_text("length: 1:00\n", encoding="utf-8")

    found = sentences(folder)

    assert "practice/media/talk.mp3:1: error: The name of this file must end in .ogg." in found
    assert "practice/media/other.mp4.yaml:1: error: The recording that this file describes is missing." in found


def test_a_recording_in_the_middle_of_a_sentence_is_named(speaking_english):
    from lms.core import markdown  # noqa: PLC0415

    found = markdown.problems("Hear ![A talk](media/talk.mp3) now.\n\n![](media/talk.mp3)", (), (), {"media/talk.mp3"})

    assert [(problem.line, problem.message[:30]) for problem in found] == [
        (1, "A recording stands alone, with"),
        (3, "The recording “media/talk.mp3”"),
    ]
