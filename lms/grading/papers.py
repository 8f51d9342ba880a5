"""Which of these enrolments have a certificate that is valid. The room that knows stands above and tells it here.

@papers.knows
def codes(enrolment_ids): ...      # enrolment to the code
"""

from collections.abc import Callable, Collection
from uuid import UUID

Know = Callable[[Collection[UUID]], dict[UUID, str]]

_knows: list[Know] = []


def knows(function: Know) -> Know:
    """Ask this function."""
    if function not in _knows:
        _knows.append(function)
    return function


def codes_of(enrolment_ids: Collection[UUID]) -> dict[UUID, str]:
    """Enrolment to the code of its valid certificate."""
    found: dict[UUID, str] = {}
    for know in _knows:
        found |= know(enrolment_ids)
    return found
