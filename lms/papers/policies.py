"""Who prints tests and types answers in: the trainers who write the module. Who claims a sheet: the person studying.

Whoever types sees the code of a sheet and its state, never a name, a point or whether it was enough.
"""

from enum import StrEnum

from lms.accounts.models import Account
from lms.catalogue.policies import writes
from lms.core.policy import rule
from lms.enrolments.queries import Study
from lms.papers.desks import BatchAt, PaperDesk, SheetAt


class PaperPermission(StrEnum):
    PREPARE = "papers:batch:prepare"
    TYPE = "papers:sheet:type"
    CLAIM = "papers:sheet:claim"


@rule(PaperPermission.PREPARE)
def may_prepare_batch(actor: Account, desk: PaperDesk | BatchAt) -> bool:
    """Whoever reads the bank of questions anyway: the authors of the module, as long as they are trainers."""
    return writes(actor, desk)


@rule(PaperPermission.TYPE)
def may_type_sheet(actor: Account, sheet: SheetAt) -> bool:
    """The same people, and nobody the own answers."""
    return may_prepare_batch(actor, sheet.at) and sheet.owner_id != actor.person_id


@rule(PaperPermission.CLAIM)
def may_claim_sheet(actor: Account, study: Study) -> bool:
    return study.enrolment.person_id == actor.person_id
