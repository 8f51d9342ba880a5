"""Forms of questions in Chromium: every kind on a telephone of 320 pixels, by keyboard alone, and without a script."""

import pytest
from sqlalchemy import select

from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft, TrainingModule
from lms.core.extensions import db
from lms.questions.kinds import KINDS
from tests.support.chromium import LOOKS, PHONE, chromium, troubles, wear, window
from tests.support.left_out import needs_program

pytestmark = needs_program("chromium", package="chromium")

#: The name of a button for more rows of each kind, in English, and a field of the row that it brings.
MORE = {
    "single-choice": ("More options", "option4_text-en"),
    "multiple-choice": ("More options", "option4_text-en"),
    "true-false": None,
    "matching": ("More pairs", "pair4_text-en"),
    "ordering": ("More steps", "step4_text-en"),
    "numeric": ("More answers", "answer2_number"),
    "short-text": ("More answers", "answer2_texts-en"),
    "gap-fill": ("More gaps", "gap3_right-en"),
    "error-text": ("More places", "word3_text-en"),
    "essay": ("More criteria", "criterion3_text-en"),
    "scenario": ("More situations", "node2_situation-en"),
}


@pytest.fixture(scope="module")
def browser():
    with chromium() as driven:
        yield driven


def newest_question(here):
    with here.app.app_context():
        query = select(Draft.document).join(TrainingModule, TrainingModule.id == Draft.module_id)
        questions = module_from_json(db.session.scalars(query.where(TrainingModule.slug == "practice")).one()).questions
        return max((one for one in questions if one.key.startswith("q")), key=lambda one: one.key)


def tab_to(page, name, most=200):
    """Press the tab key until the field or button with this name, or these words, has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate("[document.activeElement.name, document.activeElement.textContent.trim()]")
        if name in here:
            return
    raise AssertionError(f"The tab key never came to “{name}”.")


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_begun_by_keyboard_on_a_telephone_without_script(live_studio, browser, kind):
    here, cookies = live_studio
    address = f"http://127.0.0.1:{here.server.port}"
    with window(browser, address, cookies=cookies, width=PHONE, script=False) as page:
        page.goto(f"/en/studio/modules/practice/questions/new/{kind}")
        tab_to(page, "stem-en")
        page.keyboard.type(f"A question of the kind {kind}")
        if MORE[kind]:
            words, name = MORE[kind]
            tab_to(page, words)
            page.keyboard.press("Enter")
            page.wait_for_selector(f"[name='{name}']")
            assert page.input_value("[name='stem-en']") == f"A question of the kind {kind}"
            tab_to(page, name)
            page.keyboard.type("1" if name.endswith("number") else "The last row")
        tab_to(page, "Save")
        page.keyboard.press("Enter")
        page.wait_for_selector(".notice--success")

    saved = newest_question(here)
    assert (saved.kind, saved.stem["en"]) == (kind, f"A question of the kind {kind}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_is_sound_in_every_look(live_studio, browser, kind):
    here, cookies = live_studio
    address = f"http://127.0.0.1:{here.server.port}"
    turn = list(KINDS).index(kind)
    with window(browser, address, cookies=cookies) as page:
        for look in LOOKS[turn % 4 :: 4]:
            language = wear(page, look)
            page.goto(f"/{language}/studio/modules/practice/questions/new/{kind}")
            page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
            assert troubles(page) == []
