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
            "revoked_reason": certificate.revoked_reason,
            "lookups_by_day": {row.day: row.count for row in queries.lookups_of(certificate.id)},
        }
        for certificate in queries.all_certificates_of(person_id)
    ]


@recognises("Certificate")
def certificate_ids(person_id: UUID) -> list[UUID]:
    """The audit log speaks of certificates by these ids."""
    return [certificate.id for certificate in queries.all_certificates_of(person_id)]
