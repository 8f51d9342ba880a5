"""What the form of every kind of question has, and what of it is seen at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import LazyString

from lms.authoring.forms.fields import LaterRadios, LaterSelect, LaterText, SourcesField
from lms.authoring.forms.questions.fields import text, tick
from lms.authoring.forms.questions.rows import Rows
from lms.core.i18n import _l
from lms.questions.documents import Credit
from lms.ui.forms import Form, HiddenField, Option, Radios

DIFFICULTIES = (Option("1", _l("Recall")), Option("2", _l("Apply")), Option("3", _l("Judge")))
FORMS = (
    Option("none", _l("No form: only drawn for the final quiz")),
    Option("A", _l("Form A")),
    Option("B", _l("Form B")),
)
CREDITS = {
    "whole": Option(
        "whole", _l("All or nothing"), hint=_l("Whoever has two of three right earns nothing; all three, the point.")
    ),
    "minus-wrong": Option(
        "minus-wrong",
        _l("What is right, less what is wrong"),
        hint=_l("Of three that are right somebody finds two and adds a wrong one: one third of the point."),
    ),
    "each": Option(
        "each", _l("Every part for itself"), hint=_l("Whoever has two of three right earns two thirds of the point.")
    ),
}


@dataclass(frozen=True)
class Fold:
    """Fields behind a summary. ``id`` is the place on the page."""

    id: str
    summary: LazyString
    names: tuple[str, ...]


BESIDE = Fold("beside", _l("Case and picture"), ("case", "picture", "picture_alt"))
BELONGS = Fold(
    "belongs", _l("Where it belongs"), ("objective", "lesson", "difficulty", "form", "pair", "tags", "category")
)
MARKED = Fold("marked", _l("How it is asked and marked"), ("kind", "credit", "shuffle"))
EXPLAINED = Fold("explained", _l("Explanation for everybody"), ("explanation", "explanation_sources"))


class FrameForm(Form):
    """A question, whatever its kind: a knowledge check."""

    #: Fields that are seen at once, in front of the rows.
    front: ClassVar[tuple[str, ...]] = ("stem",)
    #: Those behind the rows.
    after: ClassVar[tuple[str, ...]] = ()
    folds: ClassVar[tuple[Fold, ...]] = (BELONGS, BESIDE, MARKED, EXPLAINED)
    rows: ClassVar[tuple[Rows, ...]] = ()

    stem = text(_l("Question"), rows=3)
    objective = LaterSelect(_l("Objective"))
    lesson = LaterSelect(_l("Lesson to read again"))
    tags = LaterText(_l("Tags"), hint=_l("Words to find it by, with commas between them."), max_length=300)
    category = LaterText(
        _l("Place in your own order"), hint=_l("For example: Threshold/Intent"), max_length=120, spellcheck=False
    )
    case = text(_l("Case"), rows=4, hint=_l("The situation, shown above the question. It may stay empty."))
    picture = LaterSelect(_l("Picture"))
    picture_alt = text(_l("What the picture shows"), hint=_l("Read out to whoever does not see it."))
    explanation = text(
        _l("Explanation"), rows=4, hint=_l("Said beside the result, whatever was answered. It may stay empty.")
    )
    explanation_sources = SourcesField(_l("Sources"), hint=_l("One on a line, for example: iccpr art. 19(3)"))
    base = HiddenField()


class BankFields:
    """What a question of the bank has beyond that."""

    difficulty = Radios(_l("Difficulty"), options=DIFFICULTIES)
    form = Radios(_l("Form of the pre-test"), options=FORMS)
    pair = LaterText(
        _l("Pair"), max_length=20, width="code", spellcheck=False,
        hint=_l("The same word for the two matched questions of form A and form B, for example p1."),
    )  # fmt: skip


def credit(rules: Sequence[Credit]) -> Any:
    """The rules that a kind offers."""
    return LaterRadios(_l("What an answer that is right in part earns"), options=[CREDITS[rule] for rule in rules])


def shuffled() -> Any:
    return tick(_l("Options may change places"))
