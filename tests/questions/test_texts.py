"""What people type: kept as they meant it, compared without the accidents of keyboards."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.texts import folded, tidy


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  сот \n", "сот"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("fair\ttrial", "fair trial"),
        ("so\u00adft\u200b", "soft"),
        ("\u202eabc\u2066", "abc"),
        ("nul\x00l\x1b", "null"),
        ("half \ud800", "half"),
        (unicodedata.normalize("NFD", "ёй"), "ёй"),
        ("е\u200d\u0308", "ё"),
    ],
)
def test_a_text_is_tidied(typed, stored):
    assert tidy(typed) == stored


@given(st.text(st.characters(codec=None)) | st.text("еи\u0308\u0306\u200d\u202e \t\r\n\x00"))
def test_tidy_text_stays_as_it_is(text):
    assert tidy(tidy(text)) == tidy(text)
    tidy(text).encode()  # a database takes it


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "Өлчөмдөштүк",
            "ӨЛЧӨМДӨШТҮК",
            "олчомдоштук",
            " өлчөмдөштүк. ",
            "«өлчөмдөштүк»",
            "“Өлчөмдөштүк”",
            "(өлчөмдөштүк)",
        ),
        unicodedata.normalize("NFD", "өлчөмдөштүк"),
        "өлчөмдө\u0301штүк",
    ],
)
def test_one_word_in_many_spellings(typed):
    assert folded(typed) == folded("өлчөмдөштүк")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Дело «Иванова»", 'дело "иванова"'),
        ("ещё", "еще"),
        ("жаңы", "жаны"),
        ("без  промедления", "без\u00a0промедления"),
        ("суд–тергөө", "суд-тергөө"),
        ("суд\u2011тергөө", "суд-тергөө"),
        ("the court’s", "the court's"),
    ],
)
def test_accidents_of_keyboards_make_no_difference(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("суд", "суды"), ("мой", "мои"), ("fair trial", "fairtrial"), ("сот", "соттун")]
)
def test_other_words_stay_other_words(one, other):
    assert folded(one) != folded(other)


@pytest.mark.parametrize("typed", ["", " ", "...", "«»", "()", "\u0301", "\u200b"])
def test_marks_alone_are_nothing(typed):
    assert folded(typed) == ""
