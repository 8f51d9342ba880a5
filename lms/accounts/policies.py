"""Who may do what with accounts. This is the only room that looks at roles by name; the others compare facts."""

from enum import StrEnum
from http import HTTPStatus

from lms.accounts.models import Account, Passkey, Role
from lms.core.policy import rule


class AccountPermission(StrEnum):
    OWN_PROFILE = "accounts:profile:change"
    LEARN = "accounts:area:learning"
    STUDIO = "accounts:area:studio"
    REPORTS = "accounts:area:reports"
    ADMINISTRATION = "accounts:area:administration"
    SECOND_STEP = "accounts:second-step:owe"
    HOLD_PASSKEY = "accounts:passkey:hold"
    LINK_IDENTITY = "accounts:identity:link"


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


@rule(AccountPermission.SECOND_STEP)
def must_set_up_second_step(actor: Account, subject: object) -> bool:
    """Whose roles wait for it; the others find it in the profile."""
    return actor.owes_second_step


@rule(AccountPermission.HOLD_PASSKEY)
def may_remove_passkey(actor: Account, passkey: Passkey) -> bool:
    return passkey.account_id == actor.id


@rule(AccountPermission.LINK_IDENTITY)
def may_link_identity(actor: Account, subject: Account) -> bool:
    """The own account only; without a provider there is nothing to link."""
    return subject.id == actor.id
