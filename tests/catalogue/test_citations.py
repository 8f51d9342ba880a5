"""A reference is written once, in English, and read in each language."""

import pytest
from msgspec.structs import replace

from lms.catalogue.citations import place_in, source_line, words_left
from tests.support.packs import small_module


@pytest.mark.parametrize(
    ("place", "russian", "kyrgyz"),
    [
        ("art. 19(3)", "ст. 19(3)", "19(3)-берене"),
        ("arts. 6(1), 17", "ст. 6(1), 17", "6(1), 17-беренелер"),
        ("art. 14(3)(g)", "ст. 14(3)(g)", "14(3)(g)-берене"),
        ("art. 40(2)(b)(vii)", "ст. 40(2)(b)(vii)", "40(2)(b)(vii)-берене"),
        ("art. 2; sect. IV", "ст. 2; разд. IV", "2-берене; IV бөлүм"),
        ("paras. 25–26", "пп. 25–26", "25–26-пункттар"),
        ("para. 3, sect. III.A", "п. 3, разд. III.A", "3-пункт, III.A бөлүм"),
        ("principles 29–30", "принципы 29–30", "29–30-принциптер"),
        ("p. 13", "с. 13", "13-бет"),
        ("rule 6.1", "правило 6.1", "6.1-эреже"),
        ("rules 50–52", "правила 50–52", "50–52-эрежелер"),
        ("ch. 2, sects. B–C", "гл. 2, разд. B–C", "2-глава, B–C бөлүмдөр"),
        ("preface", "предисловие", "алгы сөз"),
        ("preamble", "преамбула", "преамбула"),
        ("Key Developments", "основные события", "негизги окуялар"),
        ("annex, paras. 85–88", "приложение, пп. 85–88", "тиркеме, 85–88-пункттар"),
        ("annex II, note 2", "приложение II, прим. 2", "II тиркеме, 2-эскертүү"),
        ("commitments III, IV", "обязательства III, IV", "III, IV милдеттенмелер"),
        ("ch. II", "гл. II", "II глава"),
        ("pillar IV", "компонент IV", "IV тирек"),
        ("table of contents", "оглавление", "мазмуну"),
        ("A/HRC/22/17/Add.4, annex", "A/HRC/22/17/Add.4, приложение", "A/HRC/22/17/Add.4, тиркеме"),
        ("", "", ""),
    ],
)
def test_a_place_is_said_in_the_words_of_the_language(place, russian, kyrgyz):
    said = [place_in(place, language).replace("\xa0", " ").replace("\u2011", "-") for language in ("en", "ru", "ky")]
    assert said == [place, russian, kyrgyz]


@pytest.mark.parametrize(
    ("place", "left"),
    [
        ("art. 40(2)(b)(ii), (iv)", []),
        ("sects. II–IV", []),
        ("sect. III.A–B", []),
        ("A/HRC/22/17/Add.4, annex", []),
        ("", []),
        ("Findings, para. 3", ["Findings"]),
        ("paras. 25 and 26", ["paras", "and"]),
        ("civil law", ["civil", "law"]),
    ],
)
def test_words_that_no_language_but_english_has_are_told(place, left):
    assert words_left(place) == left


def test_a_place_in_the_words_of_one_language_is_no_english_one():
    assert words_left("1-тиркеме", ["ky"]) == []
    assert words_left("Findings", ["en"]) == []


def test_a_number_stays_on_the_line_of_its_word():
    assert place_in("art. 14(3)", "ru") == "ст.\xa014(3)"


def test_a_title_keeps_its_number_beside_its_sign():
    document = small_module()
    source = replace(document.sources_by_key["iccpr"], title={"ru": "Замечание № 16"})

    assert source_line(replace(document, sources=(source,)), "iccpr", "ru") == "Замечание №\xa016"


def test_a_source_is_named_before_its_place():
    document = small_module()

    assert source_line(document, "iccpr art. 19", "en") == (
        "International Covenant on Civil and Political Rights, art. 19"
    )
    assert source_line(document, "iccpr", "ru") == "International Covenant on Civil and Political Rights (ru)"
    assert source_line(document, "unknown art. 1", "en") == "unknown art. 1"
