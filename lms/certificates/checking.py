"""What a stranger may ask about a certificate: whether it stands, and whether a name is the one printed on it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.accounts.services import Pace, forgive, take_try
from lms.certificates import names
from lms.certificates.codes import SAMPLE, is_code, read_code
from lms.certificates.models import Certificate, CertificateLookup, CertificateState
from lms.certificates.queries import certificate_by_code
from lms.core.transactions import apart_later, roll_back

#: Wrong names are for people who mistype, not for lists of names.
NAME_PACE = Pace(free=5, longest=300)
#: Codes cannot be guessed; a slow pace only spares the database. A workshop may share one address.
UNKNOWN_CODE_PACE = Pace(free=40, longest=60)


class Standing(StrEnum):
    """The answer to "is this certificate real?"."""

    VALID = "valid"
    EXPIRED = "expired"
    CORRECTED = "corrected"
    REVOKED = "revoked"
    SAMPLE = "sample"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What the public page says. ``typed`` is the code as it was read."""

    standing: Standing
    typed: str
    certificate: Certificate | None = None

    @property
    def record(self) -> Mapping[str, Any]:
        return self.certificate.record if self.certificate else {}

    @property
    def is_misspelt(self) -> bool:
        """Too short, too long or with a letter no code has."""
        return not is_code(self.typed)

    @property
    def shows_name(self) -> bool:
        """A name is shown only if the holder chose so, and never beside a certificate that no longer stands."""
        return self.asks_name and self.certificate is not None and self.certificate.is_name_public

    @property
    def asks_name(self) -> bool:
        return self.standing in (Standing.VALID, Standing.EXPIRED)


def look_up(typed: str, *, address: str, day: date, at: datetime) -> Answer:
    """What stands under a code. Raises TooManyTries when one address asks for very many that do not exist."""
    code = read_code(typed)
    if code == SAMPLE:
        return Answer(Standing.SAMPLE, code)
    certificate = certificate_by_code(code) if is_code(code) else None
    if certificate is None:
        roll_back()  # the try is counted in a transaction of its own
        take_try(f"certificate-codes:{short_hash(address)}", UNKNOWN_CODE_PACE, at=at)
        return Answer(Standing.UNKNOWN, code)
    return Answer(standing_of(certificate, day), code, certificate)


def short_hash(address: str) -> str:
    """Addresses are counted, not kept."""
    return hashlib.sha256(address.encode()).hexdigest()[:32]


def standing_of(certificate: Certificate, day: date) -> Standing:
    """What a reader may rely on that day."""
    if certificate.state is CertificateState.VALID:
        return Standing.EXPIRED if certificate.is_expired(day) else Standing.VALID
    return Standing(certificate.state.value)


def name_matches(certificate: Certificate, typed: str, *, at: datetime) -> bool:
    """Whether this name is printed on it. Raises TooManyTries.

    Ends the caller's transaction, because tries are counted in one of their own.
    """
    key, printed = f"certificate-name:{certificate.id}", certificate.name_printed
    code, name_hash = certificate.code, certificate.name_hash
    roll_back()
    take_try(key, NAME_PACE, at=at)
    is_right = names.fingerprint(code, typed) == name_hash if name_hash else names.matches(typed, printed)
    if not is_right:
        return False
    forgive(key)
    return True


def count_lookup(certificate: Certificate, *, day: date) -> None:
    """One more look that day. Who looked is not kept. Saved after the request, whose own transaction only reads."""
    certificate_id = certificate.id
    add_one = (
        update(CertificateLookup)
        .where(CertificateLookup.certificate_id == certificate_id, CertificateLookup.day == day)
        .values(count=CertificateLookup.count + 1)
        .execution_options(synchronize_session=False)
    )

    def write(session: Session) -> None:
        if session.execute(add_one).rowcount:  # type: ignore[attr-defined]
            return
        try:
            with session.begin_nested():
                session.add(CertificateLookup(certificate_id=certificate_id, day=day, count=1))
        except IntegrityError:  # somebody else looked first that day, at this very moment
            session.execute(add_one)

    apart_later(write)
