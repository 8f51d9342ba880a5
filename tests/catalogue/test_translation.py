"""States of single texts, and paragraphs of lessons."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from lms.catalogue.blocks import blocks_of, paired
from lms.catalogue.documents import ModuleDocument, Rendition
from lms.catalogue.translation import State, has_texts, sources_at, tally_of, texts_at, texts_in
from lms.enrolments.contents import text_notices
from lms.learning.catalogue import languages_with_states
from tests.authoring.documents import sound_document
from tests.support.packs import pack

BODY = (
    'First,\nin two lines.\n\n## A heading\n\n\n::: law-in-force {as_of="2026-01-01" applies="acts of today"}\n'
    'The law.\n:::\n\n- one\n- two\n\n```\ncode\n\n::: no box\n```\n\n::: check {key="c1"}\n:::\n\nThe end.\n'
)


def document(**changes):
    return msgspec.convert(pack(**changes), ModuleDocument)


def with_body(source, target):
    raw = pack()
    raw["lessons"][0]["texts"]["en"]["body"], raw["lessons"][0]["texts"]["ru"]["body"] = source, target
    return msgspec.convert(raw, ModuleDocument)


def states_of(text, language, identity="lessons/first/body/"):
    return {
        one.identity.removeprefix(identity): one.state for one in texts_in(text, language) if identity in one.identity
    }


def test_a_body_is_taken_apart_without_losing_a_byte():
    body = blocks_of(BODY)
    assert str(body) == BODY
    assert body.texts == (
        "First,\nin two lines.",
        "## A heading",
        '::: law-in-force {as_of="2026-01-01" applies="acts of today"}',
        "The law.",
        "- one\n- two",
        "```\ncode\n\n::: no box\n```",
        "The end.",
    )
    shipped = [path.read_text() for path in Path("content").glob("*/lessons/*.md")]
    assert shipped
    assert all(str(blocks_of(text)) == text for text in [*shipped, "", "\n", "a", ":::\n:::", "\n\na\n\n\n"])


@pytest.mark.parametrize(
    ("source", "target", "missing", "expected"),
    [
        (["a", "b"], ["а", "б"], (), (0, 1)),
        (["a", "new", "b"], ["а", "б"], {1}, (0, None, 1)),
        (["## a", "text", "- list"], ["## а", "- список"], (), (0, None, 1)),
        (["a", "says [@iccpr art. 1]"], ["говорит [@iccpr art. 1]"], (), (None, 0)),
        (["a"], [], (), (None,)),
        (["a"], ["а", "б"], (), (0,)),
    ],
)
def test_paragraphs_are_paired_in_order_and_by_shape(source, target, missing, expected):
    assert paired(source, target, missing=missing) == expected


def test_what_is_known_of_a_paragraph_goes_before_its_place():
    known = {"раз": "Everybody is heard.", "два": "Nobody is named."}
    assert paired(["zero", "Everybody is heard.", "Nobody is named."], ["раз", "два"], known=known) == (None, 0, 1)
    assert paired(["Everybody will be heard.", "A third thing.", "Nobody is named."], ["раз", "два"], known=known) == (
        0,
        None,
        1,
    )


def test_every_text_has_the_state_of_its_language_until_it_says_otherwise():
    text = document(states={"ky": "machine-draft", "ru": "legally-checked", "en": "source"})
    assert set(tally_of(text, "ky")) == {State.MACHINE_DRAFT}
    assert set(tally_of(text, "ru")) == {State.LEGALLY_CHECKED}
    assert set(tally_of(text, "en")) == {State.SOURCE}
    assert tally_of(text, "ky").total() == tally_of(text, "en").total() > 100
    assert len({one.identity for one in texts_in(text, "ky")}) == tally_of(text, "ky").total()
    stated = {"title": {"ky": Rendition("approved")}}
    one = msgspec.structs.replace(text, translation=stated)
    assert tally_of(one, "ky")[State.APPROVED] == 1
    assert tally_of(one, "ky")[State.MACHINE_DRAFT] == tally_of(text, "ky").total() - 1
    assert set(tally_of(one, "ru")) == {State.LEGALLY_CHECKED}


def test_a_text_is_outdated_when_its_source_says_something_else():
    text = document()
    now = hashlib.sha256(text.title["en"].encode()).hexdigest()[:16]
    fresh = msgspec.structs.replace(text, translation={"title": {"ru": Rendition("approved", now)}})
    old = msgspec.structs.replace(text, translation={"title": {"ru": Rendition("approved", "0" * 16)}})
    assert states_of(fresh, "ru", "title")[""] is State.APPROVED
    assert states_of(old, "ru", "title")[""] is State.OUTDATED
    assert has_texts(old, "ru", State.OUTDATED)
    assert has_texts(old, "ru", State.OUTDATED, "module")
    assert not has_texts(old, "ru", State.OUTDATED, "lesson:first", "question:")
    assert not has_texts(old, "ky", State.OUTDATED)
    assert not has_texts(old, "en", State.OUTDATED)


def test_missing_texts_are_missing_and_a_missing_paragraph_does_not_move_the_others():
    text = with_body("One.\n\nTwo.\n\nThree.\n", "Раз.\n\nТри.\n")
    said = msgspec.structs.replace(text, translation={"lessons/first/body/2": {"ru": Rendition("missing")}})
    found = {one.identity[-1]: (one.source, one.target, one.state) for one in texts_at(said, "ru", "lesson:first")[2:]}
    usual = State(text.states["ru"])
    assert found == {
        "1": ("One.", "Раз.", usual),
        "2": ("Two.", "", State.MISSING),
        "3": ("Three.", "Три.", usual),
    }
    assert texts_at(said, "ru", "lesson:f") == []


def test_a_learner_is_told_of_machine_drafts_and_outdated_parts_where_they_stand(app):
    text = document(states={"ky": "translated", "ru": "translated", "en": "source"})
    stated = {
        "lessons/first/title": {"ky": Rendition("translated", "0" * 16)},
        "title": {"ru": Rendition("machine-draft")},
    }
    text = msgspec.structs.replace(text, translation=stated)
    with app.test_request_context("/en/"):
        assert text_notices(text, None, "en") == []
        assert text_notices(text, None, "ky", "lesson:second", "question:") == []
        (part,) = text_notices(text, None, "ky", "lesson:first")
        assert "Part of this translation is out of date" in part
        assert "English" in part
        (whole,) = text_notices(text, None, "ky")
        assert "Parts of this translation" in whole
        assert text_notices(text, None, "ru", "lesson:first") == []
        (machine,) = text_notices(text, None, "ru", "module")
        assert machine.startswith("Parts of this translation were made by a machine")
        assert languages_with_states(text) == "Кыргызча, Русский (machine draft in parts), English"
        drafted = msgspec.structs.replace(text, states=text.states | {"ru": "machine-draft"})
        assert text_notices(drafted, None, "ru", "lesson:first") == [
            "This translation was made by a machine. A person has not checked it yet."
        ]
        assert languages_with_states(drafted) == "Кыргызча, Русский (machine draft), English"


@pytest.mark.parametrize("part", ["module", "lesson:first", "question:z1", "sources", "scenario"])
def test_what_the_source_says_in_a_part_is_read_without_its_translations(part):
    text = sound_document()
    said = [one.source for one in texts_at(text, "ru", part) if one.source]
    assert said
    assert [one for one in sources_at(text, {part}) if one] == said
