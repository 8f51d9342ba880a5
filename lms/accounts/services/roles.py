"""Roles and suspension: only an administrator's act, never the own account's, always recorded with its reason."""

from datetime import datetime
from uuid import UUID

from lms.accounts.errors import AlreadyEnded, LastAdministrator, OwnRole, RoleHeld, ScopeMissing
from lms.accounts.models import Account, Role, RoleGrant
from lms.accounts.queries import other_administrators
from lms.accounts.services.sign_ins import end_all_sign_ins
from lms.core import audit
from lms.core.extensions import db


def give_role(
    account: Account,
    role: Role,
    *,
    by: Account | None,
    reason: str,
    at: datetime,
    institution_id: UUID | None = None,
    module_slug: str | None = None,
    ends_at: datetime | None = None,
) -> RoleGrant:
    """Give a platform role; it acts from the next request on. ``by`` is None for the command line."""
    if by is not None and by.id == account.id:
        raise OwnRole
    if role is Role.FOCAL_POINT and institution_id is None:
        raise ScopeMissing
    scope = (role, institution_id, module_slug)
    if any(g.holds_at(at) and (g.role, g.institution_id, g.module_slug) == scope for g in account.grants):
        raise RoleHeld
    grant = RoleGrant(
        account_id=account.id,
        role=role,
        institution_id=institution_id,
        module_slug=module_slug,
        starts_at=at,
        ends_at=ends_at,
        given_by_id=by.id if by else None,
        reason=reason,
    )
    account.grants.append(grant)
    scope_facts = {
        "role": role.value,
        "institution_id": str(institution_id) if institution_id else None,
        "module": module_slug,
        "until": ends_at.isoformat() if ends_at else None,
    }
    audit.record(by.id if by else None, "accounts.role.given", account, at=at, reason=reason, **scope_facts)
    return grant


def end_role(grant: RoleGrant, *, by: Account, reason: str, at: datetime) -> None:
    """End a role now; the row stays as history."""
    if by.id == grant.account_id:
        raise OwnRole
    if not grant.holds_at(at):
        raise AlreadyEnded
    if grant.role is Role.ADMINISTRATOR and not other_administrators(grant.account, at):
        raise LastAdministrator
    grant.ends_at = at
    audit.record(by.id, "accounts.role.ended", grant.account, at=at, reason=reason, role=grant.role.value)


def suspend(account: Account, *, by: Account, reason: str, at: datetime) -> None:
    """Close the account to its owner at once; nothing recorded is lost."""
    if by.id == account.id:
        raise OwnRole
    if account.suspended_at is not None:
        raise AlreadyEnded
    is_administrator = any(grant.holds_at(at) and grant.role is Role.ADMINISTRATOR for grant in account.grants)
    if is_administrator and not other_administrators(account, at):
        raise LastAdministrator
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
