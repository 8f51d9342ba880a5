"""The cells of one row: texts in three languages, numbers, lists; what cannot be is said with row and column."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from lms.core.i18n import LANGUAGES, _
from lms.exchange.notes import Notes
from lms.exchange.shared import no_words
from lms.exchange.workbook.columns import MOST_OPTIONS, Vocabulary
from lms.questions.documents import Words
from lms.questions.texts import tidy

_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,8})?)\s*%")
_FRACTION = re.compile(r"([0-9]{1,4})\s*/\s*([1-9][0-9]{0,3})")
_DECIMAL = re.compile(r"[01](?:[.,][0-9]{1,8})?")
_RANGE = re.compile(r"(.+?)\s*(?:±|\+-|\+/-)\s*(.+)")
_DIGITS = re.compile(r"[+\-−]?[0-9]{1,18}(?:[.,][0-9]{1,18})?")
#: Between several spellings or sources in one cell.
BAR, SEMICOLON = "|", ";"
ARROW = "->"


class Unfit(Exception):
    """The row is left out; the sentence has been said."""


class Cells:
    """One row. ``titles``: the heading of each column as the page calls it."""

    def __init__(
        self, values: Mapping[str, str], titles: Mapping[str, str], vocabulary: Vocabulary, notes: Notes
    ) -> None:
        self._values, self._titles, self.vocabulary, self.notes = values, titles, vocabulary, notes

    def one(self, key: str) -> str:
        return tidy(self._values.get(key, ""))

    def words(self, key: str) -> Words:
        return {code: self.one(f"{key}_{code}") for code in LANGUAGES}

    def words_or_none(self, key: str) -> Words | None:
        words = self.words(key)
        return words if any(words.values()) else None

    def listed(self, key: str) -> tuple[str, ...]:
        return tuple(text for part in self.one(key).split(SEMICOLON) if (text := part.strip()))

    def numbers(self) -> list[int]:
        """Numbers of the options in which something stands; a gap between them is no mistake."""
        return [number for number in range(1, MOST_OPTIONS + 1) if self._is_filled(number)]

    def _is_filled(self, number: int) -> bool:
        keys = [f"{part}{number}_{code}" for part in ("text", "why") for code in LANGUAGES]
        return any(self.one(key) for key in (*keys, f"right{number}", f"sources{number}"))

    def truth(self, key: str, *, otherwise: bool = False) -> bool:
        cell = self.one(key)
        if not cell:
            return otherwise
        found = self.vocabulary.truth(cell)
        if found is None:
            self.lost(key, _("“%(cell)s” is neither yes nor no.", cell=cell[:60]))
            return otherwise
        return found

    def whole(self, key: str, *, otherwise: int | None = None) -> int | None:
        cell = self.one(key)
        if not cell:
            return otherwise
        if not cell.isascii() or not cell.isdigit() or len(cell) > 6:  # noqa: PLR2004 - no number here is longer
            self.lost(key, _("“%(cell)s” is no whole number.", cell=cell[:60]))
            return otherwise
        return int(cell)

    def share(self, key: str) -> Fraction:
        """What an answer earns: ``50 %``, ``1/3``, yes or no; empty is everything."""
        cell = self.one(key)
        share = share_in(cell) if cell else Fraction(1)
        if share is None:
            truth = self.vocabulary.truth(cell)
            if truth is None:
                self.unfit(key, _("“%(cell)s” is no share of the point, such as 50 %% or 1/3.", cell=cell[:60]))
            share = Fraction(int(bool(truth)))
        return share

    def place(self, key: str) -> str:
        return _("%(row)s, column “%(title)s”", row=self.notes.place, title=self._titles.get(key, key))

    def lost(self, key: str, text: str) -> None:
        self.notes.lost(text, self.place(key))

    def unfit(self, key: str, text: str) -> None:
        """Say why the row cannot come in. Raises Unfit."""
        self.notes.left_out(text, self.place(key))
        raise Unfit


def share_in(cell: str) -> Fraction | None:
    """A share from 0 to 1; None if it is none."""
    percent, fraction, decimal = _PERCENT.fullmatch(cell), _FRACTION.fullmatch(cell), _DECIMAL.fullmatch(cell)
    if percent:
        share = Fraction(percent[1].replace(",", ".")) / 100
    elif fraction:
        share = Fraction(int(fraction[1]), int(fraction[2]))
    elif decimal:
        share = Fraction(cell.replace(",", "."))
    else:
        return None
    return share if share <= 1 else None


def number_in(cell: str) -> tuple[str, str] | None:
    """Number and tolerance of ``0.75 ± 0.05``; None if it is none."""
    found = _RANGE.fullmatch(cell)
    number, tolerance = (found[1], found[2]) if found else (cell, "0")
    if not _DIGITS.fullmatch(number.strip()) or not _DIGITS.fullmatch(tolerance.strip()):
        return None
    try:
        return _plain(number), _plain(tolerance).lstrip("-")
    except InvalidOperation:  # pragma: no cover - digits are always a number
        return None


def _plain(text: str) -> str:
    number = format(Decimal(text.strip().replace(",", ".").replace("−", "-")), "f")
    return (number.rstrip("0").rstrip(".") if "." in number else number) or "0"


def none_at_all(words: Words | None) -> bool:
    return not any((words or no_words()).values())
