"""What this room takes away when a person leaves: the name, everywhere, and the paper that carries it.

The certificate itself stays valid under its code if the person wants that. Its page then shows no name, but still
answers whether a typed name is the one that was printed: a fingerprint is kept instead of the name.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from lms.certificates.models import Certificate, CertificateState, CorrectionState
from lms.certificates.names import fingerprint
from lms.certificates.queries import all_certificates_of, all_corrections_of
from lms.core import files
from lms.people.leaving import Wish, forgets

#: Code of ``content/revocation-reasons.yaml``.
ASKED = "holder-asked"


@forgets("certificates")
def forget_names(person_id: UUID, wish: Wish, at: datetime) -> int:
    certificates = all_certificates_of(person_id)
    for certificate in certificates:
        _forget_name(certificate)
        if not wish.keeps_certificates and certificate.state is CertificateState.VALID:
            certificate.state, certificate.revoked_at = CertificateState.REVOKED, at
            certificate.revoked_code, certificate.revoked_reason = ASKED, ""
    for correction in all_corrections_of(person_id):
        if correction.state is CorrectionState.OPEN:
            correction.state, correction.ended_at = CorrectionState.TAKEN_BACK, at
        correction.name = correction.why = ""
        correction.evidence = None
        correction.answer = None if correction.answer is None else ""
    return len(certificates)


def _forget_name(certificate: Certificate) -> None:
    if certificate.name_hash is None:
        certificate.name_hash = fingerprint(certificate.code, certificate.name_printed)
    if certificate.file_key is not None:
        files.remove(certificate.file_key)
    certificate.name_printed, certificate.initials, certificate.is_name_public = "", "", False
    certificate.wording = _without_name(certificate.wording)
    certificate.file_key = certificate.file_size = None


def _without_name(wording: Mapping[str, Any]) -> dict[str, Any]:
    """A new mapping, so that the change is seen. ``wording_hash`` stays that of the whole wording, as evidence."""
    return {**wording, "facts": {**wording["facts"], "name": ""}}
