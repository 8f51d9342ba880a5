"""Certificates of the synthetic population: rows without a file, as for a paper that nobody has asked for yet."""

import hashlib
import json
from datetime import datetime, timedelta
from random import Random
from typing import Any

from lms.certificates.models import CertificateState
from lms.enrolments.models import EnrolmentState
from lms.reporting.seed.answering import Shelf
from lms.reporting.seed.people import new_uuid
from lms.reporting.seed.studies import Rows

ASKED_FOR, CORRECTED, REVOKED = 0.95, 0.006, 0.002
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 26
REVOKED_CODE = "issued-in-error"
REVOKED_REASON = "Demonstration: issued by mistake."
TEMPLATE = "demonstration"


def certificate_rows(rng: Random, rows: Rows, shelves: list[Shelf], serial: int, *, until: datetime) -> int:
    """Add the certificates of a batch's completions; the next free serial number."""
    records = {shelf.module_id: _record(shelf) for shelf in shelves}
    names = {row["person_id"]: row["full_name"] for row in reversed(rows["names"])}
    for enrolment in rows["enrolments"]:
        if enrolment["state"] is not EnrolmentState.COMPLETED or rng.random() > ASKED_FOR:
            continue
        issued_at = enrolment["completed_at"] + timedelta(minutes=rng.uniform(2, 600))
        if issued_at > until:
            continue
        record = records[enrolment["module_id"]]
        first = _row(rng, enrolment, names[enrolment["person_id"]], record, issued_at, serial)
        serial += 1
        if rng.random() < CORRECTED:
            second = _row(rng, enrolment, names[enrolment["person_id"]], record, issued_at, serial)
            serial += 1
            first.update(state=CertificateState.CORRECTED, superseded_by_id=second["id"])
            rows["certificates"].append(second)
        elif rng.random() < REVOKED:
            first.update(
                state=CertificateState.REVOKED,
                revoked_at=issued_at,
                revoked_code=REVOKED_CODE,
                revoked_reason=REVOKED_REASON,
            )
        rows["certificates"].append(first)
    return serial


def _record(shelf: Shelf) -> dict[str, Any]:
    """What was studied, as the public page tells it."""
    document = shelf.document
    return {
        "module_code": document.code,
        "title": {"ky": document.title["ky"], "ru": document.title["ru"], "en": document.title["en"]},
        "minutes": document.minutes,
        "edition": shelf.edition_number,
        "issuer": None,
    }


def _row(
    rng: Random, enrolment: dict[str, Any], name: str, record: dict[str, Any], at: datetime, serial: int
) -> dict[str, Any]:
    wording = {"record": record}
    return {
        "id": new_uuid(rng, at),
        "code": "".join(rng.choices(CROCKFORD, k=CODE_LENGTH)),
        "serial": serial,
        "enrolment_id": enrolment["id"],
        "state": CertificateState.VALID,
        "name_printed": name,
        "initials": " ".join(f"{word[0]}." for word in name.split()[:2]),
        "is_name_public": False,
        "languages": "ru+en" if enrolment["language"] == "ru" else "ky+en",
        "wording": wording,
        "wording_hash": hashlib.sha256(json.dumps(wording, sort_keys=True).encode()).hexdigest(),
        "template_version": TEMPLATE,
        "completed_on": enrolment["completed_on"],
        "issued_at": at,
        "expires_on": None,
        "superseded_by_id": None,
        "revoked_at": None,
        "revoked_code": None,
        "revoked_reason": None,
        "file_key": None,
        "file_size": None,
    }
