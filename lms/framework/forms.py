"""What the coordinator sets for an indicator in a period."""

import re
from collections.abc import Sequence
from decimal import Decimal

from wtforms.form import BaseForm

from lms.core.i18n import _, _l
from lms.ui.forms import Form, TextField

FIRST_YEAR = 2018
#: So many years ahead something may be planned.
AHEAD = 5
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
    """For the period and the people that the address names. Everything left empty is not set."""

    baseline = DecimalField(_l("Indicator baseline"), optional=True)
    target = DecimalField(_l("End-of-project indicator target"), optional=True)
    milestone = DecimalField(_l("Indicator milestone"), optional=True, hint=_l("What is to be reached in this period."))
    value = DecimalField(_l("Current indicator progress"), optional=True, hint=_l("Counted by hand, by the rule."))
    variance = TextField(
        _l("Adjustment of target / Reasons for variance or delay (if any)"), optional=True, max_length=LONGEST_NOTE
    )
    quality = TextField(_l("Data quality note"), optional=True, max_length=LONGEST_NOTE)

    def refuse_above(self, most: int | None) -> None:
        """A higher target would invite people to pass questions on."""
        for name in ("target", "milestone"):
            if most is not None and (self[name].number or 0) > most:
                sentence = _(
                    "No target above %(most)s per cent: it would reward passing questions on instead of learning.",
                    most=most,
                )
                self.refuse(name, sentence)

    def numbers(self) -> dict[str, Decimal | None]:
        names = ("baseline", "target", "milestone", "value")
        return {name: self[name].number if name in self else None for name in names}
