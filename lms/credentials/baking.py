"""A credential inside its picture, so that one file carries both.

Source: 1EdTech, *Open Badges 3.0*, Baked Badge, SVG: the namespace on the root, the credential as the first element.
"""

import json
from collections.abc import Mapping
from typing import Any

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"


def baked(picture: str, credential: Mapping[str, Any]) -> str:
    """``picture`` is an SVG whose first ``>`` ends its root's tag."""
    # In JSON the end mark of the section can only stand inside a text, where its last sign may be written as a number.
    said = json.dumps(credential, ensure_ascii=False).replace("]]>", "]]\\u003e")
    root, rest = picture.split(">", 1)
    inside = f"<openbadges:credential><![CDATA[{said}]]></openbadges:credential>"
    return f'{root} xmlns:openbadges="{NAMESPACE}">{inside}{rest}'
