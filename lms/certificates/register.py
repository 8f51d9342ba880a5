"""The register for the archive: one line for every running number, in their order, and no name.

Whoever holds a certificate can prove that its line is theirs: the fingerprint is the SHA-256 of code and name.
Kept for years without telling who took part: code, module, days, fingerprint (retention, minimal record).
"""

from collections.abc import Iterator, Mapping, Sequence

from lms.certificates.codes import grouped
from lms.certificates.names import fingerprint
from lms.certificates.queries import register_lines
from lms.core.clock import local_day
from lms.core.i18n import _, in_language
from lms.sheets import Column, Kind


def columns() -> Sequence[Column]:
    return (
        Column("serial", _("Number"), Kind.INTEGER),
        Column("code", _("Code")),
        Column("module", _("Module")),
        Column("title", _("Title"), width=40),
        Column("edition", _("Edition"), Kind.INTEGER),
        Column("completed_on", _("Completed on"), Kind.DATE),
        Column("issued_on", _("Issued on"), Kind.DATE),
        Column("expires_on", _("Valid until"), Kind.DATE),
        Column("state", _("State")),
        Column("revoked_on", _("Revoked on"), Kind.DATE),
        Column("reason", _("Reason code")),
        Column("successor", _("Replaced by number"), Kind.INTEGER),
        Column("name_hash", _("Fingerprint of the name")),
        Column("wording_hash", _("Fingerprint of the wording")),
    )


def rows() -> Iterator[Mapping[str, object]]:
    """Every certificate ever issued, by running number."""
    for certificate, successor in register_lines():
        record = certificate.record
        yield {
            "serial": certificate.serial,
            "code": grouped(certificate.code),
            "module": record["module_code"],
            "title": in_language(record["title"]),
            "edition": record["edition"],
            "completed_on": certificate.completed_on,
            "issued_on": local_day(certificate.issued_at),
            "expires_on": certificate.expires_on,
            "state": certificate.state.value,
            "revoked_on": local_day(certificate.revoked_at) if certificate.revoked_at else None,
            "reason": certificate.revoked_code,
            "successor": successor,
            "name_hash": certificate.name_hash or fingerprint(certificate.code, certificate.name_printed),
            "wording_hash": certificate.wording_hash,
        }


def missing(serials: Sequence[int]) -> list[int]:
    """Running numbers that are not there: none may ever be."""
    return sorted(set(range(1, max(serials, default=0) + 1)) - set(serials))
