"""A person's certificates, for the copy of the data held about that person."""

from typing import Any
from uuid import UUID

from lms.certificates import queries
from lms.people.exports import contributes, recognises


@contributes("certificates")
def certificates(person_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "code": certificate.code,
            "serial": certificate.serial,
            "state": certificate.state,
            "name_printed": certificate.name_printed,
            "is_name_public": certificate.is_name_public,
            "languages": certificate.languages,
            "studied": certificate.record,
            "completed_on": certificate.completed_on,
            "issued_at": certificate.issued_at,
            "expires_on": certificate.expires_on,
            "revoked_at": certificate.revoked_at,
            "revoked_code": certificate.revoked_code,
            "revoked_reason": certificate.revoked_reason,
            "lookups_by_day": {row.day: row.count for row in queries.lookups_of(certificate.id)},
        }
        for certificate in queries.all_certificates_of(person_id)
    ]


@contributes("certificate_corrections")
def corrections(person_id: UUID) -> list[dict[str, Any]]:
    codes = {certificate.id: certificate.code for certificate in queries.all_certificates_of(person_id)}
    return [
        {
            "certificate": codes[correction.certificate_id],
            "state": correction.state,
            "name": correction.name,
            "languages": correction.languages,
            "why": correction.why,
            "evidence": correction.evidence,
            "asked_at": correction.asked_at,
            "ended_at": correction.ended_at,
            "answer": correction.answer,
            "successor": codes.get(correction.successor_id) if correction.successor_id else None,
        }
        for correction in queries.all_corrections_of(person_id)
    ]


@recognises("Certificate")
def certificate_ids(person_id: UUID) -> list[UUID]:
    """The audit log speaks of certificates by these ids."""
    return [certificate.id for certificate in queries.all_certificates_of(person_id)]


@recognises("Correction")
def correction_ids(person_id: UUID) -> list[UUID]:
    """The same for requests."""
    return [correction.id for correction in queries.all_corrections_of(person_id)]
