"""From frozen wording to the PDF."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.certificates.wording import TEMPLATE
from lms.documents import render_pdf


def pdf_of(facts: Mapping[str, Any], *, at: datetime) -> bytes:
    """The certificate on paper; the same facts and moment give the same bytes.

    Raises DocumentRefused, UnprintableText.
    """
    main = facts["languages"][0]
    return render_pdf(TEMPLATE, language=main, title=facts["texts"][main]["heading"], facts=facts, at=at)
