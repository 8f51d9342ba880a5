"""Who may see and keep the record of events: whoever answers for the reports."""

from enum import StrEnum

from lms.accounts.models import Account, Role
from lms.core.policy import rule


class GatheringPermission(StrEnum):
    SEE = "gatherings:event:see"
    KEEP = "gatherings:event:keep"
    IMPORT = "gatherings:list:import"
    FETCH_EVIDENCE = "gatherings:evidence:fetch"


@rule(GatheringPermission.SEE)
def may_see(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR)


@rule(GatheringPermission.KEEP)
def may_keep(actor: Account, subject: object) -> bool:
    return may_see(actor, subject)


@rule(GatheringPermission.IMPORT)
def may_import(actor: Account, subject: object) -> bool:
    return may_see(actor, subject)


@rule(GatheringPermission.FETCH_EVIDENCE)
def may_fetch_evidence(actor: Account, subject: object) -> bool:
    """A list of participants may be in it; each look is recorded."""
    return may_see(actor, subject)
