"""What a person may type: to sign in, to register, in the profile."""

from lms.accounts.forms.profile import (
    AboutForm,
    ChangePasswordForm,
    ContactForm,
    LanguageForm,
    NamesForm,
)
from lms.accounts.forms.registering import AboutStep, ConsentStep, ContactStep, PlaceStep, WorkForm, WorkStep
from lms.accounts.forms.signing_in import ConfirmForm, NewPasswordForm, ResetForm, SignInForm, password_hint

__all__ = [
    "AboutForm",
    "AboutStep",
    "ChangePasswordForm",
    "ConfirmForm",
    "ConsentStep",
    "ContactForm",
    "ContactStep",
    "LanguageForm",
    "NamesForm",
    "NewPasswordForm",
    "PlaceStep",
    "ResetForm",
    "SignInForm",
    "WorkForm",
    "WorkStep",
    "password_hint",
]
