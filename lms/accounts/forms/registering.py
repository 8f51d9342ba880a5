"""The steps of registration: at most four fields each. No field names a role."""

from datetime import date

from lms.accounts.forms.answers import (
    LONGEST_NAME,
    NOT_LISTED,
    SEX_LABEL,
    SEX_MISSING,
    SEX_OPTIONS,
    check_contact,
    check_latin,
    check_name,
    institution_groups,
    kind_groups,
    profession_groups,
    region_options,
    type_options,
)
from lms.accounts.forms.signing_in import SHARED_HINT, NewPasswordForm
from lms.core.i18n import _, _l
from lms.ui.forms import Checkbox, ContactField, Form, PasswordField, Picker, Radios, TextField, YearField

FIRST_BIRTH_YEAR = 1900


class ContactStep(NewPasswordForm):
    login = ContactField(
        _l("E-mail or phone"), [check_contact], hint=_l("With this you sign in. We send no advertising.")
    )
    password = PasswordField(_l("Password"), new=True, missing=_l("Enter a password."))
    shared = Checkbox(_l("This is a shared computer"), hint=SHARED_HINT, optional=True)


class PlaceStep(Form):
    kind = Picker(
        _l("In what kind of institution do you work?"),
        groups=kind_groups,
        search_label=_l("Search in the list"),
        missing=_l("Choose the kind of institution."),
    )
    region = Radios(_l("Where is it?"), options=region_options, missing=_l("Choose the region."))


class WorkForm(Form):
    """The list of institutions of a kind in a region, and the way out of it."""

    institution = Picker(_l("Institution"), missing=_l("Choose your institution, or say that it is not in the list."))
    unlisted = TextField(
        _l("Name of the institution"),
        optional=True,
        letters=True,
        hint=_l("Only if it is not in the list. Your account works at once; the coordinator adds the name later."),
    )
    type_code = Radios(_l("If it is not in the list: what is it?"), optional=True)

    def offer(self, kind: str, region: str, day: date) -> None:
        """Fill the lists; where a kind has one type only, it is not asked."""
        self.institution.groups = institution_groups(kind, region, day)
        self.type_code.options = type_options(kind)
        if len(self.type_code.options) < 2:  # noqa: PLR2004  (nothing to choose)
            del self.type_code

    def validate(self, extra_validators: object = None) -> bool:
        """A name that is not in the list has to be written."""
        is_valid = super().validate(extra_validators)
        if self.institution.data != NOT_LISTED:
            return is_valid
        if not self.unlisted.data:
            self.refuse("unlisted", _("Enter the name of your institution."))
            is_valid = False
        if "type_code" in self and not self["type_code"].data:
            self.refuse("type_code", _("Choose what it is."))
            is_valid = False
        return is_valid

    def institution_answers(self, kind: str) -> dict[str, str | None]:
        """The institution chosen, or the name that is not in the list with what it is."""
        is_listed = self.institution.data != NOT_LISTED
        only = type_options(kind)[-1].value
        return {
            "institution_id": self.institution.data if is_listed else None,
            "unlisted": None if is_listed else self.unlisted.data,
            "type_code": self["type_code"].data if "type_code" in self else only,
        }


class WorkStep(WorkForm):
    profession = Picker(_l("Profession"), search_label=_l("Search in the list"), missing=_l("Choose your profession."))

    def offer(self, kind: str, region: str, day: date) -> None:
        super().offer(kind, region, day)
        self.profession.groups = profession_groups(kind)


class AboutStep(Form):
    name = TextField(
        _l("Full name"),
        [check_name],
        hint=_l("As it must appear on the certificate: family name, given name, patronymic if you use one."),
        missing=_l("Enter your full name."),
        max_length=LONGEST_NAME,
        autocomplete="name",
        spellcheck=False,
        letters=True,
    )
    latin = TextField(
        _l("The same name in Latin letters"),
        [check_latin],
        hint=_l("For the English text of a certificate."),
        optional=True,
        max_length=LONGEST_NAME,
        spellcheck=False,
    )
    sex = Radios(SEX_LABEL, options=SEX_OPTIONS, missing=SEX_MISSING)
    birth_year = YearField(_l("Year of birth"), least=FIRST_BIRTH_YEAR, missing=_l("Enter the year of your birth."))


class ConsentStep(Form):
    """Labels are the one-sentence summaries of the texts; nothing is ticked beforehand."""

    study = Checkbox("", missing=_l("Without this consent an account cannot be opened."))
    evaluation = Checkbox("", optional=True)
    messages = Checkbox("", optional=True)
