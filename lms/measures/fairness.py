"""Whether an item is harder for one group than for another, among people who know equally much.

Differential item functioning after Mantel and Haenszel: people of two groups are compared within strata of equal
totals (`strata`), and the odds of a right answer are pooled over the strata. Sources: Holland & Thayer 1988,
"Differential item performance and the Mantel-Haenszel procedure"; Dorans & Holland 1993, "DIF detection and
description"; Zwick 2012, "A review of ETS differential item functioning assessment procedures", ETS RR-12-08.

What is found is a reason to read the item again, not a verdict: a translation, an example from one region, or something
the item rightly asks can lie behind it. Of many items that are all fair, some come out as unfair by chance; nothing is
corrected for that. Where attempts were drawn different items, equal totals mean equal knowledge only as far as the
draws were equally hard.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, log
from typing import Generic

import numpy as np

from lms.measures.counted import Counted, Key, Marks
from lms.measures.enough import TooFew
from lms.measures.strata import Matched, Tables, matched

#: The factor that puts a logarithm of odds on the scale of ETS (Holland & Thayer 1988).
DELTA = -2.35
#: Of the normal distribution, 5 % lie above (one side), as the rule for class C is written.
ONE_SIDED = 1.645
SIGNIFICANT = 0.05
SLIGHT, LARGE = 1.0, 1.5


@dataclass(frozen=True)
class Limits:
    """People who must be there at least, after matching: in the smaller of two groups, and in both together."""

    smaller: int = 100
    together: int = 250


class Size(StrEnum):
    """How large the difference is, in the classes of ETS."""

    NEGLIGIBLE = "A"
    MODERATE = "B"
    LARGE = "C"


@dataclass(frozen=True)
class Difference:
    """One focal group against the reference group.

    ``odds_ratio``: how many times larger the odds of a right answer are in the reference group; ``low`` and ``high``
    its 95 % interval. ``delta`` is negative where the item is harder for the focal group; ``delta_error`` its standard
    error. ``chi_square`` has one degree of freedom and is corrected for continuity.
    """

    people: int
    unmatched: int
    strata: int
    odds_ratio: float
    low: float
    high: float
    chi_square: float
    p_value: float
    delta: float
    delta_error: float

    @property
    def size(self) -> Size:
        """The rule of ETS (Zwick 2012; Dorans & Holland 1993).

        A: |Δ| < 1, or Δ is not different from 0 at the level of 5 %. C: |Δ| ≥ 1.5, and significantly more than 1
        (|Δ| − 1.645 standard errors > 1). B: all others.
        """
        large = abs(self.delta)
        if large < SLIGHT or self.p_value >= SIGNIFICANT:
            return Size.NEGLIGIBLE
        if large >= LARGE and large - ONE_SIDED * self.delta_error > SLIGHT:
            return Size.LARGE
        return Size.MODERATE


@dataclass(frozen=True)
class Comparisons(Generic[Key]):
    """Every other group against the largest. None: there are enough people, but nothing can be said."""

    reference: Key
    focal: Mapping[Key, Difference | TooFew | None]


def judge_fairness(counted: Counted[Key], *, maximum: float, limits: Limits | None = None) -> Comparisons[Key] | None:
    """Compare the groups on one item: ``counted`` holds its rows, with the groups as keys.

    The reference is the largest group, and of equal ones that which stands first in ``counted``. One group alone has
    nothing to be compared with: None. Cannot be said, too: groups of whom all answer alike, or whose totals overlap in
    no more than one stratum, so that nobody is matched.
    """
    groups = {key: marks for key, marks in counted.by_key().items() if marks.asked}
    if len(groups) < 2:  # noqa: PLR2004
        return None
    reference = max(groups, key=lambda key: groups[key].asked)
    return Comparisons(
        reference,
        {
            key: _compare(groups[reference], marks, maximum, limits or Limits())
            for key, marks in groups.items()
            if key != reference
        },
    )


def _compare(reference: Marks, focal: Marks, maximum: float, limits: Limits) -> Difference | TooFew | None:
    pairs = matched(reference, focal, maximum=maximum)
    if pairs.smaller < limits.smaller:
        return TooFew(limits.smaller)
    if pairs.together < limits.together:
        return TooFew(limits.together)
    return _difference(pairs)


def _difference(pairs: Matched) -> Difference | None:
    """Pooled odds ratio (Mantel & Haenszel 1959) with the variance of Robins, Breslow & Greenland 1986."""
    if len(pairs.tables) < 2 or not _sayable(pairs.tables):  # noqa: PLR2004
        return None
    from statsmodels.stats.contingency_tables import StratifiedTable  # noqa: PLC0415  (a second, and 124 MB)

    table = StratifiedTable(np.moveaxis(pairs.tables, 0, 2).astype(np.float64))
    ratio, error = float(table.oddsratio_pooled), float(table.logodds_pooled_se)
    low, high = (float(bound) for bound in table.oddsratio_pooled_confint(alpha=SIGNIFICANT))
    chi_square, p_value = _test(table, pairs.tables)
    if not all(map(isfinite, (ratio, error, low, high, chi_square))):
        return None
    return Difference(
        people=pairs.together,
        unmatched=pairs.unmatched,
        strata=len(pairs.tables),
        odds_ratio=ratio,
        low=low,
        high=high,
        chi_square=chi_square,
        p_value=p_value,
        delta=DELTA * log(ratio),
        delta_error=abs(DELTA) * error,
    )


def _sayable(tables: Tables) -> bool:
    """Whether in some stratum each group has the answer that the other lacks; otherwise the ratio is 0 or endless."""
    right, wrong = tables[:, :, 0], tables[:, :, 1]
    return bool((right[:, 0] * wrong[:, 1]).any() and (wrong[:, 0] * right[:, 1]).any())


def _test(table: object, tables: Tables) -> tuple[float, float]:
    """The chi-square of Mantel and Haenszel with continuity correction, and its p.

    The correction takes away a half, but never more than there is: without this, groups that do not differ at all would
    get a chi-square from the correction itself.
    """
    right, people, everybody = tables[:, :, 0], tables.sum(axis=2), tables.sum(axis=(1, 2))
    away = (right[:, 0] - people[:, 0] * right.sum(axis=1) / everybody).sum()
    if abs(away) <= 0.5:  # noqa: PLR2004
        return 0.0, 1.0
    result = table.test_null_odds(correction=True)  # type: ignore[attr-defined]
    return float(result.statistic), float(result.pvalue)
