"""Beginning a completed module again: in an edition that is new to the person, or because what it certified ends."""

from datetime import date
from enum import StrEnum

from lms.catalogue.models import ModuleState, TrainingModule
from lms.enrolments.queries import Study
from lms.enrolments.validity import ends_soon, valid_until


class Again(StrEnum):
    """Why a module may be begun again."""

    NEWER_EDITION = "newer_edition"
    ENDING = "ending"  # the certificate has ended or will within two months


def again(study: Study, module: TrainingModule, today: date) -> Again | None:
    """None while the module is open to the person, ended for new starts, or the completion still holds."""
    if study.is_open or module.state is not ModuleState.PUBLISHED or module.current_edition_id is None:
        return None
    if ends_soon(end_of(study), today):
        return Again.ENDING
    return Again.NEWER_EDITION if study.enrolment.edition_id != module.current_edition_id else None


def end_of(study: Study) -> date | None:
    """The last day on which the completion counts; None for ever, or if it is not completed."""
    completed_on = study.enrolment.completed_on
    return None if completed_on is None else valid_until(study.document, completed_on)
