"""States of translations when texts change: what “meaning” and “typo” do, and where paragraphs go."""

import msgspec
import pytest

from lms.authoring.carrying import SourceChange, carried, must_be_asked
from lms.catalogue.documents import LessonText, Rendition
from lms.catalogue.translation import State, hash_of_text, texts_in
from tests.authoring.documents import sound_document

MEANING, TYPO, STATED = SourceChange.MEANING, SourceChange.TYPO, SourceChange.STATED
EN = ["Everybody is heard.", "Nobody is named.", "A decision has reasons.", "It can be appealed."]
RU = ["Каждый выслушан.", "Никто не назван.", "Решение обосновано.", "Его можно обжаловать."]


def module(en=EN, ru=RU, **changes):
    """The first lesson has these paragraphs; Kyrgyz has none of them."""
    text = sound_document(states={"ky": "machine-draft", "ru": "translated", "en": "source"})
    first, *others = text.lessons
    bodies = {"en": en, "ru": ru, "ky": []}
    texts = {
        code: LessonText(old.title, old.summary, "\n\n".join(bodies[code]) + "\n") for code, old in first.texts.items()
    }
    lessons = (msgspec.structs.replace(first, texts=texts), *others)
    return msgspec.structs.replace(text, lessons=lessons, **changes)


def paragraphs(document, language="ru"):
    """(source, translation, state) of each paragraph, those without a source last."""
    found = [
        one
        for one in texts_in(document, language)
        if one.identity.startswith(("lessons/first/body", "lessons/first/s"))
    ]
    return [(one.source, one.target, str(one.state)) for one in found if not one.identity.endswith("summary")]


def title_state(document, language):
    return next(one.state for one in texts_in(document, language) if one.identity == "title")


def retitled(document, **words):
    return msgspec.structs.replace(document, title=document.title | words)


def test_meaning_outdates_every_translation_and_a_typo_none():
    before = module()
    after = retitled(before, en="Another title")
    assert must_be_asked(before, after)
    meant, mended = carried(before, after, MEANING), carried(before, after, TYPO)
    assert {code: title_state(meant, code) for code in ("ky", "ru")} == dict.fromkeys(("ky", "ru"), State.OUTDATED)
    assert meant.translation["title"]["ru"] == Rendition("translated", hash_of_text(before.title["en"]))
    assert mended.translation == {}
    assert sum(one.state is State.OUTDATED for one in texts_in(meant, "ru")) == 1


def test_a_typo_carries_the_hash_forward_and_meaning_keeps_the_oldest():
    one = retitled(module(), en="One")
    stated = msgspec.structs.replace(one, translation={"title": {"ru": Rendition("approved", hash_of_text("One"))}})
    two = retitled(stated, en="Two")
    assert carried(stated, two, TYPO).translation["title"]["ru"] == Rendition("approved", hash_of_text("Two"))
    old = carried(stated, two, MEANING)
    assert old.translation["title"]["ru"] == Rendition("approved", hash_of_text("One"))
    three = carried(old, retitled(old, en="Three"), TYPO)
    assert title_state(three, "ru") is State.OUTDATED
    assert title_state(carried(three, retitled(three, en="One"), MEANING), "ru") is State.APPROVED


def test_a_translation_written_anew_with_its_source_is_no_longer_behind_nor_checked():
    before = module()
    before = msgspec.structs.replace(before, translation={"title": {"ru": Rendition("approved")}})
    after = retitled(before, en="Another", ru="Другой")
    both = carried(before, after, MEANING)
    assert title_state(both, "ru") is State.TRANSLATED
    assert title_state(both, "ky") is State.OUTDATED
    behind = carried(before, retitled(before, en="Another"), MEANING)
    alone = carried(behind, retitled(behind, ru="Другой"), MEANING)
    assert title_state(alone, "ru") is State.OUTDATED
    assert not must_be_asked(behind, retitled(behind, ru="Другой"))


def test_nothing_is_asked_of_texts_that_nobody_has_translated():
    empty = module(title={"en": "Title", "ru": "", "ky": ""}, ru=[])
    assert not must_be_asked(empty, retitled(empty, en="Other"))
    assert not must_be_asked(empty, module(title=empty.title, ru=[], en=[*EN, "More."]))
    assert not must_be_asked(empty, empty)


def test_a_paragraph_that_changes_touches_its_own_translation_only():
    before = module()
    changed = [EN[0], "Nobody is named in public.", *EN[2:]]
    assert must_be_asked(before, module(changed))
    found = paragraphs(carried(before, module(changed), MEANING))
    assert [state for _source, _target, state in found] == ["translated", "outdated", "translated", "translated"]
    assert paragraphs(carried(before, module(changed), TYPO))[1] == (changed[1], RU[1], "translated")


@pytest.mark.parametrize("place", [0, 1, 2, 4])
def test_a_new_paragraph_is_missing_and_moves_no_other(place):
    approved = {"lessons/first/body/3": {"ru": Rendition("approved")}}
    before = module(translation=approved)
    longer = [*EN[:place], "Something new.", *EN[place:]]
    after = carried(before, module(longer), MEANING)
    expected = list(zip(EN, RU, ["translated", "translated", "approved", "translated"], strict=True))
    expected.insert(place, ("Something new.", "", "missing"))
    assert paragraphs(after) == expected
    assert not must_be_asked(before, module(longer))
    # and it stays so when something else is saved
    assert paragraphs(carried(after, retitled(after, en="Other"), TYPO)) == expected
    both = module(longer, [*RU[:place], "Новое.", *RU[place:]])
    expected[place] = ("Something new.", "Новое.", "translated")
    assert paragraphs(carried(before, both, MEANING)) == expected
    assert paragraphs(carried(after, both, MEANING)) == expected


@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_paragraph_that_goes_leaves_its_translation_over_until_it_is_deleted(place):
    before = module()
    shorter = [*EN[:place], *EN[place + 1 :]]
    after = carried(before, module(shorter), MEANING)
    pairs = [(en, ru, "translated") for number, (en, ru) in enumerate(zip(EN, RU, strict=True)) if number != place]
    assert paragraphs(after) == [*pairs, ("", RU[place], "outdated")]
    clean = module(shorter, [*RU[:place], *RU[place + 1 :]])
    assert paragraphs(carried(after, clean, MEANING)) == pairs


def test_who_says_the_states_is_believed():
    before = module()
    after = msgspec.structs.replace(retitled(before, en="Other"), translation={"title": {"ru": Rendition("approved")}})
    assert carried(before, after, STATED) is after
