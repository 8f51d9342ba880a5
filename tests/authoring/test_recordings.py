"""Sound and film on an author's desk and in a package: known by their bytes, and not published without their text."""

import io
import zipfile

import msgspec
import pytest

from lms.authoring.packs import Known, open_pack, read_pack, write_pack
from lms.authoring.packs import recordings as formats
from lms.authoring.packs.recordings import NoRecording, listen_to, seconds_of, without_place
from lms.authoring.services import drafts
from lms.authoring.views import recordings
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.models import Draft
from lms.core import clock, files
from lms.core.captions import NoCaptions, is_as_kept, rewritten
from lms.questions.documents import hash_of
from tests.authoring.documents import sound_document, sound_pack
from tests.support.recordings import PLACE, aac, box, mp3, mp4, ogg, webm

HOME = "/en/studio/modules/practice"
TEXT = {"ky": "Салам.\n\nЭкинчи абзац.", "ru": "Здравствуйте.", "en": "Good day."}


# ── What it is ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (mp3(), "audio/mpeg"),
        (mp3(tagged=True), "audio/mpeg"),
        (aac(), "audio/aac"),
        (ogg(), "audio/ogg"),
        (mp4(b"soun", brand=b"M4A "), "audio/mp4"),
        (mp4(b"soun"), "audio/mp4"),
        (mp4(b"vide", b"soun"), "video/mp4"),
        (webm(), "video/webm"),
    ],
)
def test_a_recording_is_known_by_its_bytes(content, kind):
    assert listen_to(content) == kind


@pytest.mark.parametrize(
    "content",
    [b"", b"ID3", b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f", b"\xff\xd8\xff\xe0", b"\xff\xfe<\x00h\x00", b"<html>",
     b"OggS" + bytes(40), ogg(b"\x01vorbis!"), webm(b"matroska"), mp4(), mp4(b"vide", brand=b"qt  "), mp4(b"meta"),
     b"RIFF\x00\x00\x00\x00WAVE",
     b"\x00\x00\x00\x00ftypisom", box(b"ftyp", b"isom") + b"\x00\x00\x00\x01mdat"],
)  # fmt: skip
def test_what_is_no_recording_is_refused(app, content):
    with app.app_context(), pytest.raises(NoRecording, match="This is no sound"):
        listen_to(content)


def test_sound_has_five_megabytes_and_film_twenty(app, monkeypatch):
    assert (formats.LARGEST_SOUND, formats.LARGEST_FILM) == (5 * 1024**2, 20 * 1024**2)
    film = mp4(b"vide")
    with app.app_context(), pytest.raises(NoRecording, match="larger than 5 MB"):
        listen_to(mp3() + bytes(5 * 1024**2))
    assert listen_to(film + bytes(6 * 1024**2)) == "video/mp4"
    with app.app_context(), pytest.raises(NoRecording, match="larger than 20 MB"):
        listen_to(film + bytes(20 * 1024**2))


def test_the_place_where_a_telephone_filmed_is_blanked():
    film = mp4(b"vide", about=PLACE)

    made = without_place(film)

    assert b"42.87" in film
    assert b"42.87" not in made
    assert (len(made), listen_to(made)) == (len(film), "video/mp4")
    assert without_place(mp4(b"vide")) == mp4(b"vide")
    assert without_place(mp3()) == mp3()


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("4:05", 245), ("0:07", 7), ("120:00", 7200), (245, 245), ("0:00", None), ("4:5", None), ("4:75", None),
     ("", None), (True, None), (-3, None), (None, None)],
)  # fmt: skip
def test_length_is_minutes_and_seconds(said, seconds):
    assert seconds_of(said) == seconds


# ── On the desk ───────────────────────────────────────────────────────────────────────────────────────────────


def stored(session):
    session.expire_all()
    return module_from_json(session.query(Draft).one().document)


def send(person, content, name="Угон үн.mp3", **said):
    form, _button = person.visit(f"{HOME}/recordings/new").form_of("Add the recording")
    token = form.xpath(".//input[@name='csrf_token']")[0].get("value")
    sent = {"csrf_token": token, "file": (io.BytesIO(content), name), **said}
    return person.post(f"{HOME}/recordings/new", sent, content_type="multipart/form-data")


def texts(text=TEXT):
    return {f"text-{code}": words for code, words in text.items()}


def test_an_author_adds_sound_with_its_text(browser, session, trainer, module):
    content = mp3(60)

    page = send(browser(trainer), content, length="4:05", languages=["ky"], **texts())

    assert page.status == 200
    [file] = stored(session).media
    assert (file.name, file.type, file.seconds, file.languages) == ("recording.mp3", "audio/mpeg", 245, ("ky",))
    assert file.text == TEXT
    assert files.get(f"media/{file.sha256}") == content


def test_a_film_larger_than_any_other_form_is_taken(browser, session, trainer, module):
    page = send(browser(trainer), mp4(b"vide") + bytes(3 * 1024**2), "Scene 1.mp4", length="0:30", languages=["ru"])

    assert page.status == 200
    assert [file.name for file in stored(session).media] == ["scene-1.mp4"]
    assert (
        browser(trainer)
        .client.get(f"{HOME}/pictures/{stored(session).media[0].sha256}/scene-1.mp4", headers={"Range": "bytes=4-7"})
        .data
        == b"ftyp"
    )


@pytest.mark.parametrize(
    ("content", "said", "sentence"),
    [(b"<html>", {}, "This is no sound"), (mp3(), {"length": "four"}, "Write minutes and seconds")],
)
def test_what_does_not_fit_is_refused_in_words(browser, session, trainer, module, content, said, sentence):
    page = send(browser(trainer), content, **said)

    assert page.status == 422
    assert sentence in page.text
    assert stored(session).media == ()


def test_the_recordings_of_a_module_have_their_room(browser, session, trainer, module, monkeypatch):
    assert recordings.MOST_RECORDED == 200 * 1024**2
    monkeypatch.setattr(recordings, "MOST_RECORDED", len(mp3()) * 2 - 1)
    person = browser(trainer)
    assert send(person, mp3()).status == 200

    page = send(person, mp3())

    assert page.status == 422
    assert "The recordings of a module may have 0 MB together." in page.text


def test_nobody_fills_the_store_with_recordings_in_a_day(browser, session, trainer, module, monkeypatch):
    assert recordings.MOST_IN_A_DAY == 40
    monkeypatch.setattr(recordings, "MOST_IN_A_DAY", 2)
    person = browser(trainer)
    assert [send(person, mp3(number)).status for number in (1, 2, 3)] == [200, 200, 422]
    assert "Too many files were added within a day." in send(person, mp3(4)).text


def test_without_its_text_nothing_is_published_and_the_line_leads_there(browser, session, trainer, module):
    person = browser(trainer)
    send(person, mp3(), "talk.mp3")
    page = person.visit(HOME)
    assert "Send for review" not in page.links()

    page = page.click("Recording talk.mp3")

    assert "The text of the recording “talk.mp3” is missing" in page.text
    assert "State how long the recording “talk.mp3” is." in page.text
    page.submit("Save", **texts({**TEXT, "ru": ""}), length="1:05", languages=["ky", "ru"])
    page = person.visit(f"{HOME}/recordings/talk.mp3")
    assert "The text in Русский is missing." in page.text
    page.submit("Save", **texts())
    assert stored(session).media[0].seconds == 65
    assert "Send for review" in person.visit(HOME).links()


def test_a_page_for_recordings_shows_no_picture(browser, trainer, module):
    assert browser(trainer).visit(f"{HOME}/recordings/absent.mp3").status == 404


def test_a_preview_plays_the_recording_of_the_draft(browser, session, trainer, module, draft):
    person = browser(trainer)
    send(person, mp3(), "talk.mp3", length="0:02", languages=["ky"], **texts())
    raw = sound_pack()
    for text in raw["lessons"][0]["texts"].values():
        text["body"] += "\n![A talk](media/talk.mp3)\n"
    document = sound_document(lessons=raw["lessons"], media=msgspec.to_builtins(stored(session).media))
    drafts.save(session.get_one(Draft, draft.module_id), document, by=trainer.id, what="s", at=clock.now())
    session.commit()

    page = person.visit(f"{HOME}/preview/lessons/first")

    (source,) = page.all("//audio/@src")
    assert source.startswith(f"{HOME}/pictures/")
    sent = person.client.get(source, headers={"Range": "bytes=0-3"})
    assert (sent.status_code, sent.data) == (206, b"\xff\xfb\x10\xc0")
    assert sent.headers["Cache-Control"].startswith("private")
    assert sent.headers["X-Content-Type-Options"] == "nosniff"


# ── In a package ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def speaking_english(app):
    with app.app_context():
        yield


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


# ── Captions of a film ────────────────────────────────────────────────────────────────────────────────────────

SENT = """\ufeffWEBVTT - made elsewhere
Kind: captions\r
\r
STYLE
::cue { background: url(https://example.org/spy) }

NOTE of nobody

first
00:01.000 --> 00:02.500 align:start position:10%
<v Judge><b>Sit</b> down &amp; <00:01.500>listen &lt;script&gt;

01:00:00.000 --> 01:00:01.000
Two lines,
<c.red onclick="x">the second</c>\u202e
"""
KEPT = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nSit down &amp; listen &lt;script&gt;\n\n"
    "01:00:00.000 --> 01:00:01.000\nTwo lines,\nthe second\n"
)


def test_captions_are_written_by_ourselves_and_stay_as_they_are():
    assert rewritten(SENT.encode()) == KEPT
    assert rewritten(KEPT.encode()) == KEPT
    assert not is_as_kept(SENT)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "does not begin with WEBVTT"),
        (b"<html>", "does not begin with WEBVTT"),
        (b"WEBVTTX\n\n00:01.000 --> 00:02.000\na\n", "does not begin with WEBVTT"),
        (b"WEBVTT\n\n\xff", "not UTF-8"),
        (b"WEBVTT\n\nNOTE only\n", "There is no caption"),
        (b"WEBVTT\n\n1\n00:00:01,000 --> 00:00:02,000\na\n", "Line 4: a caption begins with its times."),
        (b"WEBVTT\n\nwords\n", "Line 4: a caption begins"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\na\n", "Line 3: the times do not follow"),
        (b"WEBVTT\n\n00:02.000 --> 00:03.000\na\n\n00:01.000 --> 00:04.000\nb\n", "Line 6: the times do not follow"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\na --> b\n", "Line 4: an arrow stands"),
        (b"WEBVTT\n" + bytes(128 * 1024), "larger than 128 KB"),
    ],
)
def test_what_holds_no_captions_is_refused_with_its_line(speaking_english, content, sentence):
    with pytest.raises(NoCaptions, match=sentence):
        rewritten(content)


def test_a_film_gets_captions_in_three_languages_and_loses_one(browser, session, trainer, module):
    person = browser(trainer)
    send(person, mp4(b"vide"), "scene.mp4", length="0:30", languages=["ru"], **texts())
    page = person.visit(f"{HOME}/recordings/scene.mp4")
    assert "has no captions in: Кыргызча, Русский, English." in page.text

    def vtt(content):
        return io.BytesIO(content.encode()), "scene.vtt"

    refused = page.submit("Save", captions_ky=vtt("hello"))
    assert refused.status == 422
    assert "The file does not begin with WEBVTT" in refused.text
    for code in ("en", "ky", "ru"):
        page = person.visit(f"{HOME}/recordings/scene.mp4")
        page.submit("Save", **{f"captions_{code}": vtt(SENT.replace("Two", code))})

    film = stored(session).media[0]
    assert [(one.language, one.content) for one in film.captions] == [
        (code, KEPT.replace("Two", code)) for code in ("ky", "ru", "en")
    ]
    assert film.text == TEXT
    address = f"{HOME}/pictures/{film.sha256}/scene.mp4"
    sent = person.client.get(f"{address}/ky.vtt")
    assert (sent.status_code, sent.mimetype, sent.text) == (200, "text/vtt", KEPT.replace("Two", "ky"))
    assert sent.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    page = person.visit(f"{HOME}/recordings/scene.mp4")
    assert "has no captions in" not in page.text
    page.submit("Save", dropped=["ru"])
    assert [one.language for one in stored(session).media[0].captions] == ["ky", "en"]
    assert person.client.get(f"{address}/ru.vtt").status_code == 404


def test_sound_is_asked_for_no_captions(browser, trainer, module):
    person = browser(trainer)
    send(person, mp3(), "talk.mp3")
    assert "WebVTT" not in person.visit(f"{HOME}/recordings/talk.mp3").text


def test_captions_survive_the_round_trip_and_hostile_ones_are_refused(tmp_path, speaking_english):
    film = mp4(b"vide")
    captions = [{"language": code, "content": KEPT} for code in ("ky", "en")]
    facts = {
        "name": "scene.mp4", "type": "video/mp4", "size": len(film), "captions": captions,
        "sha256": files.put("media", film).removeprefix("media/"),
    }  # fmt: skip
    raw = sound_pack(media=[{"seconds": 45, "languages": ["ky"], "text": TEXT, **facts}])
    for text in raw["lessons"][0]["texts"].values():
        text["body"] += "\n![A scene](media/scene.mp4)\n"
    document, path = msgspec.convert(raw, ModuleDocument), tmp_path / "practice.zip"
    path.write_bytes(write_pack(document, lambda sha256: files.get(f"media/{sha256}")))

    read = read_pack(open_pack(path), Known())

    assert [str(one).partition(": ")[2] for one in read.report.sorted()] == [
        "warning: The film “scene.mp4” has no captions in: Русский."
    ]
    assert hash_of(read.document) == hash_of(document)
    assert write_pack(read.document, lambda sha256: files.get(f"media/{sha256}")) == path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "folder")
    about = tmp_path / "folder" / "practice" / "media" / "scene.mp4.yaml"
    about.write_text(about.read_text(encoding="utf-8").replace("Sit down", "<b>Sit</b>"), encoding="utf-8")
    assert any("error: “scene.mp4”: the captions “ky” are not" in line for line in sentences(about.parent.parent))
