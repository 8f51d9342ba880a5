"""Who may name people, and where. Scope is a place in the tree of institutions; elsewhere everything looks absent."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from lms.accounts.models import Account, Role
from lms.core.policy import rule


class Placed(Protocol):
    """Something that stands in the tree of institutions."""

    @property
    def ancestors(self) -> frozenset[UUID]:
        """The institution itself and all above it."""


class OwnedAndPlaced(Placed, Protocol):
    """The same, made by one account."""

    @property
    def account_id(self) -> UUID:
        """Who made it."""


class Standing(Protocol):
    """A call with what an account sees of it."""

    @property
    def lines(self) -> Sequence[object]:
        """How it stands at the places of the account; nothing if it has no seats there."""


class NominationPermission(StrEnum):
    ENTER = "nominations:home:enter"
    NOMINATE = "nominations:institution:nominate"
    CHECK_LIST = "nominations:list:check"
    HANDLE = "nominations:invitation:handle"
    SEE_CALLS = "nominations:calls:see"
    SEE_CALL = "nominations:call:see"
    RUN_CALLS = "nominations:calls:run"


@rule(NominationPermission.ENTER)
def may_enter(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR, Role.FOCAL_POINT)


@rule(NominationPermission.NOMINATE)
def may_nominate(actor: Account, subject: Placed) -> bool:
    """The coordinator everywhere, a focal point in the own part of the tree."""
    return actor.holds(Role.COORDINATOR) or bool(subject.ancestors & set(actor.places(Role.FOCAL_POINT)))


@rule(NominationPermission.CHECK_LIST)
def may_check_list(actor: Account, subject: OwnedAndPlaced) -> bool:
    """Only whoever made the list, and only as long as the role is held."""
    return subject.account_id == actor.id and may_nominate(actor, subject)


@rule(NominationPermission.HANDLE)
def may_handle_invitation(actor: Account, subject: Placed) -> bool:
    """Send again, make a new code, withdraw: whoever may name people there."""
    return may_nominate(actor, subject)


@rule(NominationPermission.SEE_CALLS)
def may_see_calls(actor: Account, subject: object) -> bool:
    """The list shows a focal point only calls with seats for the own places."""
    return may_enter(actor, subject)


@rule(NominationPermission.SEE_CALL)
def may_see_call(actor: Account, subject: Standing) -> bool:
    """The coordinator each, a focal point one that was opened with seats for an own place."""
    return may_run_calls(actor, subject) or bool(subject.lines)


@rule(NominationPermission.RUN_CALLS)
def may_run_calls(actor: Account, subject: object) -> bool:
    return actor.holds(Role.COORDINATOR)
