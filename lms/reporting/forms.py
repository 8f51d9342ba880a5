"""What those who keep an institution's record may type, and what is said of a table to be saved."""

from lms.core.i18n import _l
from lms.reporting.stretches import Stretch, stretch_labels
from lms.ui.forms import Form, NumberField, Option, Select, TextField, YearField, reason_field

LONGEST_REASON = 300
LONGEST_NOTE = 300
LONGEST_NAME = 80
FIRST_YEAR = 2019


class RefusalForm(Form):
    """Why somebody does not work at the place named. The person reads it."""

    reason = reason_field(
        hint=_l("The people concerned read it in their profile, and it stays in the audit log."), limit=LONGEST_REASON
    )


class TargetForm(Form):
    """What an institution is to reach in a year. Everything left empty takes the target back."""

    year = YearField(_l("Year"), least=FIRST_YEAR)
    people = NumberField(
        _l("People to complete a module"),
        least=1,
        most=100_000,
        optional=True,
        hint=_l("In the year, each counted once, in all bodies beneath too."),
    )
    completion = NumberField(
        _l("Completion rate, in per cent"),
        least=1,
        most=100,
        optional=True,
        hint=_l("Of those who begin in a quarter: how many complete within 90 days after its end."),
    )
    women = NumberField(
        _l("Share of women, in per cent"),
        least=1,
        most=99,
        optional=True,
        hint=_l("Of modules completed by people whose sex is stated as female or male."),
    )
    note = TextField(
        _l("Why"),
        hint=_l("For example the order or the plan it comes from. It stays in the history."),
        max_length=LONGEST_NOTE,
    )


class SaveTableForm(Form):
    """Under which name a cross-table is kept, and for which days it is made when it is opened."""

    name = TextField(
        _l("Name of the table"),
        missing=_l("Give it a name by which you will know it again."),
        max_length=LONGEST_NAME,
    )
    stretch = Select(
        _l("Period"),
        options=lambda: [Option(code, words) for code, words in stretch_labels().items()],
        default=Stretch.FIXED.value,
    )

    def chosen_stretch(self) -> Stretch:
        return Stretch(self.stretch.data)
