"""Measures: figures about tests and their questions, from answers that were counted.

No word of the domain, no database, no web: rows come in, figures go out, and what cannot be said is None. `items`
tells of single questions, `whole` of the test they make up, `answers` of the options that were chosen, `fairness`
whether a question is harder in one group than in another for people of the same ability; `gains` what the same people
knew before and after; `explained` says in plain words what each figure means. Below a least number of attempts nothing
is told (`TooFew`).

The big libraries are imported where they are needed: numpy with this room, scipy and statsmodels only when two groups
are compared.
"""

from lms.measures.answers import AnswerShares, judge_answers
from lms.measures.counted import Counted, Totals
from lms.measures.enough import ENOUGH, TooFew
from lms.measures.fairness import Comparisons, Difference, Limits, Size, judge_fairness
from lms.measures.gains import GainFigures, in_parts, judge_counted_gains, judge_gains, judge_mean_gain
from lms.measures.items import Item, ItemFigures, judge_items
from lms.measures.whole import WholeFigures, judge_whole

__all__ = [
    "ENOUGH",
    "AnswerShares",
    "Comparisons",
    "Counted",
    "Difference",
    "GainFigures",
    "Item",
    "ItemFigures",
    "Limits",
    "Size",
    "TooFew",
    "Totals",
    "WholeFigures",
    "in_parts",
    "judge_answers",
    "judge_counted_gains",
    "judge_fairness",
    "judge_gains",
    "judge_items",
    "judge_mean_gain",
    "judge_whole",
]
