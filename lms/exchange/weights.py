"""What answers earn, in percent with few digits, as exact shares of the point."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from sys import intern

from lms.core.i18n import _
from lms.questions.documents import Credit

#: Formats round to five digits of a percent: two fractions with denominators up to this are further apart.
MOST_PARTS = 100
_ROUNDING = Fraction(6, 10**8)
_LONGEST = 20
_MOST_DIGITS = 40


def share_of(percent: str) -> Fraction | None:
    """``33.33333`` is a third. None if it is no number."""
    text = percent.strip().rstrip("%").strip().replace(",", ".")
    if len(text) > _LONGEST or "e" in text.lower() or "/" in text:
        return None
    try:
        exact = Fraction(text or "0") / 100
    except ValueError:
        return None
    return near(exact)


def near(value: Fraction) -> Fraction:
    """The simple fraction that a rounded one stands for, if there is one."""
    simple = value.limit_denominator(MOST_PARTS)
    return simple if abs(simple - value) <= _ROUNDING else value


def percent_of(share: Fraction) -> str:
    """With five digits at most, as Moodle has it: ``33.33333``, ``100``."""
    text = f"{float(share * 100):.5f}"
    return text.rstrip("0").rstrip(".")


def decimal_of(text: str) -> str | None:
    """An exact decimal as we write it: no exponent, no blanks. None if it is no number."""
    plain = "".join(text.split()).replace(",", ".").replace("−", "-")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    if not number.is_finite() or len(plain) > _MOST_DIGITS or abs(number.adjusted()) > _MOST_DIGITS:
        return None
    return f"{number:f}"


def exact(value: Fraction | str) -> str:
    """As documents hold it. Interned, because their JSON leaves out a default only where it is the same object."""
    return intern(str(value))


def unlike(shares: Sequence[Fraction]) -> str:
    """The sentence about weights that no rule of credit counts as they do."""
    return _(
        "The weights %(weights)s have no like here: right answers earn equal parts, and a wrong one takes such a part "
        "away.",
        weights=", ".join(f"{percent_of(share)} %" for share in shares),
    )


def credit_of(shares: Sequence[Fraction]) -> tuple[Credit, bool]:
    """The rule of credit that is closest to weights of options, and whether it counts just as they do."""
    right = [share for share in shares if share > 0]
    wrong = [share for share in shares if share <= 0]
    if len(right) == 1 and right[0] == 1 and all(share == -1 for share in wrong):
        return "whole", True
    if not right:
        return "whole", False
    alike = len(set(right)) == 1 and sum(right) == 1
    return "minus-wrong", alike and all(share == -right[0] for share in wrong)
