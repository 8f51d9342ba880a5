"""Correcting what is known of oneself."""

from lms.accounts.forms.answers import (
    LONGEST_NAME,
    SEX_LABEL,
    SEX_MISSING,
    SEX_OPTIONS,
    check_contact,
    check_latin,
    check_name,
    profession_groups,
)
from lms.accounts.forms.signing_in import NewPasswordForm
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _, _l
from lms.ui.forms import ContactField, Form, Option, PasswordField, Picker, Radios, TextField, YearField

FIRST_BIRTH_YEAR = 1900


class NamesForm(Form):
    """The name in up to three spellings; a certificate offers them to be confirmed."""

    ky = TextField(
        _l("In Kyrgyz"), [check_name], optional=True, max_length=LONGEST_NAME, spellcheck=False, letters=True, lang="ky"
    )
    ru = TextField(_l("In Russian"), [check_name], optional=True, max_length=LONGEST_NAME, spellcheck=False, lang="ru")
    en = TextField(
        _l("In Latin letters"), [check_latin], optional=True, max_length=LONGEST_NAME, spellcheck=False, lang="en"
    )

    def validate(self, extra_validators: object = None) -> bool:
        """At least one spelling."""
        is_valid = super().validate(extra_validators)
        if not (self.ky.data or self.ru.data or self.en.data):
            self.refuse("ky", _("Enter your full name in at least one spelling."))
            is_valid = False
        return is_valid


class AboutForm(Form):
    sex = Radios(SEX_LABEL, options=SEX_OPTIONS, missing=SEX_MISSING)
    birth_year = YearField(_l("Year of birth"), least=FIRST_BIRTH_YEAR, missing=_l("Enter the year of your birth."))
    profession = Picker(
        _l("Profession"),
        groups=lambda: profession_groups(None),
        search_label=_l("Search in the list"),
        missing=_l("Choose your profession."),
    )


class LanguageForm(Form):
    language = Radios(
        _l("Language of messages"), options=[Option(code, NATIVE_NAMES[code], lang=code) for code in LANGUAGES]
    )


class ContactForm(Form):
    """Changing how one signs in needs the password: a computer left open must not be enough."""

    login = ContactField(_l("New e-mail or phone"), [check_contact])
    password = PasswordField(_l("Your present password"))


class ChangePasswordForm(NewPasswordForm):
    present_password = PasswordField(_l("Your present password"))
    password = PasswordField(_l("New password"), new=True, missing=_l("Enter a password."))
