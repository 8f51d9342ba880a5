"""Half up, exactly: a fraction is never turned into a binary number on the way."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def rounded(value: Fraction, places: Decimal) -> Decimal:
    """To a multiple of ``places``: 0.125 to hundredths is 0.13."""
    steps = value / Fraction(places)
    whole = (2 * abs(steps.numerator) + steps.denominator) // (2 * steps.denominator)
    return (Decimal(whole) * places).quantize(places, rounding=ROUND_HALF_UP) * (1 if value >= 0 else -1)
