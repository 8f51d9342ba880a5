"""Who may do what with accounts. This is the only room that looks at roles by name; the others compare facts."""

from enum import StrEnum
from http import HTTPStatus

from lms.accounts.models import Account, Role
from lms.core.policy import rule


class AccountPermission(StrEnum):
    OWN_PROFILE = "accounts:profile:change"
    LEARN = "accounts:area:learning"
    STUDIO = "accounts:area:studio"
    REPORTS = "accounts:area:reports"
    ADMINISTRATION = "accounts:area:administration"


@rule(AccountPermission.OWN_PROFILE)
def may_change_own_profile(actor: Account, subject: object) -> bool:
    """Everybody; the page never names another person's account."""
    return True


@rule(AccountPermission.LEARN)
def may_learn(actor: Account, subject: object) -> bool:
    return True


@rule(AccountPermission.STUDIO, refusal=HTTPStatus.FORBIDDEN)
def may_enter_studio(actor: Account, subject: object) -> bool:
    """Whoever writes or reviews modules, and whoever ends them and names their authors."""
    return actor.holds(Role.TRAINER, Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR)


@rule(AccountPermission.REPORTS, refusal=HTTPStatus.FORBIDDEN)
def may_see_reports(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR, Role.FOCAL_POINT)


@rule(AccountPermission.ADMINISTRATION, refusal=HTTPStatus.FORBIDDEN)
def may_administer(actor: Account, subject: object) -> bool:
    return actor.holds(Role.ADMINISTRATOR)
