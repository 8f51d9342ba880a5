"""What was learned: the same people before and after, compared pair by pair.

The mean of the differences in percentage points and its spread, and the normalised gain g = (after − before) /
(100 − before) of each person who could still gain something (Hake, "Interactive-engagement versus traditional methods",
American Journal of Physics 66, 1998; here the mean of single gains, which needs no class mean).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import median

from lms.measures.enough import TooFew

#: Pairs. A mean of fewer could be somebody.
ENOUGH_PAIRS = 10
#: The share of intervals that hold the true mean.
CONFIDENCE = 0.95


@dataclass(frozen=True)
class GainFigures:
    """In percentage points from −100 to 100, but for ``normalised``, which is a number up to 1.

    ``low`` and ``high`` are the ends of the 95 % interval of the mean by Student's t; None where all gained the same.
    ``normalised`` leaves out whoever had everything right before; None if fewer than ten are left.
    """

    pairs: int
    before: float
    after: float
    mean: float
    median: float
    deviation: float
    low: float | None
    high: float | None
    normalised: float | None
    normalised_pairs: int


def judge_gains(pairs: Sequence[tuple[Fraction, Fraction]], *, needed: int = ENOUGH_PAIRS) -> GainFigures | TooFew:
    """``pairs``: for each person the share of points before and after, from 0 to 1, exact.

    Nothing for fewer than ``needed``, which is never below ten.
    """
    needed = max(needed, ENOUGH_PAIRS)
    if len(pairs) < needed:
        return TooFew(needed)
    gains = [100 * (after - before) for before, after in pairs]
    mean = sum(gains, Fraction(0)) / len(gains)
    deviation = sqrt(sum(((gain - mean) ** 2 for gain in gains), Fraction(0)) / (len(gains) - 1))
    low, high = _interval(float(mean), deviation, len(gains))
    open_ended = [(after - before) / (1 - before) for before, after in pairs if before < 1]
    normalised = float(sum(open_ended, Fraction(0)) / len(open_ended)) if len(open_ended) >= needed else None
    return GainFigures(
        pairs=len(pairs),
        before=float(100 * sum((before for before, _after in pairs), Fraction(0)) / len(pairs)),
        after=float(100 * sum((after for _before, after in pairs), Fraction(0)) / len(pairs)),
        mean=float(mean),
        median=float(median(gains)),
        deviation=deviation,
        low=low,
        high=high,
        normalised=normalised,
        normalised_pairs=len(open_ended) if normalised is not None else 0,
    )


def _interval(mean: float, deviation: float, number: int) -> tuple[float | None, float | None]:
    if deviation == 0:
        return None, None
    from scipy.stats import t  # noqa: PLC0415  (half a second and much memory, for who looks at this)

    half = float(t.ppf((1 + CONFIDENCE) / 2, number - 1)) * deviation / sqrt(number)
    return mean - half, mean + half
