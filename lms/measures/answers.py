"""How often each answer of an item was chosen: what shows a distractor that nobody takes, or everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic

from lms.measures.counted import Key
from lms.measures.enough import ENOUGH, TooFew


@dataclass(frozen=True)
class AnswerShares(Generic[Key]):
    """``shares``: of the attempts that were asked, 0 to 1. Where several may be chosen they add up to more than 1."""

    asked: int
    shares: Mapping[Key, float]


def judge_answers(chosen: Mapping[Key, int], *, asked: int) -> AnswerShares[Key] | TooFew:
    """What share of the ``asked`` attempts chose each answer, or that they are too few (fewer than 30).

    Raises ValueError if an answer was chosen more often than it was asked for.
    """
    if any(not 0 <= number <= asked for number in chosen.values()):
        raise ValueError("An answer was chosen more often than it was asked for.")
    if asked < ENOUGH:
        return TooFew()
    return AnswerShares(asked, {key: number / asked for key, number in chosen.items()})
