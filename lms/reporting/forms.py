"""What those who keep an institution's record may type."""

from lms.core.i18n import _l
from lms.ui.forms import Form, reason_field

LONGEST_REASON = 300


class RefusalForm(Form):
    """Why somebody does not work at the place named. The person reads it."""

    reason = reason_field(
        hint=_l("The people concerned read it in their profile, and it stays in the audit log."), limit=LONGEST_REASON
    )
