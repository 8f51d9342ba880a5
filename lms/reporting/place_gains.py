"""What people of an institution gained between pre-test and final quiz, under the rules of its results.

Of the cohorts that closed in a quarter, told when the quarter has ended; the year is the sum of its quarters. Told is
the mean gain of ten people or more, where nothing that follows by subtraction is about fewer, and nothing else: means
of before and after, beside the results of everybody, would tell how those did who took no pre-test.
"""

from datetime import date
from fractions import Fraction

from lms.reporting.cohorts import closed_in
from lms.reporting.outcomes import Outcome, outcomes
from lms.reporting.quarters import closed_quarters
from lms.reporting.results import YearOfResults, decided, trees_at_ends
from lms.reporting.standing import Span
from lms.reporting.sums import SCALE, Group, Result
from lms.reporting.trees import EVERYBODY, NOWHERE, YEAR, Quarter, parts_of, paths_in


def gains_of(year: int, today: date) -> YearOfResults:
    """By place and quarter; the mean of a result is the mean gain, as a share of the points."""
    quarters = closed_quarters(year, today)
    if not quarters:
        return YearOfResults({}, frozenset())
    trees, found = trees_at_ends(year, quarters), dict[Group, Result]()
    told = (*quarters, YEAR) if len(quarters) == 4 else tuple(quarters)  # noqa: PLR2004  (all of them)
    for quarter in quarters:
        paths = paths_in(trees[quarter])
        for outcome in outcomes(closed_in(Span(year, quarter).period, today), by_place=True):
            for place in paths.get(outcome.institution_id or NOWHERE, [EVERYBODY]):
                _add(found, place, quarter, outcome)
                if YEAR in told:
                    _add(found, place, YEAR, outcome)
    sizes = tuple(sorted((group, result.count) for group, result in found.items()))
    shown = decided(sizes, tuple((quarter, parts_of(tree)) for quarter, tree in trees.items()))
    return YearOfResults(found, shown)


def _add(found: dict[Group, Result], place: str, quarter: Quarter, outcome: Outcome) -> None:
    if outcome.pair is None:
        return
    before, after = outcome.pair
    result = found.setdefault(Group(place, quarter, EVERYBODY, EVERYBODY), Result())
    result.count += outcome.people
    result.points += Fraction(after - before) * outcome.people * SCALE
