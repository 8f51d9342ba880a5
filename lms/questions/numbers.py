"""Numbers in documents and in answers, read exactly and at a cost that nobody can drive up.

Powers of ten are not read: ``1e999999999`` is eleven signs and would fill the memory.
"""

import re
import unicodedata
from fractions import Fraction

from lms.questions.texts import plain

_DECIMAL = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")
_SHARE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}|/[0-9]{1,9})?")
#: Sign, digits that blanks or apostrophes may group by three, decimals, and what stands behind.
_TYPED = re.compile(
    r"(?P<sign>[+-]? ?)(?P<whole>[0-9]{1,3}(?:[ '][0-9]{3})+|[0-9]*)(?:[.,](?P<part>[0-9]*))?(?P<unit>.*)"
)
#: The power of a square or cubic unit: ``4 м²``, ``4 m2``.
_POWER = re.compile(r"(?<=[^\W\d_])[²³]|(?<=[mм])[23](?![0-9])")
_SIGNS_OF_UNITS = "%‰°"


def decimal_in(text: str) -> Fraction | None:
    """A number of a document (``-0.75``), up to twenty digits on either side of the point. None if it is none."""
    return Fraction(text) if _DECIMAL.fullmatch(text) else None


def share_in(text: str) -> Fraction | None:
    """A share of the point (``1``, ``0.5``, ``1/3``), from 0 to 1. None if it is none."""
    if not _SHARE.fullmatch(text) or set(text.partition("/")[2]) == {"0"}:
        return None
    share = Fraction(text)
    return share if share <= 1 else None


def number_in(text: str) -> Fraction | None:
    """A number as people type it: ``1 250,5``, ``1250.5``, ``−3``, ``,5``, a unit or a sign of percent after it.

    A comma is a decimal comma. None where more than one reading is possible (``1,250.5``, ``5–10``, ``2 из 5``, ``5²``)
    or something else than a unit stands beside the number.
    """
    bare = _POWER.sub("", text)
    if any(unicodedata.category(sign) == "No" for sign in bare):
        return None  # ½ or 5², which would come apart into other digits
    found = _TYPED.fullmatch(plain(bare).strip(" \"'()[];:!?"))
    if found is None or not (found["whole"] or found["part"]) or not _is_unit(found["unit"]):
        return None
    digits, decimals = re.sub("[ ']", "", found["whole"]), found["part"] or ""
    number = Fraction(int(digits + decimals), 10 ** len(decimals))
    return -number if found["sign"].startswith("-") else number


def _is_unit(text: str) -> bool:
    unit = text.strip(" .")
    if not unit:
        return True
    begins = unit[0].isalpha() or unit[0] in _SIGNS_OF_UNITS or unicodedata.category(unit[0]) == "Sc"
    return begins and not any(sign.isdigit() for sign in unit)
