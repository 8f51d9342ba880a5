"""Figures of a whole test: where people stand, and how far their totals can be trusted.

Formulas: "Quiz statistics calculations", docs.moodle.org/dev/Quiz_statistics_calculations, section "Test statistics",
with the denominators of a sample. Mean, median, deviation and standard error are shares of the maximum (Moodle shows
per cent).
"""

from dataclasses import dataclass
from math import sqrt

from lms.measures import moments
from lms.measures.counted import Counted, Key, Totals
from lms.measures.enough import ENOUGH, TooFew


@dataclass(frozen=True)
class WholeFigures:
    """None is "cannot be said"."""

    attempts: int
    mean: float
    median: float
    deviation: float
    skewness: float | None
    kurtosis: float | None
    consistency: float | None
    error_ratio: float | None
    standard_error: float | None


def judge_whole(counted: Counted[Key], totals: Totals) -> WholeFigures | TooFew:
    """The figures of the test, or that there are too few attempts (fewer than 30).

    Where attempts were drawn different items, consistency and what follows from it cannot be said item by item. Moodle
    takes positions instead: the variance of a position is that of whatever item stood there. Give ``counted`` by
    position for that. If items come in any order, what is said is then cautious: chance in drawing harder and easier
    items counts as error too.

    Raises ValueError if something was asked of more attempts than there are.
    """
    if totals.attempts < ENOUGH:
        return TooFew()
    spread = sqrt(moments.variance(totals.total, totals.count)) / totals.maximum
    alpha = _consistency(counted, totals)
    ratio = None if alpha is None else _error_ratio(alpha)
    return WholeFigures(
        attempts=totals.attempts,
        mean=moments.mean(totals.total, totals.count) / totals.maximum,
        median=moments.median(totals.total, totals.count) / totals.maximum,
        deviation=spread,
        skewness=moments.skewness(totals.total, totals.count),
        kurtosis=moments.kurtosis(totals.total, totals.count),
        consistency=alpha,
        error_ratio=ratio,
        standard_error=None if ratio is None else ratio * spread,
    )


def _consistency(counted: Counted[Key], totals: Totals) -> float | None:
    """Coefficient of internal consistency (Cronbach's alpha): p / (p − 1) · (1 − Σ V(item) / V(total)), p items."""
    by_key = counted.by_key()
    spread = moments.variance(totals.total, totals.count)
    if len(by_key) == 1 or not totals.all_asked(by_key) or not spread:
        return None
    own = sum(moments.variance(marks.mark, marks.count) for marks in by_key.values())
    return min(1.0, len(by_key) / (len(by_key) - 1) * (1 - own / spread))


def _error_ratio(alpha: float) -> float:
    """Error ratio: √(1 − alpha), the share of the spread that is chance. The standard error is that share of it."""
    return sqrt(1 - alpha)
