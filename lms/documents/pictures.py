"""Drawings as pictures, for files that hold no SVG: the same typesetter and the same letters as in the PDF."""

import json
from base64 import b64decode
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from lms.documents.rendering import typeset

TEMPLATE = Path(__file__).with_name("pictures.typ")
#: Of no meaning: a picture carries no date.
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def pictures_of(drawings: Sequence[str]) -> list[bytes]:
    """A PNG of each SVG; the same drawing gives the same bytes. Raises DocumentRefused."""
    if not drawings:
        return []
    facts = {"pictures": list(drawings)}
    made = typeset(TEMPLATE, {"facts": facts}, at=NO_DAY, form="png")
    return [b64decode(picture) for picture in json.loads(made)]
