"""The time and the one way in a real browser: counted by the server's seconds, handed in at the end, told honestly."""

import re
from datetime import timedelta

import pytest

from lms.core import clock
from lms.core.extensions import db
from lms.quizzes.models import Attempt
from lms.quizzes.timing import GRACE
from tests.support.left_out import needs_program

pytestmark = needs_program("chromium", "chromium-browser", package="chromium")

SAVED = "#save.save-status--saved"
SHOWN = "[data-timer] [data-left]"


def shows(page, pattern):
    """Wait until the time that is left reads like this."""
    page.locator(SHOWN).filter(has_text=re.compile(pattern)).wait_for()


def choose(page, number, option):
    page.locator(f"#q{number} .choice", has_text=f"Option {option} of").click()


@pytest.fixture
def change(desk):
    def change(**values):
        with desk.here.app.app_context():
            attempt = db.session.get(Attempt, desk.attempt_id)
            for name, value in values.items():
                setattr(attempt, name, value)
            db.session.commit()

    return change


def in_seconds(seconds):
    return clock.now() + timedelta(seconds=seconds)


def handed_in(desk):
    with desk.here.app.app_context():
        return db.session.get(Attempt, desk.attempt_id).handed_in_at


def test_the_time_counts_down_and_is_said_at_five_minutes(desk, change):
    change(due_at=in_seconds(299))
    page = desk.open(desk.device())

    shows(page, "left: 4:5[0-8]")
    assert page.locator("[data-said]").text_content() == "Five minutes are left."


def test_a_device_with_a_wrong_clock_shows_the_servers_time(desk, change):
    change(due_at=in_seconds(600))
    device = desk.device()
    device.add_init_script("const now = Date.now; Date.now = () => now() + 7200000;")
    page = desk.open(device)

    shows(page, "left: (10:00|9:[0-9]{2})")


def test_more_time_that_is_given_meanwhile_is_shown_with_the_next_answer(desk, change):
    change(due_at=in_seconds(100))
    page = desk.open(desk.device())
    change(due_at=in_seconds(1000))
    choose(page, 1, "b")

    page.wait_for_selector(SAVED)
    shows(page, "left: 16:[0-9]{2}")


def test_at_the_end_what_was_chosen_is_sent_and_all_is_handed_in(desk, change):
    change(due_at=in_seconds(4))
    page = desk.open(desk.device())
    choose(page, 1, "b")

    page.wait_for_url("**/result")
    assert desk.stored() == {desk.key(1): ["b"]}
    assert handed_in(desk)


def test_what_stayed_on_the_device_until_after_the_grace_is_told_and_not_counted(desk, change):
    device = desk.device()
    page = desk.open(device)
    device.set_offline(True)
    choose(page, 1, "b")
    page.wait_for_selector("#save.save-status--offline")
    change(started_at=in_seconds(-3600), due_at=in_seconds(-GRACE.seconds - 5))
    device.set_offline(False)

    page.wait_for_url("**/result")
    assert "1 answer on your device came after the time was over and does not count." in page.content()
    assert desk.stored() == {}
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('sabak:')).length") == 0


def test_without_a_line_at_the_end_it_is_handed_in_as_soon_as_there_is_one(desk, change):
    change(due_at=in_seconds(8))
    device = desk.device()
    page = desk.open(device)
    choose(page, 1, "b")
    page.wait_for_selector(SAVED)
    page.get_by_role("button", name="Next question").click()
    device.set_offline(True)
    choose(page, 2, "c")
    shows(page, "^The time is over.$")
    device.set_offline(False)

    page.wait_for_url("**/result")
    assert desk.stored() == {desk.key(1): ["b"], desk.key(2): ["c"]}


def test_one_way_saves_each_answer_and_leads_to_the_next_question(desk, change):
    change(reached=1)
    page = desk.open(desk.device())
    choose(page, 1, "b")
    page.wait_for_selector(SAVED)
    assert desk.stored() == {desk.key(1): ["b"]}
    assert not page.get_by_role("button", name="Previous question").is_visible()
    assert not page.get_by_text("Return to this question").is_visible()

    page.get_by_role("button", name="Save and next question").click()
    page.wait_for_selector("#q2")
    choose(page, 2, "c")
    page.get_by_role("button", name="Save and next question").click()
    page.wait_for_selector("#q3")
    page.go_back()
    page.wait_for_selector("#q3")

    assert page.locator("fieldset[data-question]").count() == 1
    assert desk.stored() == {desk.key(1): ["b"], desk.key(2): ["c"]}


def test_the_time_and_the_question_fit_a_narrow_phone(desk, change):
    change(due_at=in_seconds(1000), reached=1)
    page = desk.open(desk.device(viewport={"width": 360, "height": 740}))

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("[data-timer]").is_visible()
