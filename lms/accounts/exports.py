"""This room's part of what a person downloads about themselves."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.accounts.models import Account, OneUseCode, RoleGrant, SignIn
from lms.accounts.queries import account_of_person, codes_made_for
from lms.core.extensions import db
from lms.people.exports import contributes, recognises


@contributes("account")
def account_part(person_id: UUID) -> dict[str, Any] | None:
    account = account_of_person(person_id)
    if account is None:
        return None
    return {
        "email": account.email,
        "phone": account.phone,
        "email_verified_at": account.email_verified_at,
        "phone_verified_at": account.phone_verified_at,
        "codes": [_code(code) for code in codes_made_for(account)],
        "created_at": account.created_at,
        "roles": [_grant(grant) for grant in account.grants],
        "sign_ins": [_sign_in(row) for row in _sign_ins(account)],
    }


def _code(code: OneUseCode) -> dict[str, Any]:
    return {
        "purpose": code.purpose,
        "contact": code.contact,
        "reason": code.reason,
        "made_at": code.made_at,
        "expires_at": code.expires_at,
        "used_at": code.used_at,
    }


def _grant(grant: RoleGrant) -> dict[str, Any]:
    return {
        "role": grant.role,
        "institution": grant.institution_id,
        "module": grant.module_slug,
        "from": grant.starts_at,
        "to": grant.ends_at,
        "reason": grant.reason,
    }


def _sign_ins(account: Account) -> list[SignIn]:
    query = select(SignIn).where(SignIn.account_id == account.id).order_by(SignIn.created_at)
    return list(db.session.scalars(query))


def _sign_in(row: SignIn) -> dict[str, Any]:
    return {
        "device": row.device,
        "from": row.created_at,
        "last_seen": row.seen_at,
        "to": row.ended_at or row.expires_at,
        "shared_computer": row.is_shared_computer,
    }


@recognises("Account")
def account_ids(person_id: UUID) -> list[UUID]:
    account = account_of_person(person_id)
    return [account.id] if account else []
