"""What was learned: the same people before and after, compared pair by pair.

The mean of the differences in percentage points and its spread, and the normalised gain g = (after − before) /
(100 − before) of each person who could still gain something (Hake, "Interactive-engagement versus traditional methods",
American Journal of Physics 66, 1998; here the mean of single gains, which needs no class mean).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, sqrt

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


Pair = tuple[Fraction, Fraction]


def judge_gains(pairs: Sequence[Pair], *, needed: int = ENOUGH_PAIRS) -> GainFigures | TooFew:
    """``pairs``: for each person the share of points before and after, from 0 to 1, exact.

    Nothing for fewer than ``needed``, which is never below ten.
    """
    return judge_counted_gains(Counter((before, after) for before, after in pairs), needed=needed)


def judge_counted_gains(people: Mapping[Pair, int], *, needed: int = ENOUGH_PAIRS) -> GainFigures | TooFew:
    """The same where equal pairs were counted before: a hundred thousand people have some eighty different ones."""
    needed, number = max(needed, ENOUGH_PAIRS), sum(people.values())
    if number < needed:
        return TooFew(needed)
    gains: Counter[Fraction] = Counter()
    for (before, after), count in people.items():
        gains[100 * (after - before)] += count
    mean = _mean(gains)
    deviation = sqrt(sum(((gain - mean) ** 2 * n for gain, n in gains.items()), Fraction(0)) / (number - 1))
    low, high = _interval(float(mean), deviation, number)
    open_ended: Counter[Fraction] = Counter()
    for (before, after), count in people.items():
        if before < 1:
            open_ended[(after - before) / (1 - before)] += count
    normalised = float(_mean(open_ended)) if open_ended.total() >= needed else None
    return GainFigures(
        pairs=number,
        before=float(100 * sum((before * n for (before, _after), n in people.items()), Fraction(0)) / number),
        after=float(100 * sum((after * n for (_before, after), n in people.items()), Fraction(0)) / number),
        mean=float(mean),
        median=float(_median(gains)),
        deviation=deviation,
        low=low,
        high=high,
        normalised=normalised,
        normalised_pairs=open_ended.total() if normalised is not None else 0,
    )


def judge_mean_gain(
    gains: Iterable[tuple[int, int]], parts: int, *, needed: int = ENOUGH_PAIRS
) -> tuple[int, Fraction] | TooFew:
    """How many pairs, and the mean of their gains in points of a hundred: that of ``judge_counted_gains``, exact.

    For tables of thousands of groups, which show nothing else of each. ``gains``: one gain in so many ``parts`` of a
    whole (see ``in_parts``), and how many people had it.
    """
    needed, total, number = max(needed, ENOUGH_PAIRS), 0, 0
    for gain, people in gains:
        total += gain * people
        number += people
    return TooFew(needed) if number < needed else (number, Fraction(100 * total, parts * number))


def in_parts(pairs: Iterable[Pair]) -> tuple[list[int], int]:
    """The gain of each pair in equal parts of a whole, and how many parts that is: whole numbers are added quickly."""
    gains = [after - before for before, after in pairs]
    parts = lcm(*(gain.denominator for gain in gains))
    return [gain.numerator * (parts // gain.denominator) for gain in gains], parts


def _mean(counted: Counter[Fraction]) -> Fraction:
    return sum((value * count for value, count in counted.items()), Fraction(0)) / counted.total()


def _median(counted: Counter[Fraction]) -> Fraction:
    """The value in the middle, or half-way between the two in the middle."""
    middle = (counted.total() + 1) // 2, counted.total() // 2 + 1
    found, passed = [], 0
    for value in sorted(counted):
        found += [value for place in middle if passed < place <= passed + counted[value]]
        passed += counted[value]
    return (found[0] + found[1]) / 2


def _interval(mean: float, deviation: float, number: int) -> tuple[float | None, float | None]:
    if deviation == 0:
        return None, None
    from scipy.special import stdtrit  # noqa: PLC0415  (some memory, for who looks at this)

    # Student's t, as ``scipy.stats.t.ppf`` gives it; that whole room takes a second to come in.
    half = float(stdtrit(number - 1, (1 + CONFIDENCE) / 2)) * deviation / sqrt(number)
    return mean - half, mean + half
