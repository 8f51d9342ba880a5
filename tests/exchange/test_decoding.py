"""UTF-8 and nothing else; who sends anything else is told what it seems to be and what to do."""

import pytest

from lms.exchange.encodings import MOST_BYTES, decoded, likely_encoding
from lms.exchange.readings import Refused

QUESTION = "Что такое порог?\nЭто граница {=да ~нет}\n"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_utf8_is_read_with_and_without_a_mark(mark):
    assert decoded(f"{mark}Суроо: өң\r\nүч\rбир\n".encode()) == "Суроо: өң\nүч\nбир\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1251", "Windows-1251"),
        ("koi8-r", "KOI8-R"),
        ("cp866", "DOS 866"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
    ],
)
def test_the_likely_encoding_is_named(session, encoding, name):
    with pytest.raises(Refused, match=name):
        decoded(QUESTION.encode(encoding))


def test_what_makes_no_sense_in_any_encoding_is_refused_with_its_line(session):
    with pytest.raises(Refused, match=r"line 2 are not UTF-8\. Save"):
        decoded(b"Good\nGr\xfc\xdfe\n")


@pytest.mark.parametrize("word", ["Г?лнара", "к?нд?", "Ж?\ufffd", "?нөр"])
def test_letters_that_were_lost_are_refused_with_their_line(session, word):
    with pytest.raises(Refused, match="line 2"):
        decoded(f"Биринчи\nЭкинчи {word} үчүнчү".encode())


@pytest.mark.parametrize("text", ["Кто? что? где?", "Бул эмне?Жооп", "(?) {=a}", "a?b", "Эмне үчүн?!"])
def test_a_question_mark_of_a_sentence_is_none(text):
    assert decoded(text.encode()) == text


def test_what_is_no_text_or_too_large_is_refused(session):
    with pytest.raises(Refused, match="no text has"):
        decoded(b"PK\x03\x04\x14")
    with pytest.raises(Refused, match="20 MB"):
        decoded(b"a" * (MOST_BYTES + 1))


def test_a_short_word_in_latin_letters_is_not_taken_for_cyrillic():
    assert likely_encoding("Grüße".encode("latin-1")) == ""
