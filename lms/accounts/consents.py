"""The consents in the words of the page: what each text says, and which exact text was agreed to."""

from collections.abc import Sequence
from uuid import UUID

from lms.core.i18n import language
from lms.core.site import SiteText, site_text
from lms.people.models import Purpose
from lms.people.queries import consent_in_force
from lms.people.services import Agreement

#: Kept in the cookie: where somebody was going who has to agree first.
AFTER_CONSENT = "after_consent"


def text_of(purpose: Purpose, code: str | None = None) -> SiteText:
    """In the given language, or in that of the page."""
    return site_text(f"consent-{purpose.value}", code or language())


def texts() -> dict[str, SiteText]:
    """Purpose to its text, the required one first."""
    return {purpose.value: text_of(purpose) for purpose in Purpose}


def agreement_to(purpose: Purpose, code: str | None = None) -> Agreement:
    text = text_of(purpose, code)
    return Agreement(purpose, text.version, text.hash, text.language)


def agreements_to(purposes: Sequence[Purpose], code: str | None = None) -> list[Agreement]:
    return [agreement_to(purpose, code) for purpose in purposes]


def outdated(person_id: UUID) -> list[Purpose]:
    """Purposes the person agreed to in an older version of the text than the one that holds now.

    Nothing is blocked by it: the consent given stands until the person decides about the new text.
    """
    given = ((purpose, consent_in_force(person_id, purpose)) for purpose in Purpose)
    return [
        purpose
        for purpose, consent in given
        if consent is not None and consent.text_version != text_of(purpose, consent.language).version
    ]
