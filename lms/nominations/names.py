"""Names as an institution types them: what must be put right before anybody is invited by them."""

import re

from lms.core.i18n import _
from lms.sheets.uploads import has_broken_letters

LONGEST = 120
FEWEST_LETTERS = 2
CYRILLIC, LATIN = re.compile("[\u0400-\u052f]"), re.compile("[A-Za-z]")
#: Latin letters that look like Cyrillic ones; a list typed on two keyboards has them inside Cyrillic words.
_ALIKE = str.maketrans("AaBEeKMHOoPpCcTXxy", "АаВЕеКМНОоРрСсТХху")


def with_one_alphabet(name: str) -> str:
    """Cyrillic words without the Latin letters that look the same."""
    return " ".join(
        word.translate(_ALIKE) if CYRILLIC.search(word) and LATIN.search(word) else word for word in name.split()
    )


def problem_of(name: str) -> str | None:
    """What to do about it, in a sentence; None if the name can stand."""
    if not name:
        return _("Enter the name.")
    if has_broken_letters(name):
        return _("Letters of the name are lost or mixed up. Type the name again.")
    if len(name) > LONGEST:
        return _("Use no more than %(most)s characters in the name.", most=LONGEST)
    return _problem_of_letters(name)


def _problem_of_letters(name: str) -> str | None:
    if any(not (letter.isalpha() or letter in " -'’ʼ.") for letter in name):
        return _("Use letters only in the name.")
    if sum(letter.isalpha() for letter in name) < FEWEST_LETTERS:
        return _("Enter the full name.")
    if any(CYRILLIC.search(word) and LATIN.search(word) for word in name.split()):
        return _("One word of the name has Latin and Cyrillic letters. Type it again.")
    return None
