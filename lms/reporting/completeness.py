"""How complete the records behind a table are: said in its notes, so that nobody reads a gap as a fact."""

from collections.abc import Mapping
from fractions import Fraction

from lms.core.i18n import _
from lms.disclosure.suppression import TOTAL, Cell
from lms.reporting.consents import WITHHELD
from lms.reporting.dimensions import NOT_STATED, PLACES_OF_A_SHARE, rounded
from lms.ui.filters import number, percent


def completeness_note(values: Mapping[Cell, int]) -> list[str]:
    """From the numbers of Table A: for how many of its people sex, age and institution are known.

    Who withdrew the consent counts as unknown in all three. Nothing is said of nobody.
    """
    people = values.get((TOTAL, TOTAL), 0)
    if not people:
        return []
    unplaced = values.get((NOT_STATED, TOTAL), 0) + values.get((WITHHELD, TOTAL), 0)
    return [
        _(
            "Complete records, of %(people)s people: sex known %(sex)s, age known %(age)s, "
            "institution known %(place)s.",
            people=number(people),
            sex=_known(people, values.get((TOTAL, "not_stated"), 0)),
            age=_known(people, values.get((TOTAL, NOT_STATED), 0)),
            place=_known(people, unplaced),
        )
    ]


def _known(people: int, unknown: int) -> str:
    return percent(rounded(Fraction(people - unknown, people), PLACES_OF_A_SHARE), 1)  # type: ignore[arg-type]
