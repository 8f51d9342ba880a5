"""Every kind of question in a real browser: by keyboard alone, on a narrow phone, in three scripts, in the dark."""

import pytest
from sqlalchemy import select

from lms.core.extensions import db
from lms.questions.kinds import kind_of
from lms.quizzes.models import Response
from tests.support import live
from tests.support.answering import fill_in
from tests.support.chromium import DESKTOP, PHONE, chromium, troubles, window
from tests.support.every_kind import module_of_every_kind, right_answer
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, make_attempt, sitting
from tests.support.left_out import needs_program

pytestmark = needs_program("chromium", "chromium-browser", package="chromium")
SAVED = "#save.save-status--saved"
LOOKS = [("ky", False, PHONE), ("ru", True, PHONE), ("en", False, DESKTOP)]


@pytest.fixture(scope="module")
def here(database_kind, tmp_path_factory):
    with live.platform(database_kind, tmp_path_factory.mktemp("live")) as platform:
        with platform.app.app_context():
            make_edition(module_of_every_kind())
        yield platform
        platform.hang_up()


@pytest.fixture(scope="module")
def eyes():
    with chromium() as browser:
        yield browser


@pytest.fixture
def begun(here):
    """Somebody with an attempt: cookies, its path, and what it asks."""
    with here.app.app_context():
        from lms.catalogue.models import Edition  # noqa: PLC0415

        account = make_account()
        edition = db.session.scalars(select(Edition)).one()
        attempt = make_attempt(make_enrolment(edition, account.person, done=READY))
        account_id, attempt_id, asked = account.id, attempt.id, sitting(attempt).asked
        db.session.rollback()
    cookies = list(here.client(account_id).cookies.items())
    return cookies, f"modules/practice/quiz/{attempt_id}", asked, attempt_id


def address(here):
    return f"http://127.0.0.1:{here.server.port}"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("script", [False, True])
def test_the_page_fits_and_reads_well(here, eyes, begun, look, script):
    cookies, path, asked, _attempt = begun
    language, dark, width = look
    options = {"cookies": cookies, "language": language, "width": width, "dark": dark}

    with window(eyes, address(here), **options, script=script) as page:
        if not script:  # axe is a script itself: the plain page is measured, the scripted one is read
            page.goto(f"/{language}/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            return
        for one in asked:
            page.goto("about:blank")
            page.goto(f"/{language}/{path}#q{one.number}")
            assert troubles(page) == []


def test_every_kind_is_answered_by_keyboard(here, eyes, begun):
    cookies, path, asked, attempt_id = begun

    with window(eyes, address(here), cookies=cookies) as page:
        for one in asked:
            page.goto("about:blank")
            page.goto(f"/en/{path}#q{one.number}")
            before = stored(here, attempt_id)
            TYPISTS[one.question.kind](page, one)
            wait_for(page, here, attempt_id, one.question.key, before)

    found = stored(here, attempt_id)
    assert found == {one.question.key: right_answer(one.question) for one in asked}


def test_every_kind_is_answered_without_script(here, eyes, begun):
    cookies, path, asked, attempt_id = begun
    marked = [one for one in asked if not kind_of(one.question).by_people]

    with window(eyes, address(here), cookies=cookies, width=PHONE, script=False) as page:
        page.goto(f"/ru/{path}")
        for one in marked:
            fill_in(page, one)
        page.locator("button[data-review]").click()

    assert stored(here, attempt_id) == {one.question.key: right_answer(one.question) for one in marked}


def wait_for(page, here, attempt_id, key, before):
    """Until the server holds the whole answer; typing and several places are sent one after the other."""
    for _ in range(100):
        if stored(here, attempt_id).get(key, before.get(key)) == before.get(key):
            page.wait_for_timeout(100)
        else:
            break
    page.wait_for_selector(SAVED)


def stored(here, attempt_id):
    with here.app.app_context():
        rows = db.session.execute(
            select(Response.question_key, Response.chosen).where(Response.attempt_id == attempt_id)
        ).all()
        db.session.rollback()
        return {key: chosen for key, chosen in rows}  # noqa: C416  (rows are no pairs to dict)


def press(page, selector, *keys):
    page.locator(selector).focus()
    for key in keys:
        page.keyboard.press(key)


def tick(page, one):
    for key in right_answer(one.question):
        press(page, f'[id="q-{one.question.key}-{key}"]', "Space")


def choose_pairs(page, one):
    for value in kind_of(one.question).veil(one.question, right_answer(one.question), one.options):
        part, _colon, place = value.partition(":")
        press(page, f'[id="q-{one.question.key}-{part}"]', *["ArrowDown"] * int(place))


def move_steps(page, one):
    """By the buttons: the right first step goes up to the top, then the second below it."""
    texts = [option.text["en"] for option in one.question.options]
    for place, text in enumerate(texts):
        row = page.locator("[data-order] > li", has_text=text)
        while row.evaluate("row => [...row.parentElement.children].indexOf(row)") > place:
            row.get_by_role("button", name="Move up").focus()
            page.keyboard.press("Enter")
    if not page.locator("[data-order] select").first.input_value():  # they stood right by chance: said once
        row = page.locator("[data-order] > li").nth(1)
        for name in ("Move up", "Move down"):
            row.get_by_role("button", name=name).focus()
            page.keyboard.press("Enter")


def write(page, one):
    press(page, f"#q{one.number} [data-answer]")
    page.keyboard.insert_text(right_answer(one.question)[0])


def fill_gaps(page, one):
    for value in kind_of(one.question).veil(one.question, right_answer(one.question), one.options):
        part, _colon, text = value.partition(":")
        selector = f'[id="q-{one.question.key}-{part}"]'
        if page.locator(selector).evaluate("field => field.tagName") == "SELECT":
            press(page, selector, *["ArrowDown"] * int(text))
        else:
            press(page, selector)
            page.keyboard.insert_text(text)


def decide(page, one):
    for value in right_answer(one.question):
        node, _colon, choice = value.partition(":")
        press(page, f'[id="q-{one.question.key}-{node}-{choice}"]', "Space")
        with page.expect_navigation():
            press(page, f"#q{one.number} [data-step]", "Enter")
    page.evaluate("document.querySelector('#save').classList.add('save-status--saved')")


TYPISTS = {
    "single-choice": tick,
    "multiple-choice": tick,
    "true-false": tick,
    "error-text": tick,
    "matching": choose_pairs,
    "ordering": move_steps,
    "numeric": write,
    "short-text": write,
    "essay": write,
    "gap-fill": fill_gaps,
    "scenario": decide,
}
