"""A file on its way in Chromium: how much is sent, stopping it, and answers that leave the form as it was."""

import pytest
from sqlalchemy import select

from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft
from lms.core.extensions import db
from tests.authoring.test_images import picture
from tests.support.chromium import PHONE, chromium, troubles, window
from tests.support.left_out import needs_program
from tests.support.recordings import mp4

pytestmark = needs_program("chromium", package="chromium")

PICTURES, RECORDING = "/en/studio/modules/practice/pictures", "/en/studio/modules/practice/recordings/new"
#: Bytes that a slow line carries in a second.
SLOW = 100 * 1024


@pytest.fixture(scope="module")
def studio(live_studio):
    """The platform, a browser, and what it shows to be the trainer."""
    here, cookies = live_studio
    with chromium() as browser:
        yield here, browser, cookies


def opened(studio, **look):
    here, browser, cookies = studio
    return window(browser, f"http://127.0.0.1:{here.server.port}", cookies=cookies, **look)


def media_of(here):
    with here.app.app_context():
        return [file.name for file in module_from_json(db.session.scalars(select(Draft.document)).one()).media]


def test_a_film_on_a_slow_line_is_told_in_per_cent_and_can_be_stopped(studio):
    with opened(studio, width=PHONE) as page:
        page.goto(RECORDING)
        film = {"name": "talk.mp4", "mimeType": "video/mp4", "buffer": mp4(b"vide") + bytes(600 * 1024)}
        page.set_input_files("[name=file]", film)
        page.fill("[name=length]", "0:10")
        line = page.context.new_cdp_session(page)
        slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
        line.send("Network.emulateNetworkConditions", slow)
        page.click("text=Add the recording")
        page.wait_for_selector("[data-shown]:text-matches('^Sent: [1-9][0-9]? %$')")
        assert 0 < page.evaluate("document.querySelector('progress').value") < 100
        assert troubles(page) == []

        page.click("text=Stop sending")
        page.wait_for_selector("[data-shown]:has-text('Nothing was saved')")
        assert page.evaluate("document.querySelector('[name=file]').files[0].name") == "talk.mp4"
        assert page.input_value("[name=length]") == "0:10"
        assert not page.is_visible("progress")

        line.send("Network.emulateNetworkConditions", {**slow, "offline": True})
        page.click("text=Add the recording")
        page.wait_for_selector("[data-shown]:has-text('connection was lost')")
        assert media_of(studio[0]) == []

        line.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
        page.click("text=Add the recording")
        page.wait_for_url(f"**{PICTURES}")
        assert media_of(studio[0]) == ["talk.mp4"]


def test_refused_files_leave_the_form_and_say_why(studio):
    with opened(studio) as page:
        page.goto(PICTURES)
        page.set_input_files("[name=file]", {"name": "a.png", "mimeType": "image/png", "buffer": bytes(3 * 1024**2)})
        page.fill("[name=name]", "map.png")
        page.click("text=Add the picture")
        page.wait_for_selector("text=too large to be sent")
        assert page.input_value("[name=name]") == "map.png"

        page.set_input_files("[name=file]", {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"})
        page.click("text=Add the picture")
        page.wait_for_selector(".error-summary")
        assert page.evaluate("document.activeElement.className") == "error-summary"
        assert page.title().startswith("Error")
        assert page.evaluate("document.querySelector('[name=file]').files[0].name") == "a.png"
        assert page.input_value("[name=name]") == "map.png"

        page.set_input_files("[name=file]", {"name": "a.png", "mimeType": "image/png", "buffer": picture(kind="PNG")})
        page.click("text=Add the picture")
        page.wait_for_selector("img.thumbnail")
    assert "map.png" in media_of(studio[0])


def test_what_the_next_page_says_once_is_not_lost_to_a_script(studio):
    """The words of success are kept for the page that the person comes to."""
    with opened(studio) as page:
        page.goto("/en/studio/modules/practice/lessons/from-file")
        page.set_input_files(
            "[name=file]", {"name": "a.md", "mimeType": "text/markdown", "buffer": b"# Title\n\nText."}
        )
        page.click("text=Add the lesson")
        page.wait_for_url("**/lessons/*")
        page.wait_for_selector(".notice")
