"""What people said of a module in the evaluation form, for the tables that print it beside results.

The one door to the forms: tables know nothing of how they are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from lms.core import clock
from lms.core.rounding import rounded
from lms.evaluations import figures, queries
from lms.reporting.choices import Choice
from lms.reporting.dimensions import share

#: No figure: nobody was asked, or nobody has answered.
NOT_ASKED = "–"
PLACES_OF_A_MEAN = Decimal("0.01")


@dataclass(frozen=True)
class Satisfaction:
    """The mean of the items from 1 to 5, of how many replies, and who of those who were asked has answered."""

    mean: Decimal | None
    responses: int
    answered: int
    asked: int
    #: By the sex that replies say, or None; empty where one of these means must not be told.
    by_sex: Mapping[str | None, Decimal] = field(default_factory=dict)

    @property
    def rate(self) -> Decimal | None:
        return share(self.answered, self.asked)


def satisfaction(choice: Choice) -> Mapping[UUID | None, Satisfaction]:
    """By module, and under None for all that are chosen; without a module of which nobody has said anything.

    Nothing at all if people are chosen by sex, place or work: replies do not know whose they are.
    """
    if choice.chooses_rows:
        return {}
    today = clock.local_day(clock.now())
    found = queries.satisfaction(choice.period.start, choice.period.end, today, choice.modules)
    return {module_id: _told(said) for module_id, said in found.items() if said.replies}


def _told(said: figures.Satisfaction) -> Satisfaction:
    mean = None if said.mean is None else rounded(said.mean, PLACES_OF_A_MEAN)
    by_sex = {sex: rounded(part.mean, PLACES_OF_A_MEAN) for sex, part in said.by_sex.items() if part.mean is not None}
    return Satisfaction(mean, said.replies, said.response.answered, said.response.asked, by_sex)
