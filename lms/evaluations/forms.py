"""What a person says of a module: five statements, a comment, and the sex if the person wants to say it."""

from typing import Any

from lms.core.i18n import _, _l
from lms.evaluations.models import ITEMS, Outcome, SaidSex
from lms.ui.forms import Form, Option, Radios, TextArea

LONGEST_COMMENT = LONGEST_EXAMPLE = 1000

STATEMENTS = {
    "relevance": _l("The module is about questions that my work puts to me."),
    "clarity": _l("The explanations and the examples were clear."),
    "respect": _l("Women and men, and people of every origin and belief, were treated with respect and as equals."),
    "usefulness": _l("I can use in my work what I have learned."),
    "ease": _l("The length was right, and I could work without technical difficulties."),
}
SCALE = [
    Option("5", _l("5 – I agree fully")),
    Option("4", _l("4 – I agree")),
    Option("3", _l("3 – Partly so, partly not")),
    Option("2", _l("2 – I disagree")),
    Option("1", _l("1 – I disagree fully")),
]
SEXES = [
    Option(SaidSex.FEMALE.value, _l("Woman")),
    Option(SaidSex.MALE.value, _l("Man")),
    Option(SaidSex.OTHER.value, _l("Prefer not to say")),
]


def sex_field() -> Radios:
    return Radios(
        _l("Sex"),
        options=SEXES,
        optional=True,
        hint=_l(
            "Only so that it can be seen whether the module serves women and men equally well. "
            "It is not taken from your profile."
        ),
    )


class EvaluationForm(Form):
    relevance = Radios(STATEMENTS["relevance"], options=SCALE)
    clarity = Radios(STATEMENTS["clarity"], options=SCALE)
    respect = Radios(STATEMENTS["respect"], options=SCALE)
    usefulness = Radios(STATEMENTS["usefulness"], options=SCALE)
    ease = Radios(STATEMENTS["ease"], options=SCALE)
    comment = TextArea(
        _l("What should stay, and what should become better?"),
        hint=_l("Write no names, and nothing by which you or others can be recognised."),
        limit=LONGEST_COMMENT,
        optional=True,
    )
    sex = sex_field()

    def said(self) -> dict[str, Any]:
        """The answers as they are kept."""
        ratings = {item: int(self[item].data) for item in ITEMS}
        return {**ratings, "comment": self.comment.data or None, "sex": self.sex.data}


OUTCOMES = [
    Option(Outcome.USED.value, _l("Yes, I have used it")),
    Option(Outcome.NOT_YET.value, _l("Not yet")),
    Option(Outcome.NO_OCCASION.value, _l("There was no occasion for it")),
]


class FollowUpForm(Form):
    outcome = Radios(_l("Have you used in your work anything that you learned in this module?"), options=OUTCOMES)
    example = TextArea(
        _l("If yes: what did you do, and when?"),
        hint=_l(
            "One concrete act, with the month. Write no names, no case numbers, and no place by which it can be told."
        ),
        limit=LONGEST_EXAMPLE,
        optional=True,
    )
    sex = sex_field()

    def validate(self, extra_validators: Any = None) -> bool:
        """Who has used it is asked how."""
        is_sound = super().validate(extra_validators)
        if self.outcome.data != Outcome.USED or self.example.data:
            return is_sound
        self.refuse("example", _("Write in a sentence or two what you did and when."))
        return False

    def said(self) -> dict[str, Any]:
        """The answers as they are kept: an example belongs to having used it."""
        is_used = self.outcome.data == Outcome.USED
        return {
            "outcome": self.outcome.data,
            "example": self.example.data if is_used else None,
            "sex": self.sex.data,
        }
