"""What people said of a module in the evaluation form, for the tables that print it beside results.

The one door to the forms: tables know nothing of how they are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from lms.reporting.choices import Period

#: No figure yet: nobody was asked.
NOT_ASKED = "–"


@dataclass(frozen=True)
class Satisfaction:
    """The mean of the items from 1 to 5, how many answered, and the share of those who were asked."""

    mean: Decimal | None
    responses: int
    rate: Decimal | None


def satisfaction(period: Period) -> Mapping[UUID | None, Satisfaction]:
    """By module, and under None for all of them; a module whose people were not asked is not in it."""
    return {}
