"""The preview: the whole module as a learner would walk it, and not one row written."""

import pytest
from sqlalchemy import func, select

from lms.authoring.services import drafts
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.models import Base
from tests.authoring.documents import sound_document, sound_pack
from tests.support import pdf

HOME = "/en/studio/modules/practice/preview"


def rows(session):
    """How many rows each table has; the log of refusals and looks is not domain."""
    skipped = {"audit_records", "sign_ins"}
    return {
        table.name: session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
        if table.name not in skipped
    }


@pytest.fixture
def walker(browser, trainer, module):
    return browser(trainer)


def test_a_trainer_walks_the_whole_module_and_nothing_is_stored(walker, session):
    before = rows(session)

    page = walker.visit(HOME)
    assert [link.text for link in page.all("//main//ol[not(ancestor::nav)]/li/a")] == [
        "Pre-test", "Lesson first en", "Lesson second en", "Scenario", "Final quiz"]  # fmt: skip
    page = page.click("Pre-test").submit("Finish and hand in")
    assert "0 of 8 correct" in page.heading
    page = walker.visit(HOME).click("Lesson first en").submit("Check", **{"q-c1": "a"})
    assert "Reason for a of c1" in page.text
    page = walker.visit(HOME).click("Scenario")
    page = page.submit("Choice a")
    assert "Consequence of a" in page.text
    page = page.submit("Choice a")
    assert page.heading == "Well done"
    page = walker.visit(HOME).click("Final quiz")
    answers = dict.fromkeys(page.all("//input[@type='radio']/@name"), "a")
    page = page.submit("Finish and hand in", **answers)
    assert "of 12 correct" in page.heading

    assert rows(session) == before
    assert session.scalar(select(func.count()).select_from(AuditRecord)) <= 1


def test_the_quiz_is_marked_as_it_was_drawn(walker):
    document = sound_document()
    page = walker.visit(f"{HOME}/quiz")
    right = {
        f"q-{key}": next(option.key for option in document.questions_by_key[key].options if option.correct)
        for key in {name.removeprefix("q-") for name in page.all("//input[@type='radio']/@name")}
    }

    page = page.submit("Finish and hand in", **right)

    assert page.heading == "12 of 12 correct"
    assert "Passed: 9 are needed." in page.text


def test_a_decision_can_be_taken_back(walker):
    page = walker.visit(f"{HOME}/scenario").submit("Choice a").submit("Change my last decision")

    assert "The first situation." in page.text


def test_an_unfinished_scenario_is_no_step(browser, session, trainer, module, draft):
    raw = sound_pack()
    raw["scenario"]["nodes"][1]["choices"][0]["next"] = ""
    drafts.save(draft, sound_document(scenario=raw["scenario"]), by=trainer.id, what="s", at=clock.now())
    session.commit()

    assert "Scenario" not in browser(trainer).visit(HOME).links()
    assert browser(trainer).visit(f"{HOME}/scenario").status == 404


def test_the_preview_works_in_each_language(walker):
    for language in ("ky", "ru"):
        for place in ("", "/lessons/first", "/scenario", "/quiz", "/pre-test"):
            assert walker.visit(f"/{language}/studio/modules/practice/preview{place}").status == 200


@pytest.mark.parametrize(("pair", "marks"), [("ky+en", ("Үлгү", "Sample")), ("ru+en", ("Образец", "Sample"))])
def test_the_certificate_says_that_it_is_a_sample(walker, session, pair, marks):
    before = rows(session)

    answer = walker.client.get(f"{HOME}/certificate/{pair}")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert all(mark in pdf.text_of(answer.data) for mark in marks)
    assert rows(session) == before


def test_others_have_no_preview(browser, module, other_trainer, gender_reviewer):
    for person in (other_trainer, gender_reviewer):
        for place in ("", "/lessons/first", "/quiz", "/certificate/ky+en"):
            assert browser(person).visit(HOME + place).status == 404
