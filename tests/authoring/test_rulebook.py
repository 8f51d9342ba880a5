"""Rules about words are data: an editor adds, changes and switches them off, tries them, and takes them away."""

import pytest
import yaml

from lms.accounts.models import Role
from lms.authoring import queries, rulebook, wording
from lms.authoring.errors import KeyTaken
from lms.authoring.packs.checks.known import rule_rows
from lms.authoring.services.rules import save_rule
from lms.catalogue.documents import module_from_json
from lms.core import clock
from lms.wording import rules_from
from tests.authoring.documents import sound_document
from tests.support.factories import make_account, make_edition

RULES = "/en/studio/language-rules"


@pytest.fixture
def found(app, draft):
    """The rules that find something in the draft, as the check holds them now."""

    def rules():
        with app.test_request_context("/en/"):
            notes = wording.notes_on(module_from_json(draft.document), draft.module_id)
            return [(note.finding.rule, note.finding.words, note.finding.severity.value) for note in notes]

    return rules


def test_an_editor_adds_a_rule_and_switches_it_off(browser, gender_reviewer, found):
    page = browser(gender_reviewer).visit(RULES).click("New rule")
    words = {"avoid-en": "first paragraph", "prefer-en": "beginning", "reason-en": "Shorter.", "why": "Asked for."}
    given = {"code": "K1", "severity": "warn", "is_on": "y", **words}

    tried = page.submit("Try it on this text", **given, language="en", trial="Two first paragraphs here.")
    assert tried.all("//mark/text()") == ["first paragraphs"]
    assert queries.rule_versions() == []
    assert page.submit("Save", **{**given, "code": "k 1"}).status == 422
    assert page.submit("Save", **{**given, "avoid-en": ""}).status == 422
    page = page.submit("Save", **given)

    assert "Saved. The rule holds from now on." in page.text
    assert found() == [("K1", "First paragraph", "warn")] * len(found())
    assert found()
    page.submit("Save", is_on=None, why="Not needed.")
    assert found() == []
    assert [(v.code, v.number, v.data["on"], v.why) for v in queries.rule_versions()] == [
        ("K1", 1, True, "Asked for."),
        ("K1", 2, False, "Not needed."),
    ]


def test_a_shipped_rule_is_changed_without_losing_what_the_page_does_not_ask(app, browser, rights_reviewer):
    page = browser(rights_reviewer).visit(f"{RULES}/L36")
    assert "As it came with the content." in page.text
    page.submit("Save", severity="info", why="Too loud.")

    [version] = queries.rule_versions()
    shipped = next(row for row in rule_rows(app.config["CONTENT"]) if row["id"] == "L36")
    assert (version.data["severity"], version.data["near"]) == ("info", shipped["near"])
    assert version.data["avoid"] == shipped["avoid"]
    assert page.submit("Save", severity="error", why="Too quiet.").status == 409  # somebody was faster
    with pytest.raises(KeyTaken):
        save_rule(version.data, based_on=0, why="", by=rights_reviewer.id, at=clock.now())


def test_the_rules_go_out_as_they_hold_and_can_be_read_again(browser, session, gender_reviewer):
    own = {"id": "K2", "severity": "warn", "avoid": {"ky": ["үй-бүлө"]}, "prefer": {"ky": "-"}, "reason": {"ky": "-"}}
    save_rule(own, based_on=0, why="x", by=gender_reviewer.id, at=clock.now())
    session.commit()

    answer = browser(gender_reviewer).visit(f"{RULES}.yaml").response
    rows = yaml.safe_load(answer.get_data(as_text=True))

    assert rows == rulebook.rows_in_force()
    assert rows[-1] == own
    assert rules_from(rows)[1] == []


def test_what_a_rule_finds_in_published_modules_is_counted(browser, session, gender_reviewer):
    make_edition(sound_document())
    own = {"id": "K3", "severity": "warn", "avoid": {"en": ["first paragraph"]}, "prefer": {}, "reason": {}}
    save_rule(own, based_on=0, why="x", by=gender_reviewer.id, at=clock.now())
    session.commit()

    page = browser(gender_reviewer).visit(f"{RULES}/K3").click("Count what it finds")
    bodies = [lesson.texts["en"].body for lesson in sound_document().lessons]

    assert f"{sum(body.count('First paragraph') for body in bodies)} place" in page.text


def test_only_reviewers_of_all_modules_and_administrators_edit_rules(browser, trainer):
    assert browser(trainer).visit(RULES).status == 404
    assert browser(make_account(Role.ADMINISTRATOR)).visit(RULES).status == 200
