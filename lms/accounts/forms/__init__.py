"""What a person may type: to sign in, to register, in the profile."""

from lms.accounts.forms.closing import ClosingForm
from lms.accounts.forms.codes import CodeRequestForm, ContactCodeForm, DecisionForm, PasswordCodeForm
from lms.accounts.forms.profile import (
    AboutForm,
    ChangePasswordForm,
    ContactForm,
    LanguageForm,
    NamesForm,
)
from lms.accounts.forms.registering import AboutStep, ConsentStep, ContactStep, PlaceStep, WorkForm, WorkStep
from lms.accounts.forms.second_step import AppForm, ConfirmForm, PasskeyForm, SecondStepForm
from lms.accounts.forms.signing_in import NewPasswordForm, ResetForm, SignInForm, password_hint

__all__ = [
    "AboutForm",
    "AboutStep",
    "AppForm",
    "ChangePasswordForm",
    "ClosingForm",
    "CodeRequestForm",
    "ConfirmForm",
    "ConsentStep",
    "ContactCodeForm",
    "ContactForm",
    "ContactStep",
    "DecisionForm",
    "LanguageForm",
    "NamesForm",
    "NewPasswordForm",
    "PasskeyForm",
    "PasswordCodeForm",
    "PlaceStep",
    "ResetForm",
    "SecondStepForm",
    "SignInForm",
    "WorkForm",
    "WorkStep",
    "password_hint",
]
