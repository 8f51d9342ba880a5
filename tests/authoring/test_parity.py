"""The board of languages and what the policy keeps from publication."""

from collections import Counter

import msgspec
import pytest

from lms.authoring import checking, parity
from lms.authoring.carrying import SourceChange
from lms.authoring.errors import LanguagesNotReady
from lms.authoring.packs import Known
from lms.authoring.services import drafts, publishing, reviews
from lms.catalogue.documents import Rendition
from lms.catalogue.translation import State, texts_in
from lms.core import clock
from lms.core.site import Publication
from tests.authoring.documents import sound_document
from tests.support.reviews import approve

HOME = "/en/studio/modules/practice"
USUAL = Publication().policy
STRICT = Publication(ky=("approved",), ru=("translated", "legally-checked", "approved")).policy
OLD = {"lessons/first/title": {"ru": Rendition("translated", "0" * 16)}, "title": {"ky": Rendition("approved")}}


def document(**changes):
    text = sound_document(states={"ky": "machine-draft", "ru": "translated", "en": "source"})
    return msgspec.structs.replace(text, **changes)


def test_shares_count_every_text_once_and_never_round_to_all_or_nothing():
    standing = parity.standing_of(document(translation=OLD), "ky")
    states = Counter(text.state for text in texts_in(document(translation=OLD), "ky"))
    assert {state: number for state, number, _share in standing.shares} == states
    assert [share for _state, _number, share in standing.shares] == [99, 1]
    assert standing.total == states.total()
    assert parity.standing_of(document(), "ky").shares == [(State.MACHINE_DRAFT, states.total(), 100)]
    assert parity.standing_of(document(), "en").first_part is None


def test_the_board_leads_to_the_first_text_that_needs_work():
    text = document(translation=OLD)
    assert parity.standing_of(text, "ru").first_part == "lesson:first"
    assert parity.standing_of(text, "ru", "question:").first_part is None
    assert parity.standing_of(text, "ky", "question:").first_part == f"question:{text.questions[0].key}"


def test_the_policy_says_what_is_kept_from_publication(app):
    text = document(translation=OLD)
    assert parity.blocking(text, USUAL) == {}
    total = len(texts_in(text, "ky"))
    assert parity.blocking(text, STRICT) == {
        "ky": {State.MACHINE_DRAFT: total - 1},
        "ru": {State.OUTDATED: 1},
    }
    with app.test_request_context("/en/"):
        found = [problem.text for problem in parity.blocking_problems(text, STRICT)]
    assert found == [
        f"Кыргызча: {total - 1} texts are a machine’s draft. Such texts may not be published here.",
        "Русский: 1 text is out of date. Such texts may not be published here.",
    ]


def test_a_missing_paragraph_keeps_a_module_from_publication():
    first, *others = document().lessons
    texts = first.texts | {"ru": msgspec.structs.replace(first.texts["ru"], body="First paragraph of first.\n")}
    text = document(lessons=(msgspec.structs.replace(first, texts=texts), *others))
    assert parity.blocking(text, USUAL).keys() == {"ru"}
    assert set(parity.blocking(text, USUAL)["ru"]) == {State.MISSING}


@pytest.fixture
def approved(session, module, draft, trainer, gender_reviewer, rights_reviewer):
    review = reviews.request_review(draft, change="first", by=trainer.id, at=clock.now())
    session.flush()
    approve(review, gender_reviewer, rights_reviewer)
    session.commit()
    return draft


def test_not_even_an_approved_text_is_published_against_the_policy(session, approved, trainer):
    strict = {code: frozenset({"approved"}) for code in ("ky", "ru", "en")}
    with pytest.raises(LanguagesNotReady):
        publishing.publish(approved, policy=strict, by=trainer.id, at=clock.now())
    assert publishing.publish(approved, policy=USUAL, by=trainer.id, at=clock.now()).number == 1


def test_the_pages_show_shares_and_what_blocks(browser, session, trainer, module, draft, monkeypatch):
    drafts.save(draft, document(translation=OLD), by=trainer.id, what="s", at=clock.now(), change=SourceChange.STATED)
    session.commit()
    person = browser(trainer)
    page = person.visit("/en/studio").click("How far the languages are")
    assert "Machine draft 99 %" in page.text
    assert "Nothing" in page.text
    assert page.click("To the first that needs work").path.startswith(f"{HOME}/languages/")
    page = person.visit(f"{HOME}/languages")
    assert "Out of date" in page.text
    assert "This keeps the module from publication" not in page.text
    monkeypatch.setattr(checking, "current_known", lambda: Known(publishable=STRICT))
    page = person.visit(HOME)
    assert "Send for review" not in page.links()
    assert "Languages" in page.text


def test_others_see_the_board_of_their_own_modules_only(browser, module, other_trainer, coordinator):
    assert "Practice" not in browser(other_trainer).visit("/en/studio/languages").text
    assert browser(other_trainer).visit(f"{HOME}/languages").status == 404
    page = browser(coordinator).visit("/en/studio/languages")
    assert page.status == 200
    assert not [href for href in page.links().values() if "/languages/" in href]
