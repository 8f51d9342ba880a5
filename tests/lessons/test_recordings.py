"""Sound and film in a lesson: heard without a script, read as text, fetched in parts, and only when somebody asks."""

import hashlib

import pytest

from lms.core import files
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.packs import pack
from tests.support.recordings import mp3, mp4

SOUND, FILM = mp3(60), mp4(b"vide", b"soun")
TEXT = {"ky": "Салам.\n\nЭкинчи.", "ru": "Здравствуйте.", "en": "Good day, <judge>.\nSit down.\n\nThe second."}


def media_of(name, content, kind, **facts):
    sha256 = hashlib.sha256(content).hexdigest()
    return {"name": name, "sha256": sha256, "type": kind, "size": len(content), "seconds": 245, "text": TEXT, **facts}


TALK = media_of("talk.mp3", SOUND, "audio/mpeg", languages=["ky"])
CAPTIONS = {code: f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{code}\n" for code in ("ky", "ru")}
SCENE = media_of(
    "scene.mp4", FILM, "video/mp4", languages=["ky", "ru"],
    captions=[{"language": code, "content": content} for code, content in CAPTIONS.items()],
)  # fmt: skip
ADDRESS = f"/en/modules/practice/media/{TALK['sha256']}/talk.mp3"
LESSON = "/en/modules/practice/lessons/first"


@pytest.fixture
def reader(browser, session):
    for content in (SOUND, FILM):
        files.put("media", content)
    lessons = pack()["lessons"]
    for code in ("ky", "ru", "en"):
        body = '![A talk](media/talk.mp3 "Recorded in Osh")\n\n![A scene](media/scene.mp4)\n'
        lessons[0]["texts"][code]["body"] = body
    edition = make_edition(lessons=lessons, checks=[], media=[TALK, SCENE])
    judge = make_account()
    make_enrolment(edition, judge.person)
    return browser(judge)


def test_a_lesson_plays_sound_and_film_and_says_first_what_they_are(reader):
    page = reader.visit(LESSON)

    talk, scene = page.all("//div[@class='media-block']")
    (audio,) = talk.xpath(".//audio")
    assert dict(audio.attrib) == {"controls": "", "preload": "none", "src": ADDRESS, "aria-label": "A talk"}
    assert [link.get("href") for link in talk.xpath(".//p/a[@hreflang='ky']")] == [ADDRESS]
    assert talk.xpath("string(.//span)") == "Sound · 4:05 · 6\u00a0KB · Кыргызча"
    assert scene.xpath("string(.//span)") == "Film · 4:05 · 1\u00a0KB · Кыргызча, Русский"
    assert "Recorded in Osh" in talk.xpath("string()")
    assert len(scene.xpath(".//video[@controls][@preload='none']")) == 1


def test_captions_of_the_page_are_shown_and_others_can_be_chosen(reader):
    tracks = reader.visit(LESSON.replace("/en/", "/ru/")).all("//video//track")

    assert [(one.get("srclang"), one.get("label"), one.get("kind")) for one in tracks] == [
        ("ky", "Кыргызча", "captions"),
        ("ru", "Русский", "captions"),
    ]
    assert ["default" in one.attrib for one in tracks] == [False, True]
    sent = reader.client.get(tracks[1].get("src"))
    assert (sent.status_code, sent.mimetype, sent.text) == (200, "text/vtt", CAPTIONS["ru"])
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert reader.client.get(tracks[1].get("src").replace("/ru.vtt", "/en.vtt")).status_code == 404
    assert reader.visit(LESSON).all("//audio//track") == []


def test_what_is_said_can_be_read_in_the_language_of_the_page(reader):
    (talk, _scene) = reader.visit(LESSON).all("//div[@class='media-block']/details")
    assert talk.xpath("string(summary)") == "Text of the recording"
    assert [line.xpath("string()") for line in talk.xpath("p")] == ["Good day, <judge>.Sit down.", "The second."]

    page = reader.visit(LESSON.replace("/en/", "/ky/"))

    assert [line.xpath("string()") for line in page.all("//div[@class='media-block'][1]/details/p")] == [
        "Салам.",
        "Экинчи.",
    ]


def test_who_saves_data_gets_the_link_and_the_text(reader):
    page = reader.client.get(LESSON, headers={"Save-Data": "on"}).text

    assert "<audio" not in page
    assert "<video" not in page
    assert f'<a href="{ADDRESS}" hreflang="ky">A talk</a>' in page
    assert "The second." in page


def test_a_recording_comes_whole_to_who_asks_for_all_of_it(reader):
    response = reader.client.get(ADDRESS)

    assert (response.status_code, response.data, response.mimetype) == (200, SOUND, "audio/mpeg")
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Content-Length"] == str(len(SOUND))
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; media-src 'self'")
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=100-", 100, len(SOUND)), ("bytes=-10", len(SOUND) - 10, len(SOUND)),
     ("bytes=6000-99999", 6000, len(SOUND))],
)  # fmt: skip
def test_a_player_fetches_the_part_it_needs(reader, asked, start, end):
    response = reader.client.get(ADDRESS, headers={"Range": asked})

    assert response.status_code == 206
    assert response.data == SOUND[start:end]
    assert response.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(SOUND)}"
    assert response.headers["Content-Length"] == str(end - start)


def test_a_part_that_is_not_there_is_refused(reader):
    response = reader.client.get(ADDRESS, headers={"Range": "bytes=99999-"})

    assert (response.status_code, response.headers["Content-Range"]) == (416, f"bytes */{len(SOUND)}")


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=1-2", "bytes=5-1", "nonsense"])
def test_what_is_no_single_range_gets_the_whole(reader, asked):
    response = reader.client.get(ADDRESS, headers={"Range": asked})

    assert (response.status_code, response.data) == (200, SOUND)


def test_a_part_of_other_bytes_is_not_completed_with_these(reader):
    tag = reader.client.get(ADDRESS).headers["ETag"]
    sent = {"Range": "bytes=0-9"}

    assert reader.client.get(ADDRESS, headers={**sent, "If-Range": tag}).status_code == 206
    assert reader.client.get(ADDRESS, headers={**sent, "If-Range": '"other"'}).status_code == 200


def test_a_recording_that_is_gone_is_not_found(reader):
    files.remove(f"media/{TALK['sha256']}")

    assert reader.client.get(ADDRESS, headers={"Range": "bytes=0-9"}).status_code == 404
