"""Beginning a module: once, whatever is clicked; again in a newer edition, or when the certificate ends."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from lms.accounts.models import Account
from lms.catalogue.models import TrainingModule
from lms.core import audit, clock
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.enrolments.queries import Study, study_from, study_of
from lms.enrolments.services import leave_module, open_enrolment, start_module
from lms.learning.again import again


def begin(actor: Account, module: TrainingModule, *, language: str, at: datetime) -> Study:
    """The person's part in the module, made if there is none to go on with. Raises ModuleClosed.

    A module that was completed is begun again only when a newer edition is there or its certificate ends.
    """
    study = study_of(actor, module.slug)
    if study is not None and not again(study, module, clock.local_day(at)):
        return study
    enrolment = _start_once(actor, module, language=language, at=at)
    audit.record(actor.id, "learning.module.started", enrolment, at=at)
    return study_from(enrolment)


def leave(actor: Account, study: Study, *, at: datetime) -> None:
    """The person leaves the module. Raises EnrolmentEnded."""
    leave_module(study.enrolment, at=at)
    audit.record(actor.id, "learning.module.left", study.enrolment, at=at)


def _start_once(actor: Account, module: TrainingModule, *, language: str, at: datetime) -> Enrolment:
    """Two clicks at once make one enrolment: the second one finds what the first has made."""
    try:
        with db.session.begin_nested():
            return start_module(actor.person, module, language=language, at=at)
    except IntegrityError:
        present = open_enrolment(actor.person_id, module.id)
        if present is None:
            raise
        return present
