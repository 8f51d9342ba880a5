"""Kinds that are answered by choosing: one or several options, true or false, wrong words in a text, an order."""

from lms.authoring.forms.fields import LaterRadios
from lms.authoring.forms.questions.base import FrameForm, credit, shuffled
from lms.authoring.forms.questions.fields import LaterNumber, sources, text, tick, why
from lms.authoring.forms.questions.rows import Rows
from lms.core.i18n import _l
from lms.questions.kinds import KINDS
from lms.ui.forms import Option, Radios

OPTION_KINDS = (
    Option("single-choice", _l("One option is right")),
    Option("multiple-choice", _l("Several options may be right")),
)
PASSAGE_HINT = _l("Write {a}, {b} … where the places stand, the same in every language.")


class OptionsForm(FrameForm):
    """Three to five options, of which one or several are right."""

    rows = (
        Rows(
            "option",
            _l("Option %(number)s"),
            _l("More options"),
            front={
                "text": lambda: text(_l("Option")),
                "correct": lambda: tick(_l("This option is right")),
            },
            back={"feedback": why, "sources": sources},
        ),
    )
    kind = Radios(_l("Type"), options=OPTION_KINDS)
    credit = credit(KINDS["multiple-choice"].credits)
    shuffle = shuffled()


class TrueFalseForm(FrameForm):
    """A statement, whether it is true, and why."""

    front = ("stem", "answer")
    rows = (
        Rows(
            "option",
            _l("Option %(number)s"),
            _l("More options"),
            front={"feedback": why},
            back={"sources": sources, "text": lambda: text(_l("Word on the page"))},
            behind=_l("Sources and wording"),
            start=2,
            most=2,
            is_fixed=True,
        ),
    )
    stem = text(_l("Statement"), rows=3)
    answer = LaterRadios(_l("The statement is"), options=(Option("true", _l("true")), Option("false", _l("not true"))))


class ErrorTextForm(FrameForm):
    """A text in which some words are wrong."""

    front = ("stem", "passage")
    rows = (
        Rows(
            "word",
            _l("Words at {%(key)s}"),
            _l("More places"),
            front={
                "text": lambda: text(_l("Words")),
                "correct": lambda: tick(_l("These words are wrong")),
            },
            back={"feedback": lambda: why(_l("Why, and what would be right")), "sources": sources},
            start=2,
            most=12,
        ),
    )
    passage = text(_l("Text"), rows=6, hint=PASSAGE_HINT)
    credit = credit(KINDS["error-text"].credits)


class OrderingForm(FrameForm):
    """Steps, each with its place."""

    rows = (
        Rows(
            "step",
            _l("Step %(number)s"),
            _l("More steps"),
            front={
                "text": lambda: text(_l("Step")),
                "place": lambda: LaterNumber(_l("Place in the right order"), least=1, most=99),
            },
            back={"feedback": lambda: why(_l("Why it stands there")), "sources": sources},
            most=8,
        ),
    )
    credit = credit(KINDS["ordering"].credits)
