"""A lesson saves itself without a step of history each time; two people are told and lose nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.authoring.models import PartPresence
from lms.authoring.retention import forget_presence
from lms.authoring.services import drafts
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft, DraftVersion
from lms.catalogue.translation import State, texts_at
from lms.core import clock
from tests.support.browser import filled

LESSON = "/en/studio/modules/practice/lessons/first"


@pytest.fixture
def colleague(session, module, trainer, other_trainer):
    drafts.add_author(module, other_trainer.id, by=trainer.id, at=clock.now())
    session.commit()
    return other_trainer


def body(session, module):
    session.expire_all()
    draft = session.get_one(Draft, module.id)
    return module_from_json(draft.document).lessons_by_key["first"].texts["en"].body


def steps(session):
    return session.scalar(select(func.count()).select_from(DraftVersion))


def autosave(page, text, **more):
    """What the script sends, the whole form as it stands on the page; the answer and what it says."""
    fields = filled(page.form_of("Save")[0])
    answer = page.browser.post(LESSON, {**fields, "body-en": text, "act": "autosave", **more})
    return answer.status, answer.response.json


def tell(page, act="here"):
    token = filled(page.form_of("Save")[0])["csrf_token"]
    return page.browser.post(f"{LESSON}/present", {"act": act, "csrf_token": token}).response.json


def test_what_saves_itself_is_one_step_of_the_history(browser, session, trainer, module):
    page = browser(trainer).visit(LESSON)
    before = steps(session)

    base = {}
    for number in range(3):
        status, said = autosave(page, f"Text {number}", **base)
        assert (status, said["words"][:8]) == (200, "Saved at")
        base = {"base": said["base"]}
        clock.freeze(clock.now() + timedelta(minutes=1))
    assert (body(session, module), steps(session)) == ("Text 2\n", before + 1)

    clock.freeze(clock.now() + timedelta(minutes=11))
    autosave(page, "Much later", **base)
    assert (body(session, module), steps(session)) == ("Much later\n", before + 2)


def test_what_saved_itself_is_still_asked_about(browser, session, trainer, module):
    def outdated():
        session.expire_all()
        document = module_from_json(session.get_one(Draft, module.id).document)
        texts = texts_at(document, "ru", "lesson:first")
        return [text.identity for text in texts if text.state is State.OUTDATED]

    page = browser(trainer).visit(LESSON)
    assert outdated() == []
    text = body(session, module).replace("First paragraph", "The first paragraph")
    _status, said = autosave(page, text)
    autosave(page, text.replace("A heading", "One heading"), base=said["base"])
    assert outdated() == ["lessons/first/body/1", "lessons/first/body/2"], "as long as nobody has said otherwise"

    page = browser(trainer).visit(LESSON).submit("Save")
    assert "Has the meaning changed?" in page.text
    page = page.submit("Save", source_change="typo")
    assert outdated() == []
    assert "Has the meaning changed?" not in page.submit("Save").text

    page = browser(trainer).visit(LESSON)
    autosave(page, text.replace("A statement", "One statement"))
    assert outdated() == ["lessons/first/body/2", "lessons/first/body/3"]
    page = browser(trainer).visit(LESSON).submit("Save").submit("Save", source_change="meaning")
    assert outdated() == ["lessons/first/body/2", "lessons/first/body/3"]
    page = page.submit("Save")
    assert "Has the meaning changed?" not in page.text, "it was answered"


def test_it_never_saves_over_another(browser, session, trainer, colleague, module):
    mine, theirs = browser(trainer).visit(LESSON), browser(colleague).visit(LESSON)
    theirs.submit("Save", **{"body-en": "Theirs"}).submit("Save", source_change="meaning")

    status, said = autosave(mine, "Mine")

    assert status == 409
    assert "Press Save to see both texts" in said["words"]
    assert body(session, module) == "Theirs\n"


def test_it_rests_while_the_text_is_with_reviewers(browser, session, trainer, module):
    browser(trainer).visit("/en/studio/modules/practice").click("Send for review").submit("Send for review")
    page = browser(trainer).visit(LESSON)
    before = body(session, module)

    _status, said = autosave(page, "Changed")

    assert "is not saved by itself" in said["words"]
    assert "base" not in said
    assert body(session, module) == before


def test_two_people_on_one_lesson_are_told(browser, session, trainer, colleague, module):
    mine, theirs = browser(trainer).visit(LESSON), browser(colleague).visit(LESSON)
    since = clock.now()

    assert tell(mine) == {"others": []}
    clock.freeze(clock.now() + timedelta(seconds=60))
    (said,) = tell(theirs)["others"]
    assert "This lesson is also open at" in said
    assert said.endswith(f"since {(since + timedelta(hours=6)):%H:%M}.")
    assert said in browser(colleague).visit(LESSON).text

    tell(mine, "leave")
    assert tell(theirs) == {"others": []}
    clock.freeze(clock.now() + timedelta(seconds=100))
    assert tell(mine) == {"others": []}

    clock.freeze(clock.now() + timedelta(hours=25))
    assert forget_presence(clock.now()) == 2
    assert session.scalar(select(func.count()).select_from(PartPresence)) == 0


def test_a_lesson_that_there_is_not_is_open_nowhere(browser, trainer, other_trainer, module):
    address = "/en/studio/modules/practice/lessons/{}/present"
    for person, key in ((trainer, "none"), (other_trainer, "first")):
        page = browser(person).visit("/en/studio/new")
        token = filled(page.form_of("Create the module")[0])["csrf_token"]
        assert page.browser.post(address.format(key), {"act": "here", "csrf_token": token}).status == 404
