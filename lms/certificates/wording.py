"""What a certificate says, written once when it is issued and frozen with it.

``facts`` is what the template prints (see ``documents/certificate.typ``), ``record`` what the public page tells about
the study. A later change of the person, the module, the site or the translations changes neither.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from lms.certificates.codes import SAMPLE
from lms.core.i18n import LANGUAGES, _, in_language, speaking
from lms.core.installation import DEMONSTRATION, kind_of_database
from lms.core.site import Site, site
from lms.documents import qr_svg
from lms.ui.filters import duration, long_date

TEMPLATE = Path(__file__).with_name("documents") / "certificate.typ"


@dataclass(frozen=True)
class Studied:
    """What was studied and when: all that a certificate certifies."""

    module_code: str
    title: Mapping[str, str]
    minutes: int
    edition: int
    completed_on: date
    expires_on: date | None


def wording(study: Studied, *, name: str, code: str, languages: tuple[str, str]) -> dict[str, Any]:
    """Everything that is printed and shown, ready to be frozen."""
    return {"facts": facts(study, name=name, code=code, languages=languages), "record": record(study)}


def record(study: Studied) -> dict[str, Any]:
    """In all three languages, because the public page speaks the reader's."""
    issuer = site().issuer
    return {
        "module_code": study.module_code,
        "title": {code: in_language(study.title, code) for code in LANGUAGES},
        "minutes": study.minutes,
        "edition": study.edition,
        "issuer": {code: in_language(issuer.name, code) for code in LANGUAGES} if issuer else None,
    }


def facts(study: Studied, *, name: str, code: str, languages: tuple[str, str]) -> dict[str, Any]:
    """The template's facts."""
    address = f"{current_app.config['SITE_URL']}/verify/{code}"
    return {
        "languages": list(languages),
        "name": name,
        "code": code,
        "address": address,
        "short_address": f"{urlsplit(address).netloc}/verify",
        "qr": qr_svg(address),
        "mark": _mark(code, languages),
        "texts": {language: _texts(study, language) for language in languages},
    }


def sample_name(language: str) -> str:
    with speaking(language):
        # i18n: stands on a sample of a certificate where the name will be
        return _("Family name and given name")


def _mark(code: str, languages: tuple[str, str]) -> dict[str, str] | None:
    """What must stand across the top of a paper that certifies nothing."""
    marks = {}
    for language in languages:
        with speaking(language):
            # i18n: across the top of a certificate that an author looks at while writing a module
            marks[language] = _("Sample") if code == SAMPLE else _("Demonstration data")
    return marks if code == SAMPLE or kind_of_database() == DEMONSTRATION else None


def _texts(study: Studied, language: str) -> dict[str, Any]:
    about = site()
    with speaking(language):
        return {
            "service": in_language(about.name),
            # i18n: title of the certificate
            "heading": _("Certificate of completion"),
            # i18n: on the certificate, under the name and above the title of the module
            "statement": _("Training module completed, final quiz passed"),
            "module": in_language(study.title),
            "details": _details(study),
            # i18n: on the certificate, before the name of a body
            "issuer": {"label": _("Issued by"), "value": in_language(about.issuer.name)} if about.issuer else None,
            "partners": _partners(about),
            "signatories": [
                {"name": in_language(signatory.name), "position": in_language(signatory.position)}
                for signatory in about.signatories_on(study.completed_on)
            ],
            # i18n: on the certificate, above the address and the QR code
            "check": _("Check this certificate"),
            # i18n: on the certificate, above the code
            "code_label": _("Code"),
            # i18n: alternative text of the QR code on the certificate
            "qr_alt": _("QR code that leads to the page where this certificate is checked"),
        }


def _details(study: Studied) -> list[dict[str, str]]:
    details = [
        # i18n: on the certificate, before the hours of study
        (_("Length"), duration(study.minutes)),
        # i18n: on the certificate, before the number of the module's edition
        (_("Edition"), str(study.edition)),
        # i18n: on the certificate, before a date
        (_("Completed on"), long_date(study.completed_on)),
    ]
    if study.expires_on is not None:
        # i18n: on the certificate, before a date
        details.append((_("Valid until"), long_date(study.expires_on)))
    return [{"label": label, "value": value} for label, value in details]


def _partners(about: Site) -> dict[str, str] | None:
    if not about.partners:
        return None
    # i18n: on the certificate, before the names of bodies
    return {"label": _("Partners"), "value": "; ".join(in_language(partner.name) for partner in about.partners)}


def hash_of(frozen: Mapping[str, Any]) -> str:
    """SHA-256 of the wording in one canonical spelling."""
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def template_version() -> str:
    """The first 16 digits of the SHA-256 of the template, which has no number of its own to be forgotten."""
    return hashlib.sha256(TEMPLATE.read_bytes()).hexdigest()[:16]
