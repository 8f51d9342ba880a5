"""From slips to one PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

from lms.core.i18n import _, in_language, speaking
from lms.core.installation import is_demonstration
from lms.core.site import site
from lms.documents.qr import qr_svg
from lms.documents.rendering import render_pdf

TEMPLATE = Path(__file__).with_name("slips.typ")
#: Of one document; more would go beyond the memory and the time that the typesetter is given.
MOST_SLIPS = 800


class TooManySlips(ValueError):
    """More than one document holds; the caller prints them in portions."""


@dataclass(frozen=True)
class Slip:
    """One person's slip. ``purpose`` and ``note`` are sentences in the ``language`` of that person.

    ``code`` is printed as it is, so it comes grouped. ``address`` is a page of ours in full, short enough to be typed;
    ``link`` is what the QR code says if that is more, for instance the same address with the code in it.
    """

    name: str
    purpose: str
    code: str
    address: str
    language: str
    note: str | None = None
    link: str | None = None


def print_slips(slips: Sequence[Slip], *, title: str, language: str, at: datetime) -> bytes:
    """The PDF, for whoever hands the slips out: ``title`` and ``language`` are that person's.

    Raises ValueError for no slip at all, TooManySlips, UnprintableText (a name holds a letter that the fonts lack;
    ``text`` says which name) and DocumentRefused.
    """
    if not slips:
        message = "There is nothing to print"
        raise ValueError(message)
    if len(slips) > MOST_SLIPS:
        message = f"{len(slips)} slips, and one document holds {MOST_SLIPS}"
        raise TooManySlips(message)
    facts = {"slips": [_facts(slip) for slip in slips]}
    return render_pdf(TEMPLATE, language=language, title=title, facts=facts, at=at)


def _facts(slip: Slip) -> dict[str, object]:
    link = slip.link or slip.address
    with speaking(slip.language):
        return {
            "language": slip.language,
            "service": in_language(site().name),
            "mark": _("Demonstration data") if is_demonstration(current_app) else None,
            "name": slip.name,
            "purpose": slip.purpose,
            "code": slip.code,
            # i18n: on a printed slip, above the code that a person types
            "code_label": _("Code"),
            # i18n: on a printed slip, above the address that a person types into the browser
            "address_label": _("Address to open"),
            "address": _typed(slip.address),
            "link": link,
            "qr": qr_svg(link),
            # i18n: alternative text of the QR code on a printed slip
            "qr_alt": _("QR code that opens this address"),
            "note": slip.note,
            "help": _help(),
        }


def _typed(address: str) -> str:
    """As a person types it: the browser adds the scheme by itself."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}" if parts.netloc else address


def _help() -> dict[str, str] | None:
    """Where to ask; absent as long as the service has no number of its own."""
    support = site().support
    if support is None or not support.phone:
        return None
    hours = f", {in_language(support.hours)}" if support.hours else ""
    # i18n: on a printed slip, before a telephone number
    return {"label": _("Help by phone"), "value": f"{support.phone}{hours}"}
