"""Passkeys (WebAuthn): a question is made and kept, the device signs it, the answer is checked and works once."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import webauthn
from sqlalchemy import delete
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lms.accounts.errors import WrongCode
from lms.accounts.models import Account, Passkey, PasskeyQuestion
from lms.accounts.queries import passkeys_of
from lms.core.extensions import db
from lms.core.rows import changed

ANSWERED_WITHIN = timedelta(minutes=5)
#: An answer is some hundred bytes; a long attestation some thousand.
LONGEST_ANSWER = 20_000


class Purpose(StrEnum):
    ADD = "add"
    PROVE = "prove"


@dataclass(frozen=True)
class Relying:
    """For whom passkeys are made: the host's name, the origin of its pages, and the name people read."""

    host: str
    origin: str
    name: str


def ask_for_new_passkey(account: Account, *, relying: Relying, at: datetime) -> str:
    """What the browser needs to make a passkey for this account, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=relying.host,
        rp_name=relying.name,
        user_id=account.id.bytes,
        user_name=account.email or account.phone or "",
        user_display_name=account.display_name,
        exclude_credentials=_descriptors(account),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    _keep_question(account, Purpose.ADD, options.challenge, at=at)
    return webauthn.options_to_json(options)


def ask_for_passkey(account: Account, *, relying: Relying, at: datetime) -> str:
    """What the browser needs to use one of the account's passkeys, as JSON."""
    options = webauthn.generate_authentication_options(rp_id=relying.host, allow_credentials=_descriptors(account))
    _keep_question(account, Purpose.PROVE, options.challenge, at=at)
    return webauthn.options_to_json(options)


def new_passkey(account: Account, answer: str, name: str, *, relying: Relying, at: datetime) -> Passkey:
    """The passkey the device has made. Raises ``WrongCode`` if the answer is not one to our question."""
    try:
        challenge = _take_question(account, Purpose.ADD, answer, at=at)
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=relying.host,
            expected_origin=relying.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise WrongCode from error
    return Passkey(
        account_id=account.id,
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        name=name,
        created_at=at,
    )


def use_passkey(account: Account, answer: str, *, relying: Relying, at: datetime) -> None:
    """Accept the signature of one of the account's passkeys. Raises ``WrongCode``."""
    try:
        challenge = _take_question(account, Purpose.PROVE, answer, at=at)
        passkey = _named_in(account, answer)
        used = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=relying.host,
            expected_origin=relying.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise WrongCode from error
    passkey.sign_count, passkey.used_at = used.new_sign_count, at


def _descriptors(account: Account) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential_id)) for row in passkeys_of(account.id)]


def _named_in(account: Account, answer: str) -> Passkey:
    """The account's passkey that the answer names. Raises ``WrongCode``."""
    name = str(json.loads(answer)["id"])
    found = next((row for row in passkeys_of(account.id) if row.credential_id == name), None)
    if found is None:
        raise WrongCode
    return found


def _keep_question(account: Account, purpose: Purpose, challenge: bytes, *, at: datetime) -> None:
    changed(delete(PasskeyQuestion).where(PasskeyQuestion.expires_at <= at))
    db.session.add(
        PasskeyQuestion(
            account_id=account.id,
            purpose=purpose.value,
            challenge=bytes_to_base64url(challenge),
            expires_at=at + ANSWERED_WITHIN,
        )
    )


def _take_question(account: Account, purpose: Purpose, answer: str, *, at: datetime) -> bytes:
    """The challenge that was answered, which is thereby spent. Raises ``WrongCode`` if there is none."""
    if len(answer) > LONGEST_ANSWER:
        raise WrongCode
    said = parse_client_data_json(base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"]))
    asked = (
        PasskeyQuestion.account_id == account.id,
        PasskeyQuestion.purpose == purpose.value,
        PasskeyQuestion.challenge == bytes_to_base64url(said.challenge),
        PasskeyQuestion.expires_at > at,
    )
    if not changed(delete(PasskeyQuestion).where(*asked)):
        raise WrongCode
    return said.challenge
