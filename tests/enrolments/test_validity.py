"""How long a completion counts."""

from datetime import date

import pytest

from lms.enrolments.validity import ends_soon, months_later, valid_until
from tests.support.packs import small_module


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-11-16", 24, "2028-11-16"), ("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28")],
)
def test_validity_is_counted_in_months(day, months, later):
    assert months_later(date.fromisoformat(day), months).isoformat() == later


def test_an_edition_without_months_certifies_for_ever():
    assert valid_until(small_module(), date(2026, 11, 16)) is None
    assert valid_until(small_module(validity_months=36), date(2026, 11, 16)) == date(2029, 11, 16)


@pytest.mark.parametrize(
    ("today", "answer"),
    [("2029-09-15", False), ("2029-09-16", True), ("2029-11-16", True), ("2030-01-01", True)],
)
def test_the_end_is_near_from_two_months_before(today, answer):
    assert ends_soon(date(2029, 11, 16), date.fromisoformat(today)) is answer
    assert ends_soon(None, date.fromisoformat(today)) is False
