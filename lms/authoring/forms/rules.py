"""How a module is passed: how much is needed, how often, in what time, and what the final quiz draws."""

from fractions import Fraction
from typing import Any

from wtforms.validators import ValidationError

from lms.authoring.forms.fields import LaterSelect, LaterText
from lms.authoring.forms.questions.base import DIFFICULTIES
from lms.core.i18n import _, _l
from lms.ui.forms import Checkbox, DateField, Form, HiddenField, NumberField, TextField

#: Rules of drawing that the page has room for; a package may hold more, and they stay.
DRAW_RULES = 8


def _share(form: Form, field: Any) -> None:
    try:
        share = Fraction(field.data)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        raise ValidationError(_("Write a fraction between 0 and 1, for example 3/4."))


class RulesForm(Form):
    pass_share = TextField(
        _l("Share of points to pass"),
        [_share],
        width="code",
        hint=_l("An exact fraction, for example 3/4. It is never rounded up."),
    )
    attempts = NumberField(_l("Attempts at the final quiz"), least=1, most=20)
    pause_after = NumberField(_l("Attempts before a pause"), least=1, most=20)
    pause_hours = NumberField(_l("Hours of pause"), least=0, most=720)
    pre_test_questions = NumberField(_l("Questions in the pre-test"), least=0, most=40)
    final_questions = NumberField(_l("Questions in the final quiz"), least=1, most=60)
    minutes = NumberField(
        _l("Minutes for the final quiz"),
        optional=True,
        least=5,
        most=600,
        hint=_l("Empty: without a limit. The coordinator can give single people more time."),
    )
    one_way = Checkbox(
        _l("The final quiz shows one question after the other, and none can be opened again"), optional=True
    )
    shuffle_questions = Checkbox(_l("Each attempt asks the questions in an order of its own"), optional=True)
    results_from = DateField(
        _l("Results of the final quiz are shown from this day"), optional=True, hint=_l("Empty: at once.")
    )
    base = HiddenField()


for _number in range(1, DRAW_RULES + 1):
    setattr(
        RulesForm,
        f"draw{_number}_count",
        NumberField(_l("At least so many questions"), optional=True, least=1, most=60),
    )
    setattr(RulesForm, f"draw{_number}_objective", LaterSelect(_l("Objective")))
    setattr(RulesForm, f"draw{_number}_difficulty", LaterSelect(_l("Difficulty"), options=DIFFICULTIES))
    setattr(RulesForm, f"draw{_number}_lesson", LaterSelect(_l("Lesson")))
    setattr(RulesForm, f"draw{_number}_tag", LaterText(_l("Tag"), max_length=60, spellcheck=False))
