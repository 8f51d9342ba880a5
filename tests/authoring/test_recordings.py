"""Sound and film on an author's desk: known by their bytes, and not published without their text."""

import io

import msgspec
import pytest

from lms.authoring.packs import recordings as formats
from lms.authoring.packs.recordings import NoRecording, listen_to, seconds_of, without_place
from lms.authoring.services import drafts
from lms.authoring.views import recordings
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft
from lms.core import clock, files
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
