"""A part and its translation beside each other: writing, states, the filter, two people at once, meaning or typo."""

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from lms.authoring.carrying import SourceChange, carried
from lms.authoring.errors import NotYoursToSay
from lms.authoring.models import TranslationMark
from lms.authoring.rewriting import NoParagraph, cleaned, rewritten
from lms.authoring.services import drafts
from lms.authoring.services.reviews import request_review
from lms.authoring.translating import Written, base_of, translated
from lms.catalogue.blocks import blocks_of, paired
from lms.catalogue.documents import Rendition, module_from_json
from lms.catalogue.models import Draft
from lms.catalogue.translation import State, hash_of_text, texts_at, texts_in
from lms.core import clock
from lms.core.audit import AuditRecord
from tests.authoring.documents import sound_document
from tests.support.databases import count_queries

HOME = "/en/studio/modules/practice"
LESSON = f"{HOME}/languages/ru/lesson:first"
BODY = "lessons/first/body/"


def stored(session, draft):
    session.expire_all()
    return module_from_json(session.scalars(select(Draft.document).where(Draft.module_id == draft.module_id)).one())


def states(document, part="lesson:first", language="ru"):
    return {text.identity: text.state for text in texts_at(document, language, part)}


def row(document, identity, target=None, state=None, language="ru"):
    text = next(one for one in texts_in(document, language) if one.identity == identity)
    return Written(identity, base_of(text), text.target if target is None else target, state)


def value(page, name):
    """What a field holds."""
    (field,) = page.all(f"//*[@name='{name}']")
    return field.text if field.tag == "textarea" else field.get("value")


# ── Paragraphs ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_paragraph_taken_away_and_written_again_leaves_the_same_bytes(language):
    for path in sorted(Path("content").glob("*/lessons/*.en.md")):
        source = blocks_of(path.read_text().split("\n---\n\n", 1)[1])
        target = blocks_of(Path(str(path).replace(".en.", f".{language}.")).read_text().split("\n---\n\n", 1)[1])
        pairs = paired(source.texts, target.texts)
        assert rewritten(source, target, pairs, {}, {}).body == str(target)
        for number, text in enumerate(target.texts):
            gone = rewritten(source, target, pairs, {number: ""}, {})
            assert (gone.missing, gone.surplus) == ({number}, ())
            left = blocks_of(gone.body)
            assert left.texts == (*target.texts[:number], *target.texts[number + 1 :])
            again = paired(source.texts, left.texts, missing=gone.missing)
            assert rewritten(source, left, again, {number: text}, {}).body == str(target)


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_translation_begun_from_nothing_has_the_boxes_of_its_original(language):
    for path in sorted(Path("content").glob("*/lessons/*.en.md")):
        source = blocks_of(path.read_text().split("\n---\n\n", 1)[1])
        target = blocks_of(Path(str(path).replace(".en.", f".{language}.")).read_text().split("\n---\n\n", 1)[1])
        none = (None,) * len(source.blocks)
        assert rewritten(source, blocks_of(""), none, dict(enumerate(target.texts)), {}).body == str(target)
        body, last = "", len(source.blocks)
        for number in reversed(range(last)):
            left = blocks_of(body)
            pairs = paired(source.texts, left.texts, missing=range(number + 1)) if body else none
            body = rewritten(source, left, pairs, {number: target.texts[number]}, {}).body
        assert body == str(target), path


def test_a_paragraph_stays_one_paragraph_and_opens_no_box():
    assert cleaned(" one\r\n\r\n two \n", "source") == "one\n two"
    for bad in ("::: case\nx", "x\n:::"):
        with pytest.raises(NoParagraph):
            cleaned(bad, "source")
    box = '::: law-in-force {as_of="2026-01-01" applies="acts"}'
    assert cleaned(box.replace("acts", "деяния"), box) == box.replace("acts", "деяния")
    for bad in ("words", f"{box}\nmore", "::: case", '::: content-note {about="acts"}'):
        with pytest.raises(NoParagraph):
            cleaned(bad, box)
    note = '::: content-note {about="threats"}'
    assert cleaned(note.replace("threats", "угрозы"), note) == note.replace("threats", "угрозы")


# ── Rules ─────────────────────────────────────────────────────────────────────


def test_a_translation_carries_its_state_and_the_source_it_was_made_of():
    document = sound_document()
    rows = [
        row(document, "questions/z1/stem", "Основа", State.MACHINE_DRAFT),
        row(document, f"{BODY}1", "Абзац."),
        row(document, "title"),
        row(document, "summary", state=State.APPROVED),
    ]
    after = translated(document, "ru", rows)
    source = {text.identity: text.source for text in texts_in(document, "ru")}
    assert after.taken.keys() == {"questions/z1/stem", f"{BODY}1"}, "who writes a text does not approve it"
    assert after.document.translation == {
        "questions/z1/stem": {"ru": Rendition("machine-draft", hash_of_text(source["questions/z1/stem"]))},
        f"{BODY}1": {"ru": Rendition("translated", hash_of_text(source[f"{BODY}1"]))},
    }
    assert after.document.questions_by_key["z1"].stem["ru"] == "Основа"
    assert after.document.lessons_by_key["first"].texts["ru"].body == (
        document.lessons_by_key["first"].texts["ru"].body.replace("First paragraph of first.", "Абзац.")
    )
    assert translated(document, "ru", [row(document, "title")]).document is document


def test_words_written_anew_are_no_longer_checked_by_a_lawyer():
    said = [row(sound_document(), "title", "Слова рецензента", State.LEGALLY_CHECKED)]
    document = translated(sound_document(), "ru", said, is_review=True).document
    assert document.title == sound_document().title, "whoever checks changes no word"
    assert states(document, "module")["title"] is State.LEGALLY_CHECKED
    again = translated(document, "ru", [row(document, "title", "Иначе", State.LEGALLY_CHECKED)]).document
    assert states(again, "module")["title"] is State.TRANSLATED


def test_what_changed_meanwhile_is_told_and_not_overwritten():
    shown = sound_document()
    mine = row(shown, "title", "Мой")
    other = translated(shown, "ru", [row(shown, "title", "Чужой")]).document
    outcome = translated(other, "ru", [mine, row(shown, "summary", "Кратко")])
    assert outcome.overtaken == ["title"]
    assert (outcome.document.title["ru"], outcome.document.summary["ru"]) == ("Чужой", "Кратко")
    assert translated(other, "ru", [Written("no/such", "", "x", None)]).overtaken == ["no/such"]


# ── Pages ─────────────────────────────────────────────────────────────────────


def test_a_lesson_is_translated_paragraph_by_paragraph(browser, session, trainer, module, draft):
    page = browser(trainer).visit(LESSON)
    assert "First paragraph of first." in page.text
    before = stored(session, draft)
    page = page.submit(
        "Save all",
        **{
            f"target:{BODY}2": "## Заголовок",
            f"state:{BODY}2": "machine-draft",
            f"target:{BODY}1": "",
            f"state:{BODY}3": "translated",
        },
    )
    assert "saved" in page.text
    after = stored(session, draft)
    assert after.lessons_by_key["first"].texts["en"] == before.lessons_by_key["first"].texts["en"]
    found = states(after)
    assert (found[f"{BODY}1"], found[f"{BODY}2"]) == (State.MISSING, State.MACHINE_DRAFT)
    assert after.lessons_by_key["first"].texts["ru"].body.startswith("## Заголовок\n")
    mark = session.scalars(
        select(TranslationMark).where(TranslationMark.text_hash == hash_of_text("## Заголовок"))
    ).one()
    assert (mark.marked_by_id, mark.state, mark.language) == (trainer.id, "machine-draft", "ru")
    assert trainer.display_name in page.text
    page = page.submit("Save all", **{f"target:{BODY}1": "Первый абзац."})
    assert stored(session, draft).lessons_by_key["first"].texts["ru"].body.startswith("Первый абзац.\n\n## Заголовок\n")
    assert states(stored(session, draft))[f"{BODY}1"] is State.TRANSLATED


def test_only_what_needs_work_is_shown_when_asked(browser, session, trainer, module, draft):
    page = browser(trainer).visit(f"{HOME}/languages/ky/question:z1?show=open")
    total = page.text.count("Machine draft")
    assert total
    page = page.submit("Save all", **{"state:questions/z1/stem": "translated"})
    assert page.text.count("Machine draft") < total
    assert "Stem of z1 (ky)" not in page.text
    assert "Stem of z1 (ky)" in page.click("All texts").text


def test_two_people_on_one_paragraph_are_told_and_neither_is_overwritten(browser, session, trainer, module, draft):
    mine = browser(trainer).visit(f"{HOME}/languages/ru/module")
    theirs = browser(trainer).visit(f"{HOME}/languages/ru/module")
    theirs.submit("Save all", **{"target:title": "Их название"})
    page = mine.submit("Save all", **{"target:title": "Моё название", "target:summary": "Моё резюме"})
    assert page.status == 409
    assert "Их название" in page.text
    assert value(page, "target:title") == "Моё название"
    now = stored(session, draft)
    assert (now.title["ru"], now.summary["ru"]) == ("Их название", "Summary of practice (ru)")
    assert value(page, "target:summary") == "Моё резюме"
    page.submit("Save all")
    now = stored(session, draft)
    assert (now.title["ru"], now.summary["ru"]) == ("Моё название", "Моё резюме")


def test_a_box_cannot_be_opened_from_a_paragraph(browser, session, trainer, module, draft):
    page = browser(trainer).visit(LESSON).submit("Save all", **{f"target:{BODY}1": "::: case\nТекст"})
    assert page.status == 422
    assert value(page, f"target:{BODY}1") == "::: case\nТекст"
    assert stored(session, draft).translation == {}


@pytest.mark.parametrize("path", ["en/lesson:first", "ru/lesson:none", "ru/nothing", "de/module"])
def test_what_is_no_translation_looks_absent(browser, trainer, module, path):
    assert browser(trainer).visit(f"{HOME}/languages/{path}").status == 404


def test_others_do_not_see_it(browser, session, module, coordinator, other_trainer):
    for account in (coordinator, other_trainer):
        assert browser(account).visit(LESSON).status == 404


# ── Reviewers say what is checked ─────────────────────────────────────────────


def test_a_reviewer_says_what_is_checked_and_the_review_goes_on(
    browser, session, trainer, module, draft, rights_reviewer, gender_reviewer
):
    assert browser(rights_reviewer).visit(LESSON).status == 404, "before it was sent to anybody"
    review = request_review(draft, change="first", by=trainer.id, at=clock.now())
    session.commit()
    before = stored(session, draft)

    page = browser(rights_reviewer).visit(f"/en/studio/reviews/{review.id}").click("Translations beside the original")
    page = page.browser.visit(LESSON)
    assert page.all("//textarea") == []
    page = page.submit("Save all", **{f"state:{BODY}1": "legally-checked", f"target:{BODY}2": "Чужие слова"})
    after = stored(session, draft)
    assert states(after)[f"{BODY}1"] is State.LEGALLY_CHECKED
    assert (after.lessons, after.title) == (before.lessons, before.title), "no word is another"
    session.refresh(review)
    assert (review.state.value, review.document_hash) == ("open", draft.document_hash)
    assert review.document == draft.document, "what was read is kept with the round"
    record = session.scalars(select(AuditRecord).where(AuditRecord.act == "authoring.translation.checked")).one()
    assert (record.actor_id, record.facts["texts"]) == (rights_reviewer.id, 1)

    page.submit("Save all", **{"state-of-all": "approved"})
    assert set(states(stored(session, draft)).values()) == {State.APPROVED}
    assert "Translations beside the original" in browser(gender_reviewer).visit(f"/en/studio/reviews/{review.id}").text


def test_nobody_says_it_of_a_text_of_ones_own(browser, session, trainer, module, draft):
    page = browser(trainer).visit(LESSON)
    offered = {option.get("value") for option in page.all("//select[@name='state:lessons/first/title']/option")}
    assert offered == {"machine-draft", "translated"}
    page.submit("Save all", **{"state-of-all": "approved", f"state:{BODY}1": "legally-checked"})
    assert stored(session, draft).translation == {}
    page = browser(trainer).visit(f"{HOME}/settings")
    assert "Legally checked" not in page.text
    document = stored(session, draft)
    checked = msgspec.structs.replace(document, states=document.states | {"ru": "approved"})
    with pytest.raises(NotYoursToSay):
        drafts.save(draft, checked, by=trainer.id, what="s", at=clock.now())


def test_a_text_that_is_new_is_not_checked_though_its_language_is():
    document = sound_document()
    document = msgspec.structs.replace(document, states=document.states | {"ru": "approved"})
    lesson, *others = document.lessons
    for_ru = msgspec.structs.replace(lesson.texts["ru"], body=f"{lesson.texts['ru'].body}\n\nНовый абзац.")
    for_en = msgspec.structs.replace(lesson.texts["en"], body=f"{lesson.texts['en'].body}\n\nA new paragraph.")
    other = msgspec.structs.replace(lesson, texts=lesson.texts | {"ru": for_ru, "en": for_en})
    added = msgspec.structs.replace(lesson, key="added")
    after = carried(document, msgspec.structs.replace(document, lessons=(other, *others, added)), SourceChange.MEANING)
    said = {name: state for name, state in states(after).items() if state is not State.APPROVED}
    assert list(said.values()) == [State.TRANSLATED]
    assert next(text.source for text in texts_in(after, "ru") if text.identity in said) == "A new paragraph."
    assert set(states(after, "lesson:added").values()) == {State.TRANSLATED}


# ── Meaning or typo ───────────────────────────────────────────────────────────


def test_whoever_changes_the_source_is_asked_whether_its_meaning_changed(browser, session, trainer, module, draft):
    path = f"{HOME}/lessons/first"
    title = "Lesson first, again"
    page = browser(trainer).visit(path).submit("Save", **{"title-en": title})
    assert page.status == 422
    assert "Has the meaning changed?" in page.text
    assert "Title: Lesson first, again" in page.text, "which text it is about"
    assert value(page, "title-en") == title
    assert stored(session, draft).lessons_by_key["first"].texts["en"].title != title
    page = page.submit("Save", source_change="typo")
    assert stored(session, draft).lessons_by_key["first"].texts["en"].title == title
    assert set(states(stored(session, draft)).values()) == {State.TRANSLATED}
    page = page.submit("Save", **{"title-en": "Another"}).submit("Save", source_change="meaning")
    assert "Saved" in page.text
    for code in ("ky", "ru"):
        found = states(stored(session, draft), language=code)
        assert [name for name, state in found.items() if state is State.OUTDATED] == ["lessons/first/title"]
    page = page.submit("Save", minutes="11")
    assert "Has the meaning changed?" not in page.text
    page = browser(trainer).visit(f"{LESSON}?show=open")
    (since,) = page.all("//details[summary='What has changed since the translation']")
    assert ([one.text for one in since.xpath("del")], [one.text for one in since.xpath("ins")]) == (
        ["Lesson first, again"],
        ["Another"],
    ), "the typo is no change of meaning, so the words after it are those that are translated"
    page.submit("Save all", **{"state:lessons/first/title": "translated"})
    assert State.OUTDATED not in states(stored(session, draft)).values()


def test_a_page_takes_few_questions_to_the_database(app, browser, session, trainer, module, draft):
    page = browser(trainer).visit(LESSON)
    page.submit("Save all", **{f"state:{BODY}{number}": "machine-draft" for number in (1, 2, 3)})
    with count_queries(app) as statements:
        page.browser.visit(LESSON)
    assert len(statements) <= 12, statements
