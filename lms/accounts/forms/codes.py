"""Typing a code that was handed over."""

from lms.accounts.forms.answers import check_contact
from lms.accounts.forms.signing_in import SHARED_HINT, NewPasswordForm
from lms.accounts.models import CodePurpose
from lms.accounts.services.codes import LENGTHS
from lms.core.codes import is_code, read_code
from lms.core.i18n import _, _l
from lms.ui.forms import Checkbox, ContactField, Form, PasswordField, TextArea, TextField, ValidationError

LONGEST_REASON = 300


def check_contact_code(form: Form, field: TextField) -> None:
    """Only the shape: whether it is the code is judged with the account, and counted."""
    if not is_code(read_code(field.data), LENGTHS[CodePurpose.CONTACT]):
        raise ValidationError(
            _("This code has 8 letters and digits, never the letters I, L, O or U. Check both groups.")
        )


def check_password_code(form: Form, field: TextField) -> None:
    if not is_code(read_code(field.data), LENGTHS[CodePurpose.PASSWORD]):
        raise ValidationError(
            _("This code has 12 letters and digits, never the letters I, L, O or U. Check each group of four.")
        )


class CodeRequestForm(Form):
    login = ContactField(_l("Your e-mail or phone"), [check_contact])


class PasswordCodeForm(NewPasswordForm):
    login = ContactField(_l("Your e-mail or phone"), [check_contact])
    code = TextField(
        _l("Code"),
        [check_password_code],
        missing=_l("Enter the code."),
        hint=_l("12 letters and digits in three groups. Small letters, spaces and hyphens make no difference."),
        autocomplete="one-time-code",
        spellcheck=False,
    )
    password = PasswordField(_l("New password"), new=True, missing=_l("Enter a password."))
    shared = Checkbox(_l("This is a shared computer"), hint=SHARED_HINT, optional=True)


class DecisionForm(Form):
    reason = TextArea(
        _l("Reason"),
        hint=_l("How you made sure who it is, or why not. The person reads it in the profile."),
        missing=_l("Write the reason."),
        limit=LONGEST_REASON,
        rows=3,
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
