"""A question of a check or of the bank: three languages side by side, up to five options, a reason for each."""

from lms.authoring.forms.fields import LaterSelect, LaterText, SourcesField
from lms.core.i18n import _l
from lms.ui.forms import Checkbox, Form, HiddenField, Option, Radios, ThreeLanguageField

OPTIONS = 5
LETTERS = "abcde"
KINDS = (
    Option("single-choice", _l("One option is right")),
    Option("multiple-choice", _l("Several options may be right; the answer counts as a whole")),
)
DIFFICULTIES = (Option("1", _l("Recall")), Option("2", _l("Apply")), Option("3", _l("Judge")))
FORMS = (
    Option("none", _l("No form: only drawn for the final quiz")),
    Option("A", _l("Form A")),
    Option("B", _l("Form B")),
)


class CheckForm(Form):
    """A knowledge check in a lesson."""

    kind = Radios(_l("Type"), options=KINDS)
    objective = LaterSelect(_l("Objective"))
    lesson = LaterSelect(_l("Lesson to read again"))
    case = ThreeLanguageField(
        _l("Case"), kind="textarea", rows=4, hint=_l("The situation, shown above the question. It may stay empty.")
    )
    stem = ThreeLanguageField(_l("Question"), kind="textarea", rows=3)
    shuffle = Checkbox(_l("Options may change places"), optional=True)
    base = HiddenField()


class QuestionForm(CheckForm):
    """A question of the bank."""

    difficulty = Radios(_l("Difficulty"), options=DIFFICULTIES)
    form = Radios(_l("Form of the pre-test"), options=FORMS)
    pair = LaterText(
        _l("Pair"), max_length=20, width="code", spellcheck=False,
        hint=_l("The same word for the two matched questions of form A and form B, for example p1."),
    )  # fmt: skip


for _number in range(1, OPTIONS + 1):
    setattr(CheckForm, f"option{_number}_key", HiddenField())
    setattr(CheckForm, f"option{_number}_correct", Checkbox(_l("This option is right"), optional=True))
    setattr(CheckForm, f"option{_number}_text", ThreeLanguageField(_l("Option"), kind="textarea", rows=3))
    setattr(CheckForm, f"option{_number}_feedback", ThreeLanguageField(_l("Why"), kind="textarea", rows=4))
    setattr(
        CheckForm,
        f"option{_number}_sources",
        SourcesField(_l("Sources"), hint=_l("One on a line, for example: iccpr art. 19(3)")),
    )
