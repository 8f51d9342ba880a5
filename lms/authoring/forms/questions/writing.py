"""Kinds in which a person writes or decides at length: the essay with its rubric, the branching case."""

from typing import Any

from wtforms.validators import ValidationError

from lms.authoring.forms.fields import LaterRadios, LaterSelect
from lms.authoring.forms.questions.base import BELONGS, BESIDE, EXPLAINED, MARKED, Fold, FrameForm, credit
from lms.authoring.forms.questions.fields import LaterNumber, sources, text, tick, why
from lms.authoring.forms.questions.rows import Rows
from lms.authoring.forms.scenario import OUTCOMES
from lms.core.i18n import _, _l
from lms.questions.kinds import KINDS
from lms.ui.forms import Form

RUBRIC = Fold("rubric", _l("For those who mark"), ("guidance", "double", "difference", "least_words", "most_words"))


def _not_less(form: Form, field: Any) -> None:
    least = form["least_words"].data
    if field.data is not None and least is not None and field.data < least:
        raise ValidationError(_("The most words cannot be fewer than the least."))


class EssayForm(FrameForm):
    """What to write about, and by which criteria people mark it."""

    folds = (RUBRIC, BELONGS, BESIDE, EXPLAINED)
    rows = (
        Rows(
            "criterion",
            _l("Criterion %(number)s"),
            _l("More criteria"),
            front={"text": lambda: text(_l("What is looked at"))},
            inner=(
                Rows(
                    "level",
                    _l("Level %(number)s"),
                    _l("More levels"),
                    front={
                        "points": lambda: LaterNumber(_l("Points"), least=0, most=100),
                        "text": lambda: text(_l("How it is recognised")),
                    },
                    telling=("points",),
                    prefix="l",
                    most=6,
                ),
            ),
            behind=_l("Levels, from the lowest to the highest"),
            prefix="c",
            start=2,
            most=8,
        ),
    )
    stem = text(_l("Task"), rows=3)
    guidance = text(_l("Guidance"), rows=4, hint=_l("Only for those who mark."))
    double = tick(_l("Two people mark it without knowing of each other"))
    difference = LaterNumber(_l("A third opinion beyond a difference of points"), least=0, most=500)
    least_words = LaterNumber(_l("At least so many words"), least=1, most=5000)
    most_words = LaterNumber(_l("At most so many words"), [_not_less], least=1, most=5000)


class StoryForm(FrameForm):
    """Situations with choices that lead on, and endings."""

    after = ("start",)
    folds = (BELONGS, BESIDE, MARKED, EXPLAINED)
    rows = (
        Rows(
            "node",
            _l("Situation %(key)s"),
            _l("More situations"),
            front={
                "situation": lambda: text(_l("Situation"), rows=4),
                "question": lambda: text(_l("Question")),
            },
            inner=(
                Rows(
                    "choice",
                    _l("Choice %(number)s"),
                    _l("More choices"),
                    front={
                        "text": lambda: text(_l("Choice")),
                        "next": lambda: LaterSelect(_l("Leads to")),
                        "outcome": lambda: LaterRadios(_l("What it does to rights"), options=OUTCOMES),
                    },
                    back={"consequence": lambda: why(_l("What happens then")), "sources": sources},
                    behind=_l("What happens then, and by which source"),
                    start=2,
                ),
            ),
            behind=_l("Choices"),
            prefix="n",
            start=1,
            most=20,
        ),
        Rows(
            "ending",
            _l("Ending %(key)s"),
            _l("More endings"),
            front={
                "title": lambda: text(_l("Title")),
            },
            back={
                "text": lambda: text(_l("Text"), rows=4),
                "outcome": lambda: LaterRadios(_l("What became of rights"), options=OUTCOMES),
            },
            behind=_l("Text and outcome"),
            prefix="e",
            start=2,
            most=10,
        ),
    )
    start = LaterSelect(_l("Begins with"))
    credit = credit(KINDS["scenario"].credits)
