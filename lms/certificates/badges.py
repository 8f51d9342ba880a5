"""The certificate as a credential: Open Badges 3.0, which wallets keep and anybody can check without asking us.

The holder downloads it, so the name as printed is in it; no page and no list of ours tells it to anybody else. What
was taken back is a bit in a public list: who looks there does not say whose certificate is meant.

Sources: 1EdTech, *Open Badges 3.0* (AchievementCredential; baking: the credential inside the picture); W3C, *Verifiable
Credentials Data Model 2.0* and *Bitstring Status List 1.0*.
"""

from datetime import datetime, timedelta
from pathlib import Path
from textwrap import wrap
from typing import Any

from flask import current_app, render_template

from lms import credentials
from lms.certificates.models import Certificate
from lms.certificates.queries import places_taken_back
from lms.core.clock import BISHKEK, begin_of
from lms.core.i18n import _, speaking
from lms.core.site import site
from lms.credentials.contexts import CREDENTIALS, OPEN_BADGES

LIST_LENGTH = credentials.LIST_LENGTH
#: Letters in a line of the picture, and how many lines there are for a title.
LINE, LINES = 20, 5


def issuer_address() -> str:
    return f"{current_app.config['SITE_URL']}/api/v1/issuer"


def key_address(key: credentials.Key) -> str:
    return f"{issuer_address()}/keys/{key.id}"


def status_address(number: int) -> str:
    return f"{current_app.config['SITE_URL']}/api/v1/credentials/status/{number}"


def key_folder() -> Path:
    return Path(current_app.config["DATA"]) / "credential-keys"


def profile(*, at: datetime) -> dict[str, Any]:
    """Who issues, and with which keys: all that ever signed."""
    credentials.signing_key(key_folder(), at=at)
    about = site()
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": issuer_address(),
        "type": ["Profile"],
        "name": about.issuer.name["en"] if about.issuer else about.name["en"],
        "url": current_app.config["SITE_URL"],
        "assertionMethod": [multikey(key) for key in credentials.all_keys(key_folder())],
    }


def multikey(key: credentials.Key) -> dict[str, Any]:
    return {
        "id": key_address(key),
        "type": "Multikey",
        "controller": issuer_address(),
        "publicKeyMultibase": key.multibase,
    }


def key_document(key_id: str) -> dict[str, Any] | None:
    """The public half of a key, for verifiers."""
    key = credentials.key_by_id(key_folder(), key_id)
    return None if key is None else {"@context": CREDENTIALS, **multikey(key)}


def credential(certificate: Certificate, *, at: datetime) -> dict[str, Any]:
    """The signed statement. The same certificate and key give the same bytes: its moment is that of the issue."""
    key = credentials.signing_key(key_folder(), at=at)
    return credentials.proven(_statement(certificate), key, method=key_address(key), at=certificate.issued_at)


def _statement(certificate: Certificate) -> dict[str, Any]:
    language, record = certificate.pair[0], certificate.record
    number, place = divmod(certificate.serial, credentials.LIST_LENGTH)
    title = record["title"][language]
    issuer = (record["issuer"] or site().name)[language]
    statement: dict[str, Any] = {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": f"{current_app.config['SITE_URL']}/verify/{certificate.code}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "issuer": {"id": issuer_address(), "type": ["Profile"], "name": issuer},
        "validFrom": _moment(certificate.issued_at),
        "awardedDate": _moment(begin_of(certificate.completed_on)),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": certificate.name_printed,
                    "identityType": "name",
                }
            ],
            "achievement": _achievement(certificate, title, language),
        },
        "credentialStatus": {
            "id": f"{status_address(number)}#{place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(place),
            "statusListCredential": status_address(number),
        },
    }
    if certificate.expires_on is not None:
        ends = begin_of(certificate.expires_on + timedelta(days=1))
        statement["validUntil"] = _moment(ends)
    return statement


def _achievement(certificate: Certificate, title: str, language: str) -> dict[str, Any]:
    record = certificate.record
    module = f"{current_app.config['SITE_URL']}/{language}/modules/{certificate.enrolment.module.slug}"
    with speaking(language):
        return {
            "id": f"{module}#edition-{record['edition']}",
            "type": ["Achievement"],
            "achievementType": "Course",
            "inLanguage": language,
            "name": title,
            # i18n: in a digital credential, about a module
            "description": _("Training module of %(minutes)s minutes", minutes=record["minutes"]),
            "criteria": {
                # i18n: in a digital credential: for what it is given
                "narrative": _("Every lesson finished, the scenario finished and the final quiz passed."),
            },
        }


def status_list(number: int, *, at: datetime) -> dict[str, Any]:
    """The signed list of what was taken back among ``LIST_LENGTH`` certificates from this number on."""
    key = credentials.signing_key(key_folder(), at=at)
    first = number * credentials.LIST_LENGTH
    places = places_taken_back(first, credentials.LIST_LENGTH)
    statement = {
        "@context": [CREDENTIALS],
        "id": status_address(number),
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_address(),
        "validFrom": _moment(at),
        "credentialSubject": {
            "id": f"{status_address(number)}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": credentials.encoded_bits(places),
        },
    }
    return credentials.proven(statement, key, method=key_address(key), at=at)


def picture(certificate: Certificate, *, at: datetime) -> str:
    """The badge as SVG with the credential inside it, in the certificate's first language."""
    language = certificate.pair[0]
    with speaking(language):
        drawn = render_template(
            "certificates/badge.svg",
            certificate=certificate,
            language=language,
            lines=wrap(certificate.record["title"][language], LINE, max_lines=LINES, placeholder=" …"),
        )
    return credentials.baked(drawn, credential(certificate, at=at))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(BISHKEK):%Y-%m-%dT%H:%M:%S}+06:00"
