"""Figures of single items: how hard each is, and whether who knows more also gets it right more often.

Formulas: "Quiz statistics calculations", docs.moodle.org/dev/Quiz_statistics_calculations, section "Question
statistics", with the denominators of a sample (n − 1) throughout. Where we differ from Moodle it is said:

- Moodle correlates an item that was drawn at random with the whole total. Here every item is correlated with the rest
  of the test (total without the item), drawn or not; otherwise an item agrees with itself.
- Figures are shares (0 to 1, −1 to 1) where Moodle shows per cent; weights are in per cent.

All figures of an item are over the attempts that were asked it. "Asked but not answered" is a mark of 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose, sqrt

from lms.measures import moments
from lms.measures.counted import Counted, Key, Marks, Totals, same
from lms.measures.enough import ENOUGH, TooFew


@dataclass(frozen=True)
class Item:
    """What is known of an item before anybody answers.

    ``guess`` is the random guess score: what choosing blindly brings on average, as a share of the maximum; None where
    nobody can say. It depends on the kind of question, so whoever asks works it out.
    """

    maximum: float
    guess: float | None = None

    def __post_init__(self) -> None:
        if not self.maximum > 0:
            raise ValueError("An item must be worth something.")


@dataclass(frozen=True)
class ItemFigures:
    """None is "cannot be said". ``deviation`` is a share of the maximum, as ``facility`` is; weights are per cent."""

    asked: int
    unanswered: int
    facility: float
    deviation: float
    guess: float | None
    intended_weight: float
    effective_weight: float | None
    discrimination: float | None
    efficiency: float | None


def judge_items(counted: Counted[Key], items: Mapping[Key, Item], totals: Totals) -> dict[Key, ItemFigures | TooFew]:
    """The figures of every item in ``items``, or that too few attempts (fewer than 30) were asked it.

    Raises ValueError if rows and items contradict each other: a key that is not in ``items``, a mark below 0 or above
    the maximum, an item asked more often than there are attempts, maxima that do not add up to that of the test.
    """
    by_key = counted.by_key()
    _check(by_key, items, totals)
    weights = _effective_weights(by_key, totals)
    return {key: _judge(by_key.get(key), item, totals, weights.get(key)) for key, item in items.items()}


def _judge(marks: Marks | None, item: Item, totals: Totals, weight: float | None) -> ItemFigures | TooFew:
    if marks is None or marks.asked < ENOUGH:
        return TooFew()
    return ItemFigures(
        asked=marks.asked,
        unanswered=marks.unanswered,
        facility=_facility(marks, item),
        deviation=sqrt(moments.variance(marks.mark, marks.count)) / item.maximum,
        guess=item.guess,
        intended_weight=_intended_weight(item, totals),
        effective_weight=weight,
        discrimination=_discrimination(marks),
        efficiency=_efficiency(marks),
    )


def _facility(marks: Marks, item: Item) -> float:
    """Facility index: the mean mark, as a share of the maximum."""
    return min(1.0, moments.mean(marks.mark, marks.count) / item.maximum)


def _intended_weight(item: Item, totals: Totals) -> float:
    """Intended question weight: the maximum of the item, in per cent of that of the test.

    The weights of the items of one attempt add up to 100; in a test that draws at random, those of the bank do not.
    """
    return 100 * item.maximum / totals.maximum


def _effective_weights(by_key: Mapping[Key, Marks], totals: Totals) -> dict[Key, float]:
    """Effective question weight: √C(item, total), in per cent of the sum of these over all items.

    How much of the differences between people really comes from the item. An item with a negative covariance has none,
    and stands in no sum. There are none either where attempts were asked different items: Moodle then tells weights of
    positions, and so does this if ``counted`` is by position.
    """
    if not totals.all_asked(by_key):
        return {}
    shared = {key: moments.covariance(marks.mark, marks.total, marks.count) for key, marks in by_key.items()}
    roots = {key: sqrt(value) for key, value in shared.items() if value >= 0}
    together = sum(roots.values())
    return {key: 100 * root / together for key, root in roots.items()} if together else {}


def _discrimination(marks: Marks) -> float | None:
    """Discrimination index: C(item, rest) / √(V(item) V(rest)), the correlation with the rest of the test."""
    spread = moments.variance(marks.mark, marks.count) * moments.variance(marks.rest, marks.count)
    if not spread:
        return None
    return max(-1.0, min(1.0, moments.covariance(marks.mark, marks.rest, marks.count) / sqrt(spread)))


def _efficiency(marks: Marks) -> float | None:
    """Discriminative efficiency: C(item, rest) / C max(item, rest).

    C max is the covariance that these same marks would have had, had the best in the rest got the best marks here.
    """
    largest = moments.largest_covariance(marks.mark, marks.rest, marks.count)
    return min(1.0, moments.covariance(marks.mark, marks.rest, marks.count) / largest) if largest else None


def _check(by_key: Mapping[Key, Marks], items: Mapping[Key, Item], totals: Totals) -> None:
    for key, marks in by_key.items():
        if key not in items:
            raise ValueError(f"Nothing is known of {key}.")
        if marks.mark.min() < 0 or marks.mark.max() > same(items[key].maximum):
            raise ValueError(f"A mark of {key} lies outside of what it is worth.")
    together = sum(items[key].maximum for key in by_key)
    if totals.all_asked(by_key) and not isclose(together, totals.maximum):
        raise ValueError("What the items are worth does not add up to what the test is worth.")
