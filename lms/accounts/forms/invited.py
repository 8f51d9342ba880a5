"""What an invited person types: the password and the profession, then the rest in one page."""

from lms.accounts.forms.answers import profession_groups
from lms.accounts.forms.registering import AboutStep, ConsentStep
from lms.accounts.forms.signing_in import SHARED_HINT, NewPasswordForm
from lms.core.i18n import _, _l
from lms.invitations.codes import code_from
from lms.ui.forms import Checkbox, Form, PasswordField, Picker, TextArea, TextField, ValidationError

LONGEST_REASON = 500


def check_code(form: Form, field: TextField) -> None:
    if code_from(field.data) is None:
        raise ValidationError(
            _("A code has 16 letters and digits, never the letters I, L, O or U. Check each group of four.")
        )


class CodeForm(Form):
    code = TextField(
        _l("Code of your invitation"),
        [check_code],
        missing=_l("Enter the code."),
        hint=_l(
            "16 letters and digits in groups of four, as printed on the slip. Small letters, spaces and hyphens make "
            "no difference."
        ),
        autocomplete="off",
        spellcheck=False,
    )


class InvitedStep(NewPasswordForm):
    password = PasswordField(_l("Password"), new=True, missing=_l("Enter a password."))
    shared = Checkbox(_l("This is a shared computer"), hint=SHARED_HINT, optional=True)
    profession = Picker(_l("Profession"), search_label=_l("Search in the list"), missing=_l("Choose your profession."))

    def offer(self, kind: str | None) -> None:
        """Professions usual at such an institution first."""
        self.profession.groups = profession_groups(kind)


class InvitedAboutStep(AboutStep, ConsentStep):
    """The same questions as in the last two steps of a registration."""


class DeclineForm(Form):
    reason = TextArea(
        _l("Why not?"),
        hint=_l("If you like. The person who invited you reads it."),
        optional=True,
        limit=LONGEST_REASON,
        rows=4,
        letters=True,
    )
