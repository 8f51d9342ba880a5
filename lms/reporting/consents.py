"""Whose facts reports must not tell, and who agreed that an evaluation from outside reads theirs."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, or_, select

from lms.people.models import Consent, Purpose
from lms.people.queries import agreed_to

WITHHELD = "not-disaggregated"
#: What takes the place of each fact of a person who withdrew the consent.
HIDDEN: dict[str, str | bool | None] = {
    "sex": "not_stated",
    "age_band": "not-stated",
    "region": WITHHELD,
    "institution_type": WITHHELD,
    "profession": WITHHELD,
    "institution_id": None,
    "workplace_confirmed": False,
}


def ever_withdrew() -> Select[Any]:
    """People who withdrew the consent to the study record at any time, whether or not they gave it again."""
    return select(Consent.person_id).where(Consent.purpose == Purpose.STUDY, Consent.withdrawn_at.is_not(None))


def withdrew(by: datetime | ColumnElement[datetime] | None = None) -> Select[Any]:
    """People whose consent to the study record is withdrawn and not given again, or was at the moment ``by``."""
    again = Consent.__table__.alias("again")
    in_force = select(literal(1)).where(again.c.person_id == Consent.person_id, again.c.purpose == Purpose.STUDY)
    in_force = in_force.correlate_except(again)  # the moment may be a column of whoever asks
    query = ever_withdrew()
    if by is None:
        return query.where(~in_force.where(again.c.withdrawn_at.is_(None)).exists())
    stood = or_(again.c.withdrawn_at.is_(None), again.c.withdrawn_at >= by)
    return query.where(Consent.withdrawn_at < by, ~in_force.where(again.c.given_at < by, stood).exists())


def agreed_to_evaluation() -> Select[Any]:
    """People who agreed to evaluation and take part with all their facts."""
    agreed = agreed_to(Purpose.EVALUATION).subquery("agreed")
    return select(agreed.c.person_id).where(agreed.c.person_id.not_in(withdrew()))
