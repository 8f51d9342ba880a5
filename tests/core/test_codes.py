"""Codes that are read from paper and typed."""

import pytest

from lms.core import codes


def test_a_code_has_as_many_random_signs_as_asked_for():
    made = {codes.new_code(12) for _ in range(500)}

    assert len(made) == 500
    assert all(codes.is_code(code, 12) for code in made)
    assert {code[0] for code in made} > set("01234567")


def test_no_sign_can_be_taken_for_another():
    assert not set("ILOU") & set(codes.ALPHABET)
    assert len(codes.ALPHABET) == 32


@pytest.mark.parametrize("typed", ["1ab0-hexy", "1AB0 HEXY", "lаво нехү", "i а в o\u2013h e x y"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert codes.read_code(typed) == "1AB0HEXY"


@pytest.mark.parametrize("typed", ["", "1AB0HEX", "1AB0HEXYY", "1AB0HEXU", "1AB0ЖEXY"])
def test_what_is_no_code_is_told_apart(typed):
    assert not codes.is_code(codes.read_code(typed), 8)


def test_a_code_is_printed_in_groups():
    assert codes.grouped("7M4KQ2Z9DX") == "7M4K-Q2Z9-DX"
