"""Names are found and sorted the Kyrgyz way."""

import pytest

from lms.core.folding import clean, fold, sort_key


@pytest.mark.parametrize(
    ("typed", "written"), [("Озгон", "Өзгөн"), ("КОНУЛ", "көңүл"), ("Елена", "Елёна"), ("таи", "тай")]
)
def test_letters_that_are_often_replaced_are_found(typed, written):
    assert fold(typed) == fold(written)


def test_names_stand_in_the_order_of_the_alphabet():
    names = ["Өмүрбек", "Ырыс", "Нурлан", "Ёлка", "Жаныл", "Ңо", "Улан", "Үсөн", "Омор", "Елена", "айгүл", "Эльмира"]

    expected = ["айгүл", "Елена", "Ёлка", "Жаныл", "Нурлан", "Ңо", "Омор", "Өмүрбек", "Улан", "Үсөн", "Ырыс", "Эльмира"]
    assert sorted(names, key=sort_key) == expected


def test_hidden_signs_are_removed():
    assert clean("А\u202eб\u200bв \t г\u0000") == "Абв г"
