"""One question as learners see it, with its marking: every kind, in three languages, and what is not finished."""

from random import Random
from types import SimpleNamespace

import pytest

from lms.questions.kinds import KINDS
from tests.authoring.test_question_forms import STORED
from tests.authoring.writing import HOME, document, in_three
from tests.support.browser import filled
from tests.support.every_kind import fields, right_answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_a_question_is_tried_and_marked_as_learners_see_it(browser, session, trainer, stored, kind, language):
    question = STORED[kind]
    stored(question)
    place = f"/{language}/studio/modules/practice/questions/q77/try"
    page = browser(trainer).visit(place)
    sent = form_with_seed(page)
    order = KINDS[kind].order(question, Random(int(sent["seed"][0])))
    before = document(session)

    answer = fields(SimpleNamespace(question=question, options=order), right_answer(question))
    sent = {**sent, "act": "check", **answer}
    page = page.browser.post(place, sent)

    assert page.status == 200
    if language == "en":
        assert ("Marked by a person" if kind == "essay" else "Correct") in page.text
    assert document(session) == before


def form_with_seed(page):
    [form] = [form for form in page.all("//form") if form.xpath(".//input[@name='seed']")]
    return {name: value for name, value in filled(form).items() if not name.startswith("q-")}


def test_a_wrong_answer_is_explained(browser, trainer, module):
    page = browser(trainer).visit(f"{HOME}/questions/a1/try").submit("Check", **{"q-a1": "b"})

    assert "Not correct" in page.text
    assert "Reason for b of a1" in page.text
    assert "Right: Option a of a1" in page.text


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_finished_can_be_looked_at_and_is_not_marked(browser, trainer, module, kind):
    page = browser(trainer).visit(f"{HOME}/questions/new/{kind}").submit("Save", **in_three("stem", "Which?"))
    page = page.click("Try it")
    assert "It is not complete yet" in page.text

    again = page.browser.post(page.path, {**form_with_seed(page), "act": "check", "q-q01": "a"})

    assert (again.status, "Correct" in again.text) == (200, False)
