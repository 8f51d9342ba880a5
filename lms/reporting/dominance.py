"""Lines of Tables A and B that are nearly all one institution: who knows that reads its numbers in them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from fractions import Fraction
from uuid import UUID

from lms.reporting import dimensions
from lms.reporting.choices import Choice, Measure
from lms.reporting.consents import WITHHELD
from lms.reporting.counting import counts
from lms.reporting.dimensions import NOT_STATED

#: A body with a greater share of the people of a line is known by it.
MOST = Fraction(8, 10)


def lines_of_one_body(choice: Choice) -> Mapping[str, frozenset[str]]:
    """Letter of the table to the codes of such lines. One statement."""
    group_of = dimensions.by_line(dimensions.groups())
    people: dict[tuple[str, str], Counter[UUID | None]] = defaultdict(Counter)
    for kind, region, institution, count in counts(
        Measure.PEOPLE, choice, "institution_type", "region", "institution_id"
    ):
        people["a", group_of[kind]][institution] += count
        people["b", region][institution] += count
    found = [place for place, bodies in people.items() if _is_of_one(bodies)]
    return {
        slug: frozenset(code for letter, code in found if letter == slug and code not in {NOT_STATED, WITHHELD})
        for slug in ("a", "b")
    }


def _is_of_one(bodies: Mapping[UUID | None, int]) -> bool:
    """People without a known institution are no body."""
    known = [count for institution, count in bodies.items() if institution is not None]
    return max(known, default=0) > MOST * sum(bodies.values())
