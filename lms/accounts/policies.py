"""Who may do what with accounts. This is the only room that looks at roles by name; the others compare facts."""

from enum import StrEnum
from http import HTTPStatus
from typing import Protocol
from uuid import UUID

from lms.accounts.models import Account, Passkey, Role
from lms.core.policy import rule


class Asking(Protocol):
    """A request for a code that opens an account."""

    @property
    def account(self) -> Account:
        """Whose account it is."""

    @property
    def has_role(self) -> bool:
        """Whether that account may do more here than learn."""

    @property
    def ancestors(self) -> frozenset[UUID]:
        """The institution where the person works, and all above it."""


class AccountPermission(StrEnum):
    OWN_PROFILE = "accounts:profile:change"
    LEARN = "accounts:area:learning"
    STUDIO = "accounts:area:studio"
    REPORTS = "accounts:area:reports"
    ADMINISTRATION = "accounts:area:administration"
    SECOND_STEP = "accounts:second-step:owe"
    SEE_REQUESTS = "accounts:password-requests:see"
    ANSWER_REQUEST = "accounts:password-request:answer"
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


@rule(AccountPermission.SEE_REQUESTS)
def may_see_password_requests(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR, Role.ADMINISTRATOR)


@rule(AccountPermission.ANSWER_REQUEST)
def may_answer_password_request(actor: Account, subject: Asking) -> bool:
    """Never for oneself and never for one's own staff: an employer could go in as the person.

    The account of somebody with a role is opened by an administrator only, so that nobody gets at more than the own.
    """
    is_employer = bool(subject.ancestors & set(actor.places(Role.FOCAL_POINT)))
    if subject.account.id == actor.id or is_employer:
        return False
    return actor.holds(Role.ADMINISTRATOR) or (actor.holds(Role.COORDINATOR) and not subject.has_role)
