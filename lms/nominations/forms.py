"""What a focal point and the coordinator type."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lms.catalogue.models import TrainingModule
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _, _l
from lms.institutions import queries as directory
from lms.ui.forms import (
    DateField,
    FileField,
    Form,
    NumberField,
    Option,
    Radios,
    Select,
    TextArea,
    ValidationError,
)

#: Of a pasted list: five thousand lines of two hundred characters.
LONGEST_PASTE = 1_000_000
MOST_SEATS = 10_000
NOTHING = "nothing"


class PasteField(TextArea):
    """A table as it was copied; a counter of a million characters would help nobody."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.max_length = LONGEST_PASTE


class NominateForm(Form):
    """A pasted list or a file, and what the people are asked for."""

    asked = Radios(_l("What are they asked to study?"))
    pasted = PasteField(
        _l("Paste the list from Excel"),
        hint=_l("Name, phone or e-mail, position: one person per line, in any order."),
        rows=8,
        optional=True,
        spellcheck=False,
    )
    file = FileField(
        _l("Or choose a file"),
        endings=(".xlsx", ".csv"),
        hint=_l("An Excel workbook (.xlsx) or a CSV file, up to 2 MB and 5,000 people."),
        optional=True,
    )
    language = Select(
        _l("Language of the invitations"), options=[Option(code, NATIVE_NAMES[code], lang=code) for code in LANGUAGES]
    )

    def offer(self, calls: Sequence[Option], modules: Sequence[Option]) -> None:
        self.asked.options = [*calls, *modules, Option(NOTHING, _("Nothing yet: they choose themselves"))]

    def validate(self, extra_validators: object = None) -> bool:
        is_valid = super().validate(extra_validators)
        if not self.pasted.data and self.file.data is None and not self.errors:
            self.refuse("pasted", _("Paste a list or choose a file."))
            return False
        if self.pasted.data and self.file.data is not None:
            self.refuse("pasted", _("Paste a list or choose a file, not both."))
            return False
        return is_valid


def check_days(form: Form, field: DateField) -> None:
    if isinstance(form["starts_on"].data, date) and field.data < form["starts_on"].data:
        raise ValidationError(_("The last day is before the first one."))


class CallForm(Form):
    """A call without its seats: they are given on its page."""

    module = Radios(_l("Module"))
    starts_on = DateField(_l("First day on which people can be named"))
    ends_on = DateField(_l("Last day on which people can be named"), [check_days])
    women_share = NumberField(
        _l("Smallest share of women, in per cent"),
        least=1,
        most=99,
        optional=True,
        hint=_l("Counted from what people say of themselves when they register. Leave it empty for no minimum."),
    )

    def offer(self, modules: Sequence[Option]) -> None:
        self.module.options = modules


class SeatsForm(Form):
    """Seats of a region, or of one institution with all beneath it."""

    seats = NumberField(_l("Seats"), least=0, most=MOST_SEATS)


class RegionSeatsForm(SeatsForm):
    region = Select(
        _l("Region"),
        options=lambda: [Option(row.code, directory.name_of(row)) for row in directory.regions(to_choose=True)],
    )


class InstitutionSeatsForm(SeatsForm):
    institution = Radios(_l("Institution"))


def module_options(titles: Sequence[tuple[TrainingModule, str]], prefix: str = "") -> list[Option]:
    return [Option(f"{prefix}{module.slug}", f"{module.code}. {title}") for module, title in titles]
