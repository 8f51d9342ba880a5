"""Roles and suspension: only an administrator's act, never the own account's, always recorded with its reason."""

from datetime import datetime

from lms.accounts.errors import AlreadyEnded, LastAdministrator, OwnRole, RoleHeld, ScopeMissing
from lms.accounts.events import RoleGiven
from lms.accounts.models import Account, Role, RoleGrant
from lms.accounts.queries import other_administrators
from lms.accounts.scopes import EVERYWHERE, Scope
from lms.accounts.services.sign_ins import end_all_sign_ins
from lms.core import audit, events
from lms.core.extensions import db


def give_role(
    account: Account, role: Role, *, by: Account | None, reason: str, at: datetime, scope: Scope = EVERYWHERE
) -> RoleGrant:
    """Give a platform role; it acts from the next request on. ``by`` is None for the command line."""
    if by is not None and by.id == account.id:
        raise OwnRole
    if role is Role.FOCAL_POINT and scope.institution_id is None:
        raise ScopeMissing
    if any(_is_the_same(grant, role, scope) for grant in account.grants if not grant.has_ended_at(at)):
        raise RoleHeld
    grant = RoleGrant(
        account_id=account.id,
        role=role,
        institution_id=scope.institution_id,
        module_slug=scope.module_slug,
        starts_at=scope.starts_at or at,
        ends_at=scope.ends_at,
        given_by_id=by.id if by else None,
        reason=reason,
    )
    account.grants.append(grant)
    by_id = by.id if by else None
    audit.record(by_id, "accounts.role.given", account, at=at, reason=reason, role=role.value, **scope.facts())
    events.emit(RoleGiven(account.id, role.value, scope.module_slug, by_id, at))
    return grant


def _is_the_same(grant: RoleGrant, role: Role, scope: Scope) -> bool:
    return (grant.role, grant.institution_id, grant.module_slug) == (role, scope.institution_id, scope.module_slug)


def keep_an_administrator(account: Account, *, at: datetime) -> None:
    """Before this account loses what it may do, by whatever act: somebody must be left who can give roles.

    Raises ``LastAdministrator``. Whoever asks at the same moment waits until this transaction has ended.
    """
    is_administrator = any(grant.holds_at(at) and grant.role is Role.ADMINISTRATOR for grant in account.grants)
    if is_administrator and not other_administrators(account, at):
        raise LastAdministrator


def end_role(grant: RoleGrant, *, by: Account, reason: str, at: datetime) -> None:
    """End a role now, or one that was still to begin; the row stays as history."""
    if by.id == grant.account_id:
        raise OwnRole
    if grant.has_ended_at(at):
        raise AlreadyEnded
    if grant.role is Role.ADMINISTRATOR:
        keep_an_administrator(grant.account, at=at)
    grant.ends_at = max(at, grant.starts_at)
    audit.record(by.id, "accounts.role.ended", grant.account, at=at, reason=reason, role=grant.role.value)


def suspend(account: Account, *, by: Account, reason: str, at: datetime) -> None:
    """Close the account to its owner at once; nothing recorded is lost."""
    if by.id == account.id:
        raise OwnRole
    if account.suspended_at is not None:
        raise AlreadyEnded
    keep_an_administrator(account, at=at)
    account.suspended_at = at
    end_all_sign_ins(account, at=at)
    audit.record(by.id, "accounts.account.suspended", account, at=at, reason=reason)


def restore(account: Account, *, by: Account, reason: str, at: datetime) -> None:
    """Open a suspended account again; the person signs in anew."""
    if account.suspended_at is None:
        raise AlreadyEnded
    account.suspended_at = None
    audit.record(by.id, "accounts.account.restored", account, at=at, reason=reason)
    db.session.flush()  # who lists administrators next must see it
