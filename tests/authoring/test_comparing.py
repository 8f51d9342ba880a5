"""Two editions as one text: nothing is lost, nothing is invented, and what moved or counts otherwise is said."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.authoring.comparing import Line, Piece, aligned, compared, pieces
from lms.authoring.models import ReviewKind
from lms.authoring.services import drafts, reviews
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition
from lms.core import clock
from tests.authoring.documents import sound_document, sound_pack
from tests.authoring.test_reopened_reviews import with_lesson
from tests.support.packs import words
from tests.support.reviews import sign

HOME = "/en/studio/modules/practice"
TOKENS = ["Сот", "чечим", "ң-ө", ",", ".", " ", "\n", "a", "b", "“c”"]
WORDS = st.lists(st.sampled_from(TOKENS), max_size=14).map("".join)


def earlier(found):
    return "".join(piece.words for piece in found if piece.kind != "added")


def later(found):
    return "".join(piece.words for piece in found if piece.kind != "struck")


@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_the_pieces(before, after):
    found = pieces(before, after)

    assert (earlier(found), later(found)) == (before, after)
    assert [piece for piece in found if not piece.words] == []
    assert (before == after) == all(piece.kind == "same" for piece in found)


def test_words_that_follow_each_other_are_changed_as_one():
    assert pieces("The judge asks him, and he answers.", "The judge asks the person, and they answer.") == [
        Piece("same", "The judge asks "),
        Piece("struck", "him"),
        Piece("added", "the person"),
        Piece("same", ", and "),
        Piece("struck", "he answers"),
        Piece("added", "they answer"),
        Piece("same", "."),
    ]


BLOCKS = st.lists(st.sampled_from(["one two three", "one two four", "five six", "seven", "eight nine ten"]), max_size=7)


@given(BLOCKS, BLOCKS)
def test_every_paragraph_is_accounted_for_once(before, after):
    lines = aligned(before, after)

    used = [line.before for line in lines if line.before]
    put = [line.after for line in lines if line.after]
    assert len(set(used)) == len(used)
    assert len(set(put)) == len(put)
    for line in lines:
        assert earlier(line.pieces) == (before[line.before - 1] if line.before else "")
        assert later(line.pieces) == (after[line.after - 1] if line.after else "")
    rest_before = [text for number, text in enumerate(before, 1) if number not in used]
    rest_after = [text for number, text in enumerate(after, 1) if number not in put]
    assert rest_before == rest_after  # what is not told of is the same, and in the same order


def test_a_paragraph_that_moved_is_not_struck_and_added():
    before = ["First of all.", "A law that is long enough.", "Third.", "Fourth of all."]
    after = ["First of all.", "Third.", "Fourth of all.", "A law that is short enough."]

    [line] = aligned(before, after)
    said = [("same", "A law that is "), ("struck", "long"), ("added", "short"), ("same", " enough.")]
    assert line == Line(2, 4, tuple(Piece(*one) for one in said), is_moved=True)


def changed_document():
    raw = sound_pack()
    options = raw["questions"][0]["options"]
    options[0]["correct"], options[1]["correct"] = False, True
    raw["rules"]["pass_share"] = "4/5"
    raw["title"] = {**raw["title"], "ky": "Жаңы аталыш"}
    document = sound_document(**{name: raw[name] for name in ("questions", "rules", "title")})
    document = with_lesson(document, "ru", body="Первый абзац.\n\nСовсем новый абзац о праве.\n")
    return msgspec.structs.replace(document, lessons=document.lessons[::-1], checks=document.checks[1:])


def test_a_module_is_compared_part_by_part():
    before, after = sound_document(), changed_document()

    found = compared(before, after, "en")

    by_part = {section.part: section for section in found.sections}
    question = before.questions[0]
    assert by_part["module"].title == "The module as a whole"
    assert {wording.language for wording in by_part["module"].wordings} == {"ky"}
    rules = [(fact.label, fact.before, fact.after) for fact in found.rules]
    assert rules == [("How the module is passed › Share of points to pass", before.rules.pass_share, "4/5")]
    assert [section.part for section in found.with_keys][:1] == [f"question:{question.key}"]
    keys = [(fact.label, fact.before, fact.after) for fact in by_part[f"question:{question.key}"].facts]
    label = f"{question.options[0].key} “{question.options[0].text['en']}” › Whether it is right"
    assert (label, "Yes", "No") in keys
    assert len(keys) == 2
    assert [part for part, section in by_part.items() if section.is_gone] == [f"check:{before.checks[0].key}"]
    assert sum(section.is_moved for section in found.sections) == 1
    assert {wording.language for wording in by_part["lesson:first"].wordings} == {"ru"}


def test_a_text_compared_with_itself_is_the_same():
    assert compared(sound_document(), sound_document(), "ky").sections == ()


def test_a_new_part_stands_there_whole():
    before = sound_document()
    lesson = before.lessons[-1]
    without = msgspec.structs.replace(before, lessons=before.lessons[:-1])

    [section] = compared(without, before, "en").sections

    assert (section.is_new, section.part) == (True, f"lesson:{lesson.key}")
    said = {(wording.language, wording.label): wording for wording in section.wordings}
    for language, text in lesson.texts.items():
        assert later(said[language, "Title"].lines[0].pieces) == text.title
        body = "\n\n".join(later(line.pieces) for line in said[language, "Text"].lines)
        assert body == text.body.strip("\n")


# ── Pages ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def two_editions(session, module):
    for document, change in ((sound_document(), EditionChange.FIRST), (changed_document(), EditionChange.CONTENT)):
        publish_edition(module, document, change=change, review=ReviewFacts(is_reviewed=False), by=None, at=clock.now())
    session.commit()


def test_professions_go_by_their_names_and_options_by_their_keys(browser, session, module, trainer):
    raw = sound_pack()
    raw["questions"][0]["options"][0]["key"] = "en"
    before = sound_document(questions=raw["questions"], professions={"required": ["judge"]})
    first, second, *_others = raw["questions"][0]["options"]
    first["correct"], second["correct"] = second["correct"], first["correct"]
    after = sound_document(questions=raw["questions"], professions={"required": ["prosecutor"]})
    for document, change in ((before, EditionChange.FIRST), (after, EditionChange.CONTENT)):
        publish_edition(module, document, change=change, review=ReviewFacts(is_reviewed=False), by=None, at=clock.now())
    session.commit()

    page = browser(trainer).visit(f"{HOME}/compare?before=1&after=2")

    assert "Judge" in page.text
    assert "Prosecutor" in page.text
    assert "Keys have changed:" in page.text


def test_two_editions_stand_beside_each_other(browser, two_editions, trainer, coordinator, draft):
    for person in (trainer, coordinator):
        page = browser(person).visit(f"{HOME}/editions").click("Compare editions")
        assert page.status == 200
        assert "Edition 1 → Edition 2" in page.text
        assert "Keys have changed:" in page.text
        assert page.all("//section//p[@lang='ky']/ins")
        assert page.all("//section//p[@lang='ru']/del | //section//p[@lang='ru']/ins")
        assert not page.all("//main//script")
    page = browser(trainer).visit(f"{HOME}/compare?before=2&after=1")
    assert "Edition 2 → Edition 1" in page.text
    page = browser(trainer).visit(f"{HOME}/compare?before=1&after=draft")
    assert "The two texts are the same." in page.text
    assert browser(coordinator).visit(f"{HOME}/compare?before=1&after=draft").status == 404
    for wrong in ("before=3", "before=1&after=x", "before=-1", "after="):
        assert browser(trainer).visit(f"{HOME}/compare?{wrong}").status == 404


def test_where_there_is_one_text_nothing_is_compared(browser, session, module, trainer, coordinator):
    assert "nothing to compare" in browser(trainer).visit(f"{HOME}/compare").text
    publish_edition(
        module, sound_document(), change=EditionChange.FIRST, review=ReviewFacts(is_reviewed=False), by=None,
        at=clock.now(),
    )  # fmt: skip
    session.commit()
    assert "nothing to compare" in browser(coordinator).visit(f"{HOME}/compare").text
    assert "The two texts are the same." in browser(trainer).visit(f"{HOME}/compare").text


def test_a_reviewer_sees_what_has_changed_since_the_last_round(
    browser, session, module, draft, trainer, gender_reviewer, rights_reviewer
):
    first = reviews.request_review(draft, change="first", by=trainer.id, at=clock.now())
    session.commit()
    page = browser(gender_reviewer).visit(f"/en/studio/reviews/{first.id}").click("What has changed")
    assert "all of it is new" in page.text
    sign(first, ReviewKind.GENDER, gender_reviewer, is_approval=False)
    changed = msgspec.structs.replace(module_from_json(draft.document), summary=words("A better summary."))
    drafts.save(draft, changed, by=trainer.id, what="settings", at=clock.now())
    again = reviews.request_review(draft, change="first", by=trainer.id, at=clock.now())
    session.commit()

    page = browser(rights_reviewer).visit(f"/en/studio/reviews/{again.id}/changes")

    assert "Since the review of 16 November 2026" in page.text
    assert page.all("//ins[contains(., 'better')]")
    assert browser(trainer).visit(f"/en/studio/reviews/{again.id}/changes").status == 404
