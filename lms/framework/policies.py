"""Who may read and set the results framework: whoever answers for the reports."""

from enum import StrEnum

from lms.accounts.models import Account, Role
from lms.core.policy import rule


class FrameworkPermission(StrEnum):
    SEE = "framework:indicator:see"
    SET = "framework:indicator:set"
    EXPORT = "framework:table:export"
    FETCH_EVIDENCE = "framework:evidence:fetch"


@rule(FrameworkPermission.SEE)
def may_see(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR)


@rule(FrameworkPermission.SET)
def may_set(actor: Account, subject: object) -> bool:
    return may_see(actor, subject)


@rule(FrameworkPermission.EXPORT)
def may_export(actor: Account, subject: object) -> bool:
    """The same as the page; each file is recorded."""
    return may_see(actor, subject)


@rule(FrameworkPermission.FETCH_EVIDENCE)
def may_fetch_evidence(actor: Account, subject: object) -> bool:
    """Names of people may be in it; each look is recorded."""
    return may_see(actor, subject)
