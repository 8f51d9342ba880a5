"""Why something is done: asked in the same words wherever it is kept."""

from typing import Any

from lms.core.i18n import _l
from lms.ui.forms.typed import TextArea

LONGEST_REASON = 500


def reason_field(label: Any = None, *, hint: Any = None, missing: Any = None, limit: int = LONGEST_REASON) -> TextArea:
    """A field of its own for each form: the order of making is the order in which errors are listed."""
    return TextArea(
        label or _l("Reason"),
        hint=hint or _l("It stays in the audit log."),
        missing=missing or _l("Write the reason."),
        limit=limit,
        rows=3,
    )
