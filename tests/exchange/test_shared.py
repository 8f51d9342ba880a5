"""Languages, sources and facts that travel inside texts and tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.exchange.shared import (
    Facts,
    Keys,
    facts_as_tags,
    facts_from_tags,
    joined,
    split_languages,
    with_sources,
    without_sources,
)
from tests.exchange import strategies as some


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Plain", ("", "", "Plain")),
        ("{mlang ky}Суроо{mlang}{mlang ru}Вопрос{mlang}", ("Суроо", "Вопрос", "")),
        ("{mlang ky,ru}1966{mlang} {mlang en}In 1966{mlang}", ("1966", "1966", "In 1966")),
        ("{mlang ru}да{mlang}{mlang other}x{mlang}", ("x", "да", "x")),
        ("1. {mlang ky}а{mlang}{mlang en}b{mlang}!", ("1. а!", "", "1. b!")),
        ('<span lang="ky" class="multilang">а</span> <span class="multilang" lang="ru">б</span>', ("а", "б", "")),
        ("<span class='multilang' lang='en'>x</span>", ("", "", "x")),
        ("<span>x</span>", ("", "", "<span>x</span>")),
        ("{mlang ky}never closed", ("", "", "{mlang ky}never closed")),
        ("{mlang de}nur{mlang}", ("", "", "")),
    ],
)
def test_both_spellings_of_languages_are_read(text, said):
    assert tuple(split_languages(text, "en")[code] for code in ("ky", "ru", "en")) == said


@some.quick(50)
@given(some.words(some.paragraphs()))
def test_languages_come_back_whatever_signs_they_have(words):
    assert split_languages(joined(words), "en") == words


@pytest.mark.parametrize("text", ["{mlang ky}x", "<span lang=ky class=multilang>", "a {mlang} b"])
def test_a_text_that_looks_like_a_tag_stays_a_text(text):
    words = {"ky": text, "ru": "", "en": text}
    assert split_languages(joined(words), "en") == words


@given(some.lines(), some.sources())
def test_sources_come_back_from_behind_the_feedback(feedback, sources):
    assert without_sources(with_sources(feedback, sources)) == (feedback, sources)


@some.quick(40)
@given(some.choices())
def test_facts_come_back_from_tags(question):
    facts = facts_from_tags(facts_as_tags(question))
    for name in ("key", "objective", "lesson", "difficulty", "form", "pair", "shuffle", "tags"):
        assert getattr(facts, name) == getattr(question, name)


def test_what_cannot_be_a_fact_stays_a_tag():
    tags = ("difficulty:9", "form:C", "law: old", "key:Big Key", "pair:p1", "pair:p2")
    assert facts_from_tags(tags) == Facts(
        pair="p1", tags=("difficulty:9", "form:C", "law: old", "key:Big Key", "pair:p2")
    )


@given(st.lists(st.sampled_from(["", "a", "A title", "Суроо", "q2"])))
def test_every_question_has_its_own_key(titles):
    keys = Keys()
    given_out = [keys.give("", title) for title in titles]
    assert len(set(given_out)) == len(titles)
