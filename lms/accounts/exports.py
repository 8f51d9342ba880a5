"""This room's part of what a person downloads about themselves."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.accounts.models import (
    Account,
    AuthenticatorApp,
    Closing,
    OneUseCode,
    Passkey,
    PasswordRequest,
    RoleGrant,
    SignIn,
)
from lms.accounts.queries import (
    account_of_person,
    codes_made_for,
    grants_of,
    identity_of,
    looks_at,
    requests_of,
)
from lms.core.extensions import db
from lms.core.mail import Mail
from lms.people.exports import contributes, recognises, subjects_of


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
        "password_requests": [_request(row) for row in requests_of(account)],
        "codes": [_code(code) for code in codes_made_for(account)],
        "created_at": account.created_at,
        "roles": [_grant(grant) for grant in account.grants],
        "sign_ins": [_sign_in(row) for row in _sign_ins(account)],
        "second_step": _second_step(account),
        "sign_in_provider": _identity(account),
        "closings": [
            {"why": row.why, "asked_at": row.asked_at, "due_at": row.due_at, "taken_back_at": row.taken_back_at}
            for row in db.session.scalars(select(Closing).where(Closing.account_id == account.id))
        ],
        "messages_sent": [
            {"kind": row.kind, "written_at": row.created_at, "sent_at": row.sent_at}
            for row in db.session.scalars(select(Mail).where(Mail.recipient == account.email).order_by(Mail.created_at))
        ],
    }


def _second_step(account: Account) -> dict[str, Any]:
    """What there is and since when; the secrets themselves would open the account to whoever finds the file."""
    app = db.session.get(AuthenticatorApp, account.id)
    passkeys = db.session.scalars(select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.created_at))
    return {
        "app": {"since": app.created_at, "last_used": app.used_at} if app else None,
        "passkeys": [{"name": key.name, "since": key.created_at, "last_used": key.used_at} for key in passkeys],
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


def _request(row: PasswordRequest) -> dict[str, Any]:
    return {"asked_at": row.asked_at, "state": row.state, "decided_at": row.decided_at, "reason": row.reason}


def _grant(grant: RoleGrant) -> dict[str, Any]:
    return {
        "role": grant.role,
        "institution": grant.institution_id,
        "module": grant.module_slug,
        "from": grant.starts_at,
        "to": grant.ends_at,
        "reason": grant.reason,
    }


def _identity(account: Account) -> dict[str, Any] | None:
    identity = identity_of(account.id)
    if identity is None:
        return None
    return {
        "issuer": identity.issuer,
        "subject": identity.subject,
        "linked": identity.linked_at,
        "last_used": identity.used_at,
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


@contributes("looks")
def looks_part(person_id: UUID) -> list[dict[str, Any]]:
    """Who saw or changed what of the person, when and why. Others are told by their role, not by their name."""
    account = account_of_person(person_id)
    if account is None:
        return []
    rows = db.session.scalars(looks_at(subjects_of(person_id), but=account.id)).all()
    grants = grants_of({row.actor_id for row in rows if row.actor_id})
    return [
        {
            "at": row.at,
            "by": sorted({grant.role.value for grant in grants.get(row.actor_id, ()) if grant.holds_at(row.at)}),
            "act": row.act,
            "reason": row.reason,
        }
        for row in rows
        if row.actor_id
    ]


@recognises("Account")
def account_ids(person_id: UUID) -> list[UUID]:
    account = account_of_person(person_id)
    return [account.id] if account else []
