"""Typing a code that was handed over."""

from lms.accounts.models import CodePurpose
from lms.accounts.services.codes import LENGTHS
from lms.core.codes import is_code, read_code
from lms.core.i18n import _, _l
from lms.ui.forms import Form, TextField, ValidationError


def check_contact_code(form: Form, field: TextField) -> None:
    """Only the shape: whether it is the code is judged with the account, and counted."""
    if not is_code(read_code(field.data), LENGTHS[CodePurpose.CONTACT]):
        raise ValidationError(
            _("This code has 8 letters and digits, never the letters I, L, O or U. Check both groups.")
        )


class ContactCodeForm(Form):
    code = TextField(
        _l("Code"),
        [check_contact_code],
        missing=_l("Enter the code."),
        hint=_l("8 letters and digits in two groups. Small letters, spaces and hyphens make no difference."),
        autocomplete="one-time-code",
        spellcheck=False,
    )
