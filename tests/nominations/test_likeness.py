"""One person under two spellings is found; two people with one family name are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.nominations.likeness import Names
from lms.people.likeness import are_alike, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Асанова Айгүл Бакытовна", "Асанова Айгуль Бакытовна"),
        ("Асанова Айгүл Бакытовна", "Asanova Aigul"),
        ("Айгүл Асанова", "Асанова Айгүл Бакытовна"),
        ("Жумабеков Өмүрбек", "Jumabekov Omurbek"),
        ("Жумабеков Өмүрбек", "Zhumabekov Omurbek"),
        ("Мамбетова Гүлзат", "Мамбетова Гульзат"),
        ("Сыдыкова Чынара Маратовна", "Сыдыкова Чинара Маратовна"),
    ],
)
def test_spellings_of_one_name_are_alike(one, other):
    assert are_alike(plain(one), plain(other))
    assert Names([(one, "found")]).like(other) == "found"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Асанова Айгүл", "Асанова Айгерим"),
        ("Асанова Айгүл", "Мамбетова Айгүл"),
        ("Токтогулов Бакыт Жумабекович", "Токтогулов Нурлан Жумабекович"),
        ("Айгүл", "Асанова Айгүл"),
    ],
)
def test_other_people_are_not(one, other):
    assert not are_alike(plain(one), plain(other))
    assert Names([(one, "found")]).like(other) is None


@given(st.text(alphabet="абвгдежзийклмноөпрстуүхцчшыэюяң -", min_size=1, max_size=40))
def test_every_name_is_like_itself(name):
    if plain(name):
        assert Names([(name, True)]).like(name)
