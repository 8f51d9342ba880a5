"""Texts as people type them: one spelling, nothing hidden in them."""

import re
import unicodedata

from lms.core.i18n import n_

#: Control, zero-width and direction-changing characters: never part of a name or a title.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
SPACES = re.compile(r"\s+")
LONGEST_LINE = 200
LONGEST_TEXT = 20_000
LONGEST_PASSWORD = 128


def clean_text(value: str | None) -> str:
    """Composed letters, plain line ends, no unseen characters, no space around."""
    composed = unicodedata.normalize("NFC", value or "").replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub("", composed).strip()


def clean_line(value: str | None) -> str:
    """As ``clean_text``, on one line with single spaces and without soft hyphens."""
    return SPACES.sub(" ", clean_text(value).replace("\xad", "")).strip()


def too_long(most: int, given: int) -> str:
    """A sentence that names both lengths."""
    return n_(
        "Use no more than %(num)d character; you entered %(given)d.",
        "Use no more than %(num)d characters; you entered %(given)d.",
        most,
        given=given,
    )
