"""How long what is kept about people is kept, and why; and its removal when the time is over.

Each room says it for its own tables in ``retention.py``, in the words that the privacy page shows, and with the
function that removes what is too old. So the page cannot promise what the nightly work does not do::

    @keeps("answers", what=_l("…"), why=_l("…"), until=_l("…"))
    def remove_answers(at): ...      # how many rows

Periods follow the platform's data-protection decisions: data minimum, purpose, and the UN principle of retention.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import LazyString
from sqlalchemy import delete, select

from lms.core.i18n import _l
from lms.core.rows import changed
from lms.people.models import Consent, Person, Purpose

Remove = Callable[[datetime], int]
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Rule:
    key: str
    what: LazyString
    why: LazyString
    until: LazyString
    remove: Remove
    #: Still there after a person has left.
    stays: bool


_rules: dict[str, Rule] = {}


def keeps(
    key: str, *, what: LazyString, why: LazyString, until: LazyString, stays: bool = False
) -> Callable[[Remove], Remove]:
    """Register what is kept, why, until when, and how it is removed then."""

    def register(remove: Remove) -> Remove:
        _rules[key] = Rule(key, what, why, until, remove, stays)
        return remove

    return register


def rules() -> list[Rule]:
    """In the order of the rooms, from the ground up."""
    return list(_rules.values())


def kept_after_leaving() -> list[Rule]:
    return [rule for rule in rules() if rule.stays]


def remove_what_is_over(at: datetime) -> dict[str, int]:
    """Every rule at this moment; how many rows each has removed or emptied."""
    return {rule.key: rule.remove(at) for rule in rules()}


@keeps(
    "consents",
    what=_l("Your consents and their withdrawal, with the text they were given to"),
    why=_l("To prove that your data were used as you had agreed"),
    until=_l("Three years after you have left; that you withdrew it keeps your facts out of every report, and stays"),
    stays=True,
)
def remove_consents(at: datetime) -> int:
    """But to the study record where it was ever withdrawn: without it the facts would be back in later reports."""
    gone = select(Person.id).where(Person.erased_at < at - 3 * YEAR)
    taken_back = select(Consent.person_id).where(Consent.purpose == Purpose.STUDY, Consent.withdrawn_at.is_not(None))
    needed = (Consent.purpose == Purpose.STUDY) & Consent.person_id.in_(taken_back)
    return changed(delete(Consent).where(Consent.person_id.in_(gone), ~needed))
