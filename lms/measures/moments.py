"""Means, variances and what is made of them, from values that are counted.

``values`` are columns of equal length, ``count`` says how often each row occurs. Denominators are those of a sample, as
in the calculations that Moodle publishes (docs.moodle.org/dev/Quiz_statistics_calculations). Four occurrences are
needed at least; whoever asks has thirty (`enough`).
"""

import numpy as np

from lms.measures.counted import Numbers, Whole

#: A covariance so small beside the spreads is what rounding leaves of nothing.
NOTHING = 1e-12


def degrees(number: int) -> int:
    """By what a sum of squares over so many attempts is divided: one less, because the mean is estimated from them."""
    return number - 1


def is_constant(values: Numbers) -> bool:
    return bool(np.all(values == values[0])) if values.size else True


def mean(values: Numbers, count: Whole) -> float:
    return float(values @ count / count.sum())


def median(values: Numbers, count: Whole) -> float:
    """The middle one in order of size; of an even number, the mean of the two in the middle."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(count[order])
    number = int(reached[-1])
    middle = np.searchsorted(reached, [(number - 1) // 2, number // 2], side="right")
    return float(values[order][middle].mean())


def covariance(one: Numbers, other: Numbers, count: Whole) -> float:
    """C(x, y) = Σ (x − mean x)(y − mean y) / (n − 1)."""
    if is_constant(one) or is_constant(other):
        return 0.0
    from_mean, from_other = one - mean(one, count), other - mean(other, count)
    together = float((from_mean * from_other) @ count)
    if abs(together) <= NOTHING * float(np.sqrt((from_mean**2 @ count) * (from_other**2 @ count))):
        return 0.0
    return together / degrees(int(count.sum()))


def variance(values: Numbers, count: Whole) -> float:
    """V(x) = C(x, x)."""
    return covariance(values, values, count)


def largest_covariance(one: Numbers, other: Numbers, count: Whole) -> float:
    """C max: the covariance if the largest of the one met the largest of the other, and so on down the line.

    Both are put in order apart; walking along the counts of both gives the rows of the pairs that meet.
    """
    first, second = np.argsort(one, kind="stable"), np.argsort(other, kind="stable")
    ends, other_ends = np.cumsum(count[first]), np.cumsum(count[second])
    stops = np.union1d(ends, other_ends)
    met = one[first][np.searchsorted(ends, stops)]
    met_other = other[second][np.searchsorted(other_ends, stops)]
    return covariance(met, met_other, np.diff(stops, prepend=0))


def skewness(values: Numbers, count: Whole) -> float | None:
    """k3 / k2^(3/2), with Fisher's k-statistics; None if all are the same."""
    if is_constant(values):
        return None
    number, m2, m3, _ = _central(values, count)
    k2 = number * m2 / degrees(number)
    k3 = number**2 * m3 / (degrees(number) * (number - 2))
    return float(k3 / k2**1.5)


def kurtosis(values: Numbers, count: Whole) -> float | None:
    """k4 / k2², with Fisher's k-statistics: 0 for a normal distribution; None if all are the same."""
    if is_constant(values):
        return None
    number, m2, _, m4 = _central(values, count)
    k2 = number * m2 / degrees(number)
    k4 = number**2 * ((number + 1) * m4 - 3 * (number - 1) * m2**2)
    return float(k4 / (degrees(number) * (number - 2) * (number - 3)) / k2**2)


def _central(values: Numbers, count: Whole) -> tuple[int, float, float, float]:
    """How many, and the second, third and fourth central moments."""
    number = int(count.sum())
    away = values - mean(values, count)
    m2, m3, m4 = (float(away**power @ count) / number for power in (2, 3, 4))
    return number, m2, m3, m4
