"""What is typed for the second step of signing in, and to set it up."""

from lms.accounts.queries import SecondStep
from lms.accounts.services import SecondStepAnswer
from lms.core.i18n import _, _l
from lms.ui.forms import Form, HiddenField, PasswordField, TextField

DIGITS = _l("Six digits from the app")
LONGEST_PASSKEY_NAME = 60


class DigitsField(TextField):
    """A number keyboard on a phone; what the browser offers is taken."""

    def __init__(self, *args: object, **options: object) -> None:
        known = {"width": "code", "inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": False}
        super().__init__(*args, **{**known, **options})  # type: ignore[arg-type]


class SecondStepForm(Form):
    """One of three answers is enough; which are offered depends on what the account has."""

    digits = DigitsField(DIGITS, optional=True)
    recovery_code = TextField(
        _l("Recovery code"),
        hint=_l("One of those you have printed or written down. Each works once."),
        optional=True,
        width="name",
        autocomplete="off",
        spellcheck=False,
    )
    passkey = HiddenField()
    next = HiddenField()

    def offer(self, step: SecondStep) -> None:
        """Take away what the account has not."""
        if step.app is None:
            del self.digits

    @property
    def answer(self) -> SecondStepAnswer:
        digits = self.digits.data if "digits" in self else ""
        return SecondStepAnswer(digits or "", self.recovery_code.data or "", self.passkey.data or "")

    def refuse_answer(self) -> None:
        """Said in the same words for digits that are wrong, too old, or were used before."""
        answer = self.answer
        if answer.passkey:
            self.refuse_all(_("The passkey was not accepted. Try again, or choose another way."))
        elif answer.recovery_code:
            self.refuse("recovery_code", _("This code does not work. Each recovery code works once."))
        elif "digits" in self:
            self.refuse("digits", _("These digits do not work. Wait for the next ones in the app and enter those."))

    def lacks_answer(self) -> bool:
        """Nothing was given; said on the form."""
        if self.answer:
            return False
        if "digits" in self:
            self.refuse("digits", _("Enter the six digits that the app shows now."))
        else:
            self.refuse("recovery_code", _("Use your passkey, or enter a recovery code."))
        return True


class ConfirmForm(SecondStepForm):
    """The person who is signed in proves it again."""

    password = PasswordField(_l("Password"))


class AppForm(Form):
    """``app`` carries the secret that the page shows, signed; the digits prove that it has arrived in the app."""

    digits = DigitsField(DIGITS, missing=_l("Enter the six digits that the app shows now."))
    app = HiddenField()
    next = HiddenField()


class PasskeyForm(Form):
    name = TextField(
        _l("Name of the passkey"),
        hint=_l("By which you will recognise it, such as “office computer”."),
        missing=_l("Give the passkey a name."),
        max_length=LONGEST_PASSKEY_NAME,
    )
    passkey = HiddenField()
    next = HiddenField()
