"""What is typed to keep the directory of institutions: changes of one, and lists of many."""

from lms.admin.forms import NewForm, PlaceForm
from lms.core.clock import FIRST_YEAR, LAST_YEAR
from lms.core.i18n import _, _l
from lms.ui.forms import (
    Checkboxes,
    DateField,
    FileField,
    Form,
    HiddenField,
    Radios,
    ThreeLanguageField,
    ValidationError,
    reason_field,
)

LONGEST_PLACE_NAME = 300


def _year_of_ours(form: Form, field: DateField) -> None:
    """A slip of the hand writes the year 202 or 20227."""
    if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_("There is no such day. Check the day, the month and the year."))


def _names() -> ThreeLanguageField:
    return ThreeLanguageField(
        _l("Name of the institution"),
        hint=_l("The official name, as on the sign or in the statute of the institution."),
        missing=_l("Write the name in this language."),
        all_needed=True,
        limit=LONGEST_PLACE_NAME,
    )


class AddForm(NewForm):
    """The same, added by the coordinator without anybody having typed it."""

    reason = reason_field()


# ── Changes of an institution ────────────────────────────────────────────────


class SpellingForm(Form):
    """The present name, to be confirmed or spelt right."""

    names = _names()
    reason = reason_field()


class RenameForm(Form):
    """A new name from a day on."""

    names = _names()
    since = DateField(
        _l("First day of the new name"),
        [_year_of_ours],
        hint=_l("In the past or in the future. The old name stays valid until the day before."),
        missing=_l("Enter the first day of the new name."),
    )
    reason = reason_field()


class CloseForm(Form):
    """From which day it is no more."""

    since = DateField(
        _l("Closed from"),
        [_year_of_ours],
        hint=_l("From this day on it is not offered as a workplace."),
        missing=_l("Enter the day from which it is closed."),
    )
    reason = reason_field()


class MoveForm(PlaceForm):
    """Where it belongs, at once or from a day on. ``sure`` is set once the consequences were shown."""

    parent = Radios(
        _l("Which institution does it belong to?"),
        hint=_l("People responsible for that one will see this one too."),
        missing=_l("Choose the institution it belongs to."),
    )
    since = DateField(
        _l("From which day?"), [_year_of_ours], hint=_l("Leave it empty to move it at once."), optional=True
    )
    reason = reason_field()
    sure = HiddenField()


class JoinForm(PlaceForm):
    """Which other line of the list is the same institution."""

    institution = Radios(_l("It is the same as"), missing=_l("Choose an institution."))
    reason = reason_field()
    sure = HiddenField()


# ── Lists ────────────────────────────────────────────────────────────────────


class ListForm(Form):
    """A filled template."""

    file = FileField(
        _l("List of institutions"),
        endings=(".xlsx", ".csv"),
        hint=_l("An Excel workbook (.xlsx) or CSV, up to 500 lines and 2 MB."),
    )


class ImportForm(Form):
    """Which lines are added besides those that are new, and why."""

    also = Checkboxes(
        _l("These look like institutions of the list. Tick those that are other ones."),
        hint=_l("What is not ticked is left out."),
        optional=True,
    )
    reason = reason_field()
