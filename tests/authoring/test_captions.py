"""Captions of films: read strictly, written by ourselves, searched for people, and kept in packages."""

import io
import zipfile

import msgspec
import pytest
from PIL import Image

from lms.authoring.comparing import compared
from lms.authoring.packs import Known, open_pack, read_pack, write_pack
from lms.authoring.services import drafts, reviews
from lms.catalogue.documents import Captions, MediaFile, ModuleDocument, module_from_json
from lms.core import clock, files
from lms.core.captions import LARGEST, NoCaptions, is_as_kept, rewritten
from lms.questions.documents import hash_of
from tests.authoring.documents import sound_pack
from tests.authoring.test_recordings import HOME, TEXT, send, stored, texts
from tests.authoring.test_recordings_in_packages import sentences
from tests.support.recordings import mp3, mp4

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
    ("sent", "kept"),
    [
        ("&amp;lt;b&amp;gt;", "&amp;lt;b&amp;gt;"),
        ("<<b>b>", "&lt;b&gt;"),
        ("<\0b>&#0;&#x202e;&#10;a\u200b", "&lt;b&gt;\ufffd a"),
        ("--&gt; a\u2028b\x85c", "--&gt; a bc"),
        ("<b" * 3, "&lt;b&lt;b&lt;b"),
    ],
)
def test_whatever_stands_among_the_words_is_words(sent, kept):
    made = rewritten(f"WEBVTT\r\r00:01.000 --> 00:02.000\r{sent}".encode())

    assert made == f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{kept}\n"
    assert is_as_kept(made)


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
        (b"WEBVTT\n\na --> b\n00:01.000 --> 00:02.000\na\n", "Line 3: a caption begins with its times."),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n\n", "There is no caption"),
        ("WEBVTT\n\n٠٠:٠١.٠٠٠ --> 00:02.000\na\n".encode(), "Line 3: a caption begins"),
        (b"WEBVTT\n" + bytes(LARGEST), "larger than 128 KB"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"&" * (LARGEST // 4), "larger than 128 KB"),
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


def captioned_pack(tmp_path, content=KEPT):
    film = mp4(b"vide")
    captions = [{"language": code, "content": content} for code in ("ky", "en")]
    facts = {
        "name": "scene.mp4", "type": "video/mp4", "size": len(film), "captions": captions,
        "sha256": files.put("media", film).removeprefix("media/"),
    }  # fmt: skip
    raw = sound_pack(media=[{"seconds": 45, "languages": ["ky"], "text": TEXT, **facts}])
    for text in raw["lessons"][0]["texts"].values():
        text["body"] += "\n![A scene](media/scene.mp4)\n"
    document, path = msgspec.convert(raw, ModuleDocument), tmp_path / "practice.zip"
    path.write_bytes(write_pack(document, lambda sha256: files.get(f"media/{sha256}")))
    return document, path


def test_captions_survive_the_round_trip_and_hostile_ones_are_refused(tmp_path, speaking_english):
    document, path = captioned_pack(tmp_path)

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


def test_a_name_in_captions_holds_a_module_up(tmp_path, speaking_english):
    _document, path = captioned_pack(tmp_path, KEPT.replace("Two lines,", "Асанов Бакыт Маратович"))

    problems = [str(one) for one in read_pack(open_pack(path), Known()).report.sorted()]

    found = [line for line in problems if "full name" in line]
    with zipfile.ZipFile(path) as pack:
        [about] = [name for name in pack.namelist() if name.endswith("scene.mp4.yaml")]
        lines = pack.read(about).decode().split("\n")
    assert len(found) == 2, "once in each language"
    assert found[0] != found[1]
    for named in found:
        assert ": error: " in named
        line = int(named.removeprefix("practice.zip/media/scene.mp4.yaml:").split(":")[0])
        assert "Асанов Бакыт Маратович" in lines[line - 1]


def test_reviewers_see_every_size_of_a_picture_and_the_captions_of_a_film(
    browser, session, draft, trainer, other_trainer, gender_reviewer
):
    picture, film = picture_of_points(), mp4(b"vide")
    media = (
        MediaFile("map.png", stored_as(picture), "image/png", len(picture), 60, 40),
        MediaFile(
            "scene.mp4", stored_as(film), "video/mp4", len(film), seconds=30, languages=("ky",), text=TEXT,
            captions=(Captions("ky", KEPT),),
        ),
    )  # fmt: skip
    document = module_from_json(draft.document)
    first, *others = document.lessons
    more = "\n![A map](media/map.png)\n\n![A scene](media/scene.mp4)\n"
    written = {code: msgspec.structs.replace(text, body=text.body + more) for code, text in first.texts.items()}
    first = msgspec.structs.replace(first, texts=written)
    changed = msgspec.structs.replace(document, media=media, lessons=(first, *others))
    drafts.save(draft, changed, by=trainer.id, what="lessons:first", at=clock.now())
    review = reviews.request_review(draft, change="first", by=trainer.id, at=clock.now())
    session.commit()
    person, stranger = browser(gender_reviewer), browser(other_trainer)

    page = person.visit(f"/en/studio/reviews/{review.id}/lessons/first")

    addresses = [one for one in page.all("//main//img/@src | //main//video/@src | //main//track/@src") if one]
    assert [one.rpartition("/")[2] for one in addresses] == ["960.jpg", "scene.mp4", "ky.vtt"]
    assert [person.client.get(one).status_code for one in addresses] == [200, 200, 200]
    assert [stranger.client.get(one).status_code for one in addresses] == [404, 404, 404]
    assert person.client.get(addresses[0].replace("/map.png/", "/scene.mp4/")).status_code == 404
    assert person.client.get(addresses[2].replace("ky.vtt", "ru.vtt")).status_code == 404


def picture_of_points():
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "#0B4A57").save(target, "PNG")
    return target.getvalue()


def stored_as(content):
    return files.put("media", content).removeprefix("media/")


def test_captions_come_with_the_film_and_not_with_sound(browser, session, trainer, module):
    def vtt(content):
        return io.BytesIO(content.encode()), "scene.vtt"

    person = browser(trainer)
    refused = send(person, mp3(), "talk.mp3", captions_ru=vtt(SENT))
    assert refused.status == 422
    assert "Only a film has captions." in refused.text
    assert send(person, mp4(b"vide"), "scene.mp4", captions_en=vtt("hello")).status == 422
    assert stored(session).media == ()

    send(person, mp4(b"vide"), "scene.mp4", captions_ru=vtt(SENT))

    assert stored(session).media[0].captions == (Captions("ru", KEPT),)


def test_changed_captions_are_compared_line_by_line(tmp_path, speaking_english):
    """A word is changed, one caption is put in, and those after it come later."""
    before, _path = captioned_pack(tmp_path)
    added = "00:00:05.000 --> 00:00:06.000\nRise\n\n"
    changed = (
        KEPT.replace("listen", "speak")
        .replace("01:00:00.000", added + "01:00:02.000")
        .replace("00:01.000\nT", "00:04.000\nT")
    )
    film = msgspec.structs.replace(before.media[0], captions=(Captions("ky", changed), Captions("ru", KEPT)))
    after = msgspec.structs.replace(before, media=(film,))

    [section] = compared(before, after, "en").sections

    assert (section.part, section.facts) == ("media", ())
    shown = {one.language: one for one in section.wordings}
    assert {one.label for one in section.wordings} == {"scene.mp4 › Captions"}
    lines = [(line.before, line.after, [(p.kind, p.words) for p in line.pieces]) for line in shown["ky"].lines]
    assert [line[:2] for line in lines] == [(1, 1), (None, 2), (2, 3)]
    assert ("struck", "listen") in lines[0][2]
    assert ("added", "speak") in lines[0][2]
    assert lines[1][2] == [("added", added.strip())]
    assert "".join(words for kind, words in lines[2][2] if kind != "struck").endswith(
        "01:00:04.000\nTwo lines,\nthe second"
    )
    assert [line.before for line in shown["ru"].lines] == [None, None]
    assert [line.after for line in shown["en"].lines] == [None, None]
