"""Names that may be printed, codes that may be typed."""

import pytest

from lms.certificates import codes, names
from lms.certificates.errors import NameRefused

# The code as its bearer might type it: capital Cyrillic letters that look Latin, small letters, I, L and O.
CODE = "0A1BCEHKMPTXY23456789ACEHK"


def test_a_code_has_26_crockford_characters_and_128_bits():
    made = {codes.new_code() for _ in range(500)}

    assert len(made) == 500
    assert all(codes.is_code(code) for code in made)
    assert {code[0] for code in made} <= set("01234567")
    assert codes.SAMPLE not in made


def test_a_code_is_printed_in_groups_of_four():
    assert codes.grouped("7M4KQ2Z9DXTB3R8WVNC5HYJ0PA") == "7M4K-Q2Z9-DXTB-3R8W-VNC5-HYJ0-PA"


@pytest.mark.parametrize(
    "typed",
    [
        "0a1bcehkmptxy23456789acehk",
        "0A1B-CEHK-MPTX-Y234-5678-9ACE-HK",
        " 0A1B CEHK\u00a0MPTX – Y234 5678 9ACE HK ",
        "OAIBCEHKMPTXY23456789ACEHK",
        "oalbcehkmptxy23456789acehk",
        "0А1ВСЕНКМРТХУ23456789АСЕНК",
        "оа1всенкмртху23456789асенк",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed):
    assert codes.read_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", "7M4K", "U" * 26, "Ж" * 26, "0" * 27, "<script>"])
def test_what_cannot_be_a_code_is_known(typed):
    assert not codes.is_code(codes.read_code(typed))


@pytest.mark.parametrize(
    ("full_name", "lines"),
    [
        (
            "Асанова Айгүл Бакытовна",
            ["Асанова Айгүл Бакытовна", "Айгүл Бакытовна Асанова", "Асанова Айгүл", "Айгүл Асанова"],
        ),
        (
            "Эшматов Темирлан Бакыт уулу",
            ["Эшматов Темирлан Бакыт уулу", "Темирлан Бакыт уулу Эшматов", "Эшматов Темирлан", "Темирлан Эшматов"],
        ),
        ("Asanova Aigul", ["Asanova Aigul", "Aigul Asanova"]),
        ("Айгүл", ["Айгүл"]),
    ],
)
def test_a_name_is_offered_in_either_order_with_and_without_patronymic(full_name, lines):
    assert names.lines_of(full_name) == lines


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Асанова Айгүл Бакытовна", "А. А. Б."),
        ("Эшматов Темирлан Бакыт уулу", "Э. Т. Б."),
        ("Үмүт-Өзгөн Ңурова", "Ү. Ң."),
        ("O'Brien Mary", "O. M."),
    ],
)
def test_initials_tell_no_name(name, initials):
    assert names.initials(name) == initials


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "empty"),
        ("А.", "empty"),
        ("Асанова\u202e Айгүл", "hidden"),
        ("Аса\u200bнова", "hidden"),
        ("Аса\u00adнова", "hidden"),
        ("Г?лнара Асанова", "foreign"),
        ("Асанова 3", "foreign"),
        ("Асанова <b>", "foreign"),
        ("아산 아이굴", "unprintable"),
        ("Ә" * 101, "long"),
    ],
)
def test_what_cannot_be_printed_is_refused(name, problem):
    with pytest.raises(NameRefused) as refusal:
        names.check(name)

    assert refusal.value.problem == problem


def test_a_refusal_names_the_letters():
    with pytest.raises(NameRefused) as refusal:
        names.check("아산 Айгүл")

    assert refusal.value.letters == ["아", "산"]


def test_a_decomposed_name_is_composed():
    assert names.check("Асано\u0438\u0306 Айгүл") == "Асаной Айгүл"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Асанова Айгүл Бакытовна", True),
        ("асанова  айгул бакытовна", True),
        ("Асанова-Айгүл Бакытовна", True),
        ("Асанова Айгүл", False),
        ("Айгүл Асанова Бакытовна", False),
        ("", False),
    ],
)
def test_a_name_is_compared_forgivingly_but_whole(typed, answer):
    assert names.matches(typed, "Асанова Айгүл Бакытовна") is answer
