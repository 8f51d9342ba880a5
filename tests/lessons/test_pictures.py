"""Pictures of a module: by their content, kept for ever, and nothing runs in them."""

import hashlib

import pytest

from lms.catalogue import services as catalogue
from lms.core import clock, files
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.packs import pack

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>'
HASH = hashlib.sha256(PICTURE).hexdigest()
ADDRESS = f"/en/modules/practice/media/{HASH}/scales.svg"


@pytest.fixture
def edition(session):
    assert files.put("media", PICTURE) == f"media/{HASH}"
    lessons = pack()["lessons"]
    for code in ("ky", "ru", "en"):
        lessons[0]["texts"][code]["body"] = '![A pair of scales](media/scales.svg "Two sides")\n'
    picture = {
        "name": "scales.svg",
        "sha256": HASH,
        "type": "image/svg+xml",
        "size": len(PICTURE),
        "width": 10,
        "height": 10,
    }
    return make_edition(lessons=lessons, checks=[], media=[picture])


def test_a_lesson_shows_its_picture_with_words_and_size(browser, session, edition):
    judge = make_account()
    make_enrolment(edition, judge.person)

    (image,) = browser(judge).visit("/en/modules/practice/lessons/first").all("//figure/img")

    assert dict(image.attrib) == {
        "src": ADDRESS,
        "alt": "A pair of scales",
        "width": "10",
        "height": "10",
        "loading": "lazy",
    }


IN_PLACE = {
    "ky": "Сүрөт: A pair of scales (1 КБ)",
    "ru": "Изображение: A pair of scales (1 КБ)",
    "en": "Picture: A pair of scales (1 KB)",
}


@pytest.mark.parametrize("language", IN_PLACE)
def test_who_saves_data_gets_a_link_that_says_how_large_the_picture_is(browser, session, edition, language):
    judge = make_account()
    make_enrolment(edition, judge.person)
    reader, address = browser(judge), f"/{language}/modules/practice/lessons/first"
    assert len(reader.visit(address).all("//figure/img")) == 1
    reader.visit("/en/data-saver").submit("Switch the data saver on")

    page = reader.visit(address)

    assert page.all("//main//img") == []
    assert page.links()[IN_PLACE[language]] == ADDRESS.replace("/en/", f"/{language}/")
    assert "Two sides" in page.text


def test_a_browser_that_asks_for_fewer_bytes_gets_the_link_too(browser, session, edition):
    judge = make_account()
    make_enrolment(edition, judge.person)
    client = browser(judge).client

    page = client.get("/en/modules/practice/lessons/first", headers={"Save-Data": "on"}).text

    assert "<img" not in page
    assert f'<a href="{ADDRESS}">' in page


def test_a_picture_may_be_kept_for_ever_and_runs_nothing(browser, session, edition):
    response = browser().client.get(ADDRESS)

    assert response.data == PICTURE
    assert response.mimetype == "image/svg+xml"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "address",
    [
        f"/en/modules/practice/media/{HASH}/other.svg",
        f"/en/modules/practice/media/{'0' * 64}/scales.svg",
        f"/en/modules/other/media/{HASH}/scales.svg",
        "/en/modules/practice/media/..%2f..%2fsecret-key/scales.svg",
    ],
)
def test_only_pictures_of_the_edition_are_sent(browser, session, edition, address):
    assert browser().visit(address).status == 404


def test_a_withdrawn_edition_takes_its_pictures_with_it(browser, session, edition):
    catalogue.withdraw_edition(edition, reason="The picture showed a real person.", at=clock.now())
    session.commit()

    assert browser().visit(ADDRESS).status == 404
