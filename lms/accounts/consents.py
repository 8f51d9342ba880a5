"""The consents in the words of the page: what each text says, and which exact text was agreed to."""

from collections.abc import Sequence

from lms.core.i18n import language
from lms.core.site import SiteText, site_text
from lms.people.models import Purpose
from lms.people.services import Agreement


def text_of(purpose: Purpose) -> SiteText:
    """In the language of the page."""
    return site_text(f"consent-{purpose.value}", language())


def texts() -> dict[str, SiteText]:
    """Purpose to its text, the required one first."""
    return {purpose.value: text_of(purpose) for purpose in Purpose}


def agreement_to(purpose: Purpose) -> Agreement:
    text = text_of(purpose)
    return Agreement(purpose, text.version, text.hash, text.language)


def agreements_to(purposes: Sequence[Purpose]) -> list[Agreement]:
    return [agreement_to(purpose) for purpose in purposes]
