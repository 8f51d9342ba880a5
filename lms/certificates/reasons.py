"""Why a certificate may be revoked: codes with words in three languages, read from ``content/revocation-reasons.yaml``.

The codes are counted in reports; the words are for the holder and the coordinator.
"""

from pathlib import Path

import msgspec
import yaml
from flask import current_app

from lms.core.i18n import in_language
from lms.core.site import Known, Words, kept_fresh


class Reason(Known, frozen=True):
    code: str
    name: Words


def reasons() -> tuple[Reason, ...]:
    """In the order in which they are offered."""
    return kept_fresh(current_app.config["CONTENT"] / "revocation-reasons.yaml", _read)


def _read(path: Path) -> tuple[Reason, ...]:
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), tuple[Reason, ...])


def reason_in_words(code: str) -> str:
    """In the language of the page; the code itself if the list has lost it."""
    return next((in_language(reason.name) for reason in reasons() if reason.code == code), code)
