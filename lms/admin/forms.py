"""What an administrator and a coordinator may type."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Self
from uuid import UUID

from lms.accounts.consents import texts
from lms.accounts.models import Role
from lms.accounts.scopes import Scope
from lms.accounts.services.contacts import normal_contact
from lms.core.clock import begin_of
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _, _l
from lms.people import spelling
from lms.ui.forms import (
    Checkboxes,
    ContactField,
    DateField,
    Form,
    Option,
    Radios,
    Select,
    TextField,
    ThreeLanguageField,
    ValidationError,
    reason_field,
)

LONGEST_NAME = 120
#: Roles that may hold for one training module only.
FOR_MODULES = (Role.TRAINER, Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER)
#: Name and value of the button that searches and sends nothing else.
SEARCH = ("act", "search")
#: The answer "stands below nothing" in the list of institutions; ids of institutions are never this word.
TOP = "top"


def check_name(form: Form, field: TextField) -> None:
    if not spelling.has_only_letters(field.data) or not spelling.is_long_enough(field.data):
        raise ValidationError(_("Use letters only. Digits and signs cannot be printed on a certificate."))


def check_latin(form: Form, field: TextField) -> None:
    if not spelling.is_latin(field.data):
        raise ValidationError(_("Use Latin letters here, as in a passport for travelling."))


def check_contact(form: Form, field: TextField) -> None:
    if normal_contact(field.data) is None:
        raise ValidationError(_("Enter an e-mail address like name@example.org, or a phone number like 0555 123 456."))


class ReasonForm(Form):
    """Why. It is kept in the audit log and read by others."""

    reason = reason_field()


class DeviceForm(ReasonForm):
    """Which of a person's sign-ins end, and why."""

    device = Radios(_l("Device"), missing=_l("Choose a device."))
    reason = reason_field()


class PlaceForm(Form):
    """A part of every form in which an institution is chosen: search, then choose among what was found."""

    words = TextField(_l("Search in the list of institutions"), optional=True, letters=True, spellcheck=False)


class RoleForm(Form):
    """Which role; what else is asked depends on it."""

    role = Radios(_l("Role"), missing=_l("Choose a role."))


class WhoForm(Form):
    """Who is asked to work here. Made before the form of a role, because it is asked before it."""

    name = TextField(
        _l("Full name"),
        [check_name],
        hint=_l("Family name, given name, patronymic."),
        missing=_l("Write the name."),
        max_length=LONGEST_NAME,
        spellcheck=False,
        letters=True,
    )
    contact = ContactField(_l("E-mail or phone"), [check_contact])
    language = Radios(
        _l("Language of messages"), options=[Option(code, NATIVE_NAMES[code], lang=code) for code in LANGUAGES]
    )


class GrantForm(PlaceForm):
    """For what part, until when and why. Fields that do not belong to the role are taken away."""

    institution = Radios(
        _l("Institution"),
        hint=_l("The role holds for this institution and everything below it."),
        missing=_l("Choose an institution."),
    )
    module = Select(_l("Module"), hint=_l("Without a module the role holds for all modules."), optional=True)
    start = DateField(
        _l("First day of the role"),
        hint=_l("Leave it empty if the role holds from now on."),
        optional=True,
    )
    until = DateField(
        _l("Last day of the role"),
        hint=_l("Leave it empty if the role has no end yet."),
        optional=True,
    )
    reason = reason_field()

    @classmethod
    def for_role(cls, role: Role, modules: Sequence[tuple[str, str]]) -> Self:
        form = cls()
        if role is not Role.FOCAL_POINT:
            del form.institution, form.words
        if role in FOR_MODULES:
            form.module.options = [Option("", _("All modules")), *(Option(slug, name) for slug, name in modules)]
        else:
            del form.module
        if role is Role.ADMINISTRATOR:
            del form.start, form.until  # somebody must always be left who can give roles
        return form

    def check(self, today: date) -> bool:
        """Valid, both days not in the past, and the last not before the first."""
        is_valid = self.validate()
        if not is_valid or "until" not in self:
            return is_valid
        for name in ("start", "until"):
            if self[name].data is not None and self[name].data < today:
                self.refuse(name, _("Choose today or a later day."))
        if self.start.data and self.until.data and self.until.data < self.start.data:
            self.refuse("until", _("Choose a last day that is not before the first."))
        return not self.start.errors and not self.until.errors

    def scope(self, today: date) -> Scope:
        """Days in Bishkek: the first from its beginning, the last to its end. A role from today on holds at once."""
        start = self.start.data if "start" in self else None
        until = self.until.data if "until" in self else None
        return Scope(
            institution_id=UUID(self.institution.data) if "institution" in self else None,
            module_slug=(self.module.data or None) if "module" in self else None,
            starts_at=begin_of(start) if start and start > today else None,
            ends_at=begin_of(until + timedelta(days=1)) if until else None,
        )


class InviteForm(WhoForm, GrantForm):
    """Who is asked to work here; below it what every role asks."""


class NamesForm(ReasonForm):
    """The name in up to three spellings, and why it is corrected."""

    ky = TextField(
        _l("In Kyrgyz"), [check_name], optional=True, max_length=LONGEST_NAME, spellcheck=False, letters=True, lang="ky"
    )
    ru = TextField(_l("In Russian"), [check_name], optional=True, max_length=LONGEST_NAME, spellcheck=False, lang="ru")
    en = TextField(
        _l("In Latin letters"),
        [check_name, check_latin],
        optional=True,
        max_length=LONGEST_NAME,
        spellcheck=False,
        lang="en",
    )
    reason = reason_field()

    def validate(self, extra_validators: object = None) -> bool:
        """At least one spelling."""
        is_valid = super().validate(extra_validators)
        if not (self.ky.data or self.ru.data or self.en.data):
            self.refuse("ky", _("Write the name in at least one spelling."))
            is_valid = False
        return is_valid


class PaperConsentForm(Form):
    """What was ticked on paper, in which language, the day beside the signature, and why it was on paper."""

    purposes = Checkboxes(
        _l("What was ticked on the paper?"),
        options=lambda: [Option(purpose, text.title) for purpose, text in texts().items()],
        missing=_l("Tick what was ticked on the paper."),
    )
    language = Radios(
        _l("Language of the text"),
        options=[Option(code, NATIVE_NAMES[code], lang=code) for code in LANGUAGES],
        missing=_l("Choose the language of the text."),
    )
    day = DateField(_l("Day beside the signature"))
    reason = reason_field(hint=_l("Why on paper, and where the paper is kept. It stays in the audit log."))

    #: Set by the view: nobody has signed tomorrow.
    today: date | None = None

    def validate(self, extra_validators: object = None) -> bool:
        is_valid = super().validate(extra_validators)
        if self.day.data and self.today and self.day.data > self.today:
            self.refuse("day", _("This day has not come yet."))
            is_valid = False
        return is_valid


class SameForm(PlaceForm):
    """Which institution of the list the typed name means."""

    institution = Radios(_l("It is the same as"), missing=_l("Choose an institution."))


class NewForm(PlaceForm):
    """A new line of the list: names, kind, region, rayon and place in the tree."""

    names = ThreeLanguageField(
        _l("Name of the institution"),
        hint=_l("The official name, as on the sign or in the statute of the institution."),
        missing=_l("Write the name in this language."),
        all_needed=True,
        limit=300,
    )
    kind = Select(_l("Kind of institution"), missing=_l("Choose the kind of institution."))
    region = Select(_l("Region"), missing=_l("Choose the region."))
    district = Select(
        _l("Rayon or city"),
        hint=_l("Leave it empty for bodies of the whole region or country."),
        optional=True,
    )
    parent = Radios(
        _l("Which institution does it belong to?"),
        hint=_l("People responsible for that one will see this one too."),
        missing=_l("Choose the institution it belongs to."),
    )

    def check(self, regions: Mapping[str, str]) -> bool:
        """Valid, and the rayon lies in the region. ``regions``: code of a rayon or city to that of its region."""
        is_valid = self.validate()
        if is_valid and self.district.data and regions.get(self.district.data) != self.region.data:
            self.refuse("district", _("This rayon or city lies in another region. Choose again."))
            return False
        return is_valid
