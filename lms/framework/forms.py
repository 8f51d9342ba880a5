"""What the coordinator sets for an indicator in a year."""

import re
from collections.abc import Sequence
from decimal import Decimal

from wtforms.form import BaseForm

from lms.core.i18n import _, _l
from lms.ui.forms import Form, TextField, YearField

FIRST_YEAR = 2018
LONGEST_NOTE = 500


class DecimalField(TextField):
    """A number with at most two decimals, a comma or a point before them."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        typed = re.sub(r"\s", "", self.data).replace(",", ".")
        if typed and not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", typed):
            raise ValueError(_("Enter a number, with at most two decimals."))
        self.data = typed

    def pre_validate(self, form: BaseForm) -> None:
        """Its shape was checked when it was read."""

    @property
    def number(self) -> Decimal | None:
        return Decimal(self.data) if self.data else None


class IndicatorForm(Form):
    """Everything left empty is not set."""

    year = YearField(_l("Year"), least=FIRST_YEAR)
    baseline = DecimalField(_l("Indicator baseline"), optional=True)
    target = DecimalField(_l("End-of-project indicator target"), optional=True)
    milestone = DecimalField(_l("Indicator milestone"), optional=True, hint=_l("What is to be reached in this year."))
    value = DecimalField(_l("Current indicator progress"), optional=True, hint=_l("Counted by hand, by the rule."))
    variance = TextField(
        _l("Adjustment of target / Reasons for variance or delay (if any)"), optional=True, max_length=LONGEST_NOTE
    )
    quality = TextField(_l("Data quality note"), optional=True, max_length=LONGEST_NOTE)

    def numbers(self) -> dict[str, Decimal | None]:
        names = ("baseline", "target", "milestone", "value")
        return {name: self[name].number if name in self else None for name in names}
