"""The attempt in a real browser: whatever happens to the line, the tab or the sign-in, no answer is lost."""

from sqlalchemy import delete

from lms.accounts.models import SignIn
from lms.core.extensions import db
from lms.quizzes import services
from lms.quizzes.models import Attempt
from tests.support.factories.attempts import sitting
from tests.support.left_out import needs_program

pytestmark = needs_program("chromium", "chromium-browser", package="chromium")

SAVED = "#save.save-status--saved"
OFFLINE = "#save.save-status--offline"


def choose(page, number, option):
    """Tick an option of the question that is shown."""
    page.locator(f"#q{number} .choice", has_text=f"Option {option} of").click()


def test_one_question_at_a_time_and_each_answer_goes_to_the_server(desk):
    page = desk.open(desk.device())
    assert page.locator("fieldset[data-question]:visible").count() == 1

    choose(page, 1, "b")
    page.wait_for_selector(SAVED)
    page.get_by_role("button", name="Next question").click()

    assert desk.stored() == {desk.key(1): ["b"]}
    assert page.evaluate("document.activeElement.id") == "q2"
    assert "answered" in page.locator(".attempt-map ol a").first.text_content()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('sabak:')).length") == 0


def test_another_language_shows_the_same_question_and_answer(desk):
    page = desk.open(desk.device())
    choose(page, 1, "b")
    page.get_by_role("button", name="Next question").click()
    choose(page, 2, "c")
    page.get_by_role("link", name="Русский").click()
    page.wait_for_url("**/ru/**")

    assert page.locator("fieldset[data-question]:visible").get_attribute("id") == "q2"
    page.wait_for_selector("#q2 input:checked")
    assert page.locator("#q2 input:checked").get_attribute("value") == "c"


def test_answers_given_offline_are_kept_and_delivered(desk):
    device = desk.device()
    page = desk.open(device)
    device.set_offline(True)
    choose(page, 1, "b")
    page.wait_for_selector(OFFLINE)
    assert "No connection" in page.locator("#save").text_content()
    page.get_by_role("button", name="Next question").click()
    choose(page, 2, "c")
    assert desk.stored() == {}

    device.set_offline(False)
    page.wait_for_selector(SAVED)

    assert desk.stored() == {desk.key(1): ["b"], desk.key(2): ["c"]}


def test_a_tab_closed_offline_loses_nothing(desk):
    device = desk.device()
    page = desk.open(device)
    device.set_offline(True)
    choose(page, 1, "d")
    page.wait_for_selector(OFFLINE)
    page.close()
    device.set_offline(False)

    page = desk.open(device)
    page.wait_for_selector(SAVED)

    assert page.locator("#q1 input:checked").get_attribute("value") == "d"
    assert desk.stored() == {desk.key(1): ["d"]}


def test_finishing_waits_until_everything_is_delivered(desk):
    device = desk.device()
    page = desk.open(device, "#q12")
    device.set_offline(True)
    choose(page, 12, "a")
    page.get_by_role("button", name="Check all answers").first.click()
    page.wait_for_selector(OFFLINE)
    assert page.url.endswith("#q12")

    device.set_offline(False)
    page.wait_for_selector(SAVED)
    page.get_by_role("button", name="Check all answers").first.click()
    page.wait_for_url("**/check")
    page.get_by_role("button", name="Finish and hand in").click()
    page.wait_for_url("**/result")

    assert page.get_by_role("heading", level=1).text_content().strip() == "Not enough yet"


def test_an_ended_sign_in_keeps_the_answers(desk):
    device = desk.device()
    page = desk.open(device)
    with desk.here.app.app_context():
        db.session.execute(delete(SignIn).where(SignIn.account_id == desk.account_id))
        db.session.commit()
    choose(page, 1, "b")
    page.wait_for_selector(OFFLINE)
    assert "Sign in to go on. Your answers are kept." in page.locator("#save").text_content()
    link = page.locator("#save a").get_attribute("href")
    assert "/en/sign-in?next=" in link

    desk.sign_in(device)
    page = desk.open(device)
    page.wait_for_selector(SAVED)

    assert desk.stored() == {desk.key(1): ["b"]}


def test_two_devices_are_asked_which_answer_stands(desk):
    first, second = desk.open(desk.device()), desk.open(desk.device())
    choose(first, 1, "b")
    first.wait_for_selector(SAVED)
    choose(second, 1, "c")

    box = second.locator(".conflict")
    box.wait_for()
    assert "Option b of" in box.text_content()
    assert desk.stored() == {desk.key(1): ["b"]}
    box.get_by_role("button", name="Keep this one").click()
    second.wait_for_selector(SAVED)

    assert desk.stored() == {desk.key(1): ["c"]}


def test_the_other_devices_answer_can_be_kept(desk):
    first, second = desk.open(desk.device()), desk.open(desk.device())
    choose(first, 1, "b")
    first.wait_for_selector(SAVED)
    choose(second, 1, "c")
    second.locator(".conflict").get_by_role("button", name="Keep the other").click()

    assert second.locator("#q1 input:checked").get_attribute("value") == "b"
    assert desk.stored() == {desk.key(1): ["b"]}


def test_a_page_left_open_after_handing_in_leads_to_the_result(desk):
    page = desk.open(desk.device())
    with desk.here.app.app_context():
        services.hand_in(sitting(db.session.get_one(Attempt, desk.attempt_id)), by=None, at=page_time())
        db.session.commit()
    choose(page, 1, "b")

    page.wait_for_url("**/result")

    assert desk.stored() == {}


def page_time():
    from lms.core import clock  # noqa: PLC0415

    return clock.now()


def test_the_server_killed_and_started_again_is_a_lost_line(desk):
    page = desk.open(desk.device())
    desk.here.server.kill()
    choose(page, 1, "b")
    page.wait_for_selector(OFFLINE)

    desk.here.server.start()
    page.wait_for_selector(SAVED, timeout=30_000)

    assert desk.stored() == {desk.key(1): ["b"]}


def test_without_storage_the_promise_is_smaller(desk):
    device = desk.device()
    device.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked') }})")
    page = desk.open(device)
    device.set_offline(True)
    choose(page, 1, "b")
    page.wait_for_selector(OFFLINE)
    assert "Keep this page open" in page.locator("#save").text_content()

    device.set_offline(False)
    page.wait_for_selector(SAVED)

    assert desk.stored() == {desk.key(1): ["b"]}


def test_without_script_the_page_is_one_form(desk):
    page = desk.open(desk.device(java_script_enabled=False))
    assert page.locator("fieldset[data-question]").count() == 12
    choose(page, 1, "b")
    choose(page, 5, "c")
    page.get_by_role("button", name="Save my answers").first.click()

    assert page.url.endswith("#saved-5")
    assert "Saved" in page.locator("#saved-5").text_content()
    assert desk.stored() == {desk.key(1): ["b"], desk.key(5): ["c"]}
