"""What those who keep an institution's record may type."""

from lms.core.i18n import _l
from lms.ui.forms import Form, TextArea

LONGEST_REASON = 300


class RefusalForm(Form):
    """Why somebody does not work at the place named. The person reads it."""

    reason = TextArea(
        _l("Reason"),
        hint=_l("The people concerned read it in their profile, and it stays in the audit log."),
        missing=_l("Write the reason"),
        limit=LONGEST_REASON,
        rows=3,
    )
