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

    assert dict(image.attrib) | {"loading": "lazy"} == {
        "src": ADDRESS,
        "alt": "A pair of scales",
        "width": "10",
        "height": "10",
        "loading": "lazy",
    }


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
