"""Signing in, and choosing a password."""

from lms.accounts import passwords
from lms.accounts.errors import WeakPassword
from lms.accounts.passwords import Weakness
from lms.core.i18n import _, _l, n_
from lms.ui.forms import Checkbox, ContactField, Form, HiddenField, PasswordField

SHARED_HINT = _l("You are signed out when the browser is closed, and after half an hour without a page.")


class SignInForm(Form):
    login = ContactField(_l("E-mail or phone"))
    password = PasswordField(_l("Password"))
    shared = Checkbox(_l("This is a shared computer"), hint=SHARED_HINT, optional=True)
    next = HiddenField()


class ResetForm(Form):
    email = ContactField(_l("Your e-mail address"), missing=_l("Enter an e-mail address."), autocomplete="email")


class NewPasswordForm(Form):
    """For a new password behind a link; ``least`` is set by the view, because staff need a longer one."""

    password = PasswordField(_l("New password"), new=True, missing=_l("Enter a password."))

    def say_weakness(self, error: WeakPassword, *, is_long: bool) -> None:
        self.refuse("password", weakness_in_words(error, is_long=is_long))


def password_hint(*, is_long: bool) -> str:
    """What is asked of a password, before it is typed."""
    least = passwords.shortest(is_long=is_long)
    return n_(
        "At least %(num)d character. A sentence of a few words is good.",
        "At least %(num)d characters. A sentence of a few words is good.",
        least,
    )


def weakness_in_words(error: WeakPassword, *, is_long: bool) -> str:
    least = passwords.shortest(is_long=is_long)
    if error.reason == Weakness.TOO_SHORT:
        return n_("Use at least %(num)d character.", "Use at least %(num)d characters.", least)
    if error.reason == Weakness.TOO_LONG:
        return n_("Use no more than %(num)d character.", "Use no more than %(num)d characters.", passwords.LONGEST)
    if error.reason == Weakness.OWN_WORDS:
        return _("This password is made of your own name or contact. Choose other words.")
    return _("This password is among the first that a stranger would try. Choose other words.")
