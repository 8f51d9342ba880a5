"""Numbers as people type them, read exactly; what has two readings is not read."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.numbers import decimal_in, number_in, share_in


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("5", 5),
        (" 5 ", 5),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        (",5", "0.5"),
        ("5.", 5),
        ("0,75.", "0.75"),
        ("1 250,5", "1250.5"),
        ("1\u00a0250", 1250),
        ("1\u202f000\u202f000", 1_000_000),
        ("1'000", 1000),
        ("1’000", 1000),
        ("-3", -3),
        ("−3", -3),
        ("–3", -3),
        ("- 3,5", "-3.5"),
        ("+3", 3),
        ("-,5", "-0.5"),
        ("１２", 12),
        ("«5»", 5),
        ("5 %", 5),
        ("10 000 сом", 10_000),
        ("2,5 эсе", "2.5"),
        ("72 часа.", 72),
        ("4 м²", 4),
        ("4 m2", 4),
        ("60 км/ч", 60),
        ("5\u202e", 5),
    ],
)
def test_a_number_is_read(typed, number):
    assert number_in(typed) == Fraction(number)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-", ".", ",", "five", "inf", "nan", "-Infinity", "сом 5", "№5"),
        *("1e5", "1e999999999", "1E-999999999", "0x10", "1_000", "5²", "½", "1½", "1/2", "٣"),
        *(
            "1,250.5",
            "1.250,5",
            "1.2.3",
            "2 4",
            "1 2500",
            "12 50",
            "5–10",
            "5-3",
            "--5",
            "+-5",
            "2 из 5",
            "5, 5",
            "5\n6",
        ),
    ],
)
def test_what_is_no_single_number_is_not_read(typed):
    assert number_in(typed) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_every_decimal_is_read_exactly(number):
    text = f"{number:f}"

    assert number_in(text) == number_in(text.replace(".", ",")) == decimal_in(text) == Fraction(number)


@given(st.text())
def test_any_text_is_read_or_not(text):
    assert number_in(text) is None or isinstance(number_in(text), Fraction)


def test_digits_beyond_the_precision_of_a_machine_still_count():
    assert number_in("0." + "3" * 60) != number_in("0." + "3" * 59 + "4")
    assert number_in("9" * 200) == Decimal("9" * 200)


@pytest.mark.parametrize(
    "text", ["", "abc", "1e5", "1e999999999", "nan", "inf", "1/2", "0,5", " 1", "1\n", "٣", "9" * 21]
)
def test_a_document_writes_its_numbers_plainly(text):
    assert decimal_in(text) is None


@pytest.mark.parametrize(("text", "share"), [("0", 0), ("1", 1), ("0.5", "1/2"), ("1/3", "1/3"), ("2/4", "1/2")])
def test_a_share_is_exact(text, share):
    assert share_in(text) == Fraction(share)


@pytest.mark.parametrize(
    "text", ["", "-1", "2", "3/2", "1/0", "1/00", "1e-9", "1e999999999", "nan", "half", "1/2/3", "1\n"]
)
def test_what_is_no_share_is_not_read(text):
    assert share_in(text) is None
