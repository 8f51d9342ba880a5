"""How far one person has come in one module: the lines of completion, as the person sees them, without any result."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from lms.core import clock
from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.queries import Study, study_from
from lms.institutions.queries import ancestors_of
from lms.people.models import Consent
from lms.quizzes.models import AttemptKind
from lms.quizzes.queries import attempts_in
from lms.quizzes.standing import read_standing
from lms.reporting.consents import withdrew
from lms.reporting.facts import in_no_record


@dataclass(frozen=True)
class TakingPart:
    """An enrolment as a subject: it stands where the institution stands that was frozen on it."""

    study: Study
    #: The institution in whose list it stands: the frozen one or one above it.
    seen_from: UUID
    ancestors: frozenset[UUID]


def taking_part(institution_id: UUID, enrolment_id: UUID) -> TakingPart | None:
    """None unless it belongs to this part of the tree; who left the module or withdrew the consent is not named."""
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None or enrolment.institution_id is None:
        return None
    ancestors = frozenset(ancestors_of(enrolment.institution_id))
    if institution_id not in ancestors or not _may_be_named(enrolment):
        return None
    return TakingPart(study_from(enrolment), institution_id, ancestors)


def unplaced(enrolment_id: UUID) -> Study | None:
    """An enrolment that stands in no institution's record, under the same conditions."""
    query = select(Enrolment).where(Enrolment.id == enrolment_id, in_no_record(Enrolment.__table__.c.institution_id))
    enrolment = db.session.scalars(query).one_or_none()
    return study_from(enrolment) if enrolment is not None and _may_be_named(enrolment) else None


def _may_be_named(enrolment: Enrolment) -> bool:
    """Not left, and the consent to the study record not withdrawn."""
    silent = withdrew().where(Consent.person_id == enrolment.person_id).limit(1)
    return enrolment.state is not EnrolmentState.WITHDRAWN and db.session.scalar(silent) is None


def used_up_tries(study: Study) -> datetime | None:
    """When new tries at the final quiz open, if all are used; None while there is one. Nothing of how they went."""
    standing = read_standing(study, attempts_in(study.enrolment), AttemptKind.FINAL, at=clock.now())
    return standing.opens_at if standing.is_used_up else None
