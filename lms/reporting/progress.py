"""How far one person has come in one module: the lines of completion, as the person sees them, without any result."""

from dataclasses import dataclass
from uuid import UUID

from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.queries import Study, study_from
from lms.institutions.queries import ancestors_of
from lms.people.models import Consent
from lms.reporting.facts import withdrew


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
    if institution_id not in ancestors or enrolment.state is EnrolmentState.WITHDRAWN or _has_withdrawn(enrolment):
        return None
    return TakingPart(study_from(enrolment), institution_id, ancestors)


def _has_withdrawn(enrolment: Enrolment) -> bool:
    """Whether the consent to the study record was withdrawn."""
    return db.session.scalar(withdrew().where(Consent.person_id == enrolment.person_id).limit(1)) is not None
