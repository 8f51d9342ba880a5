"""Kinds whose places are filled: pairs, gaps, a number, a short text."""

from flask_babel import LazyString

from lms.authoring.forms.fields import LaterRadios
from lms.authoring.forms.questions.base import FrameForm, credit, shuffled
from lms.authoring.forms.questions.choosing import PASSAGE_HINT
from lms.authoring.forms.questions.fields import number, share, sources, spellings, text, tolerance, why
from lms.authoring.forms.questions.rows import Rows
from lms.core.i18n import _l
from lms.questions.kinds import KINDS
from lms.ui.forms import Option, ThreeLanguageField

OTHERWISE = _l("Any other answer")
OTHERWISE_HINT = _l("Said of an answer that you have not foreseen. It must not give the right one away.")


def _further(title: LazyString, more: LazyString) -> Rows:
    """What can be chosen and belongs nowhere."""
    return Rows(
        "extra",
        title,
        more,
        front={"text": lambda: text(_l("Text"))},
        back={"feedback": lambda: why(_l("Why it belongs nowhere")), "sources": sources},
        start=0,
        most=6,
    )


class MatchingForm(FrameForm):
    """Left sides with what belongs to each."""

    rows = (
        Rows(
            "pair",
            _l("Pair %(number)s"),
            _l("More pairs"),
            front={"text": lambda: text(_l("Left side")), "right": lambda: text(_l("What belongs to it"))},
            back={
                "feedback": lambda: why(_l("Why they belong together")),
                "sources": sources,
                "right_feedback": lambda: why(_l("Said when the right side is put to another left side")),
                "right_sources": lambda: sources(_l("Sources of that")),
            },
            hidden=("right_key",),
            prefix="p",
            most=10,
        ),
        _further(_l("Right side that belongs to none (%(number)s)"), _l("Right sides that belong to none")),
    )
    credit = credit(KINDS["matching"].credits)
    shuffle = shuffled()


class NumericForm(FrameForm):
    """A number, how far from it is near enough, and known mistakes."""

    after = ("unit", "otherwise")
    rows = (
        Rows(
            "answer",
            _l("Answer %(number)s"),
            _l("More answers"),
            front={"number": lambda: number(_l("This number")), "tolerance": tolerance, "share": share},
            back={"feedback": why, "sources": sources},
            telling=("number",),
            start=1,
            most=20,
        ),
    )
    unit = ThreeLanguageField(_l("Unit"), hint=_l("Shown beside the field, for example: days. It may stay empty."))
    otherwise = text(OTHERWISE, hint=OTHERWISE_HINT)


class ShortTextForm(FrameForm):
    """Spellings that are accepted, and known mistakes."""

    after = ("otherwise",)
    rows = (
        Rows(
            "answer",
            _l("Answer %(number)s"),
            _l("More answers"),
            front={"texts": lambda: spellings(_l("Accepted spellings")), "share": share},
            back={"feedback": why, "sources": sources},
            start=1,
            most=20,
        ),
    )
    otherwise = text(OTHERWISE, hint=OTHERWISE_HINT)


WAYS = (
    Option("chosen", _l("Chosen from a list of the words of all such gaps")),
    Option("typed", _l("Typed")),
)


class GapFillForm(FrameForm):
    """A text with gaps, each chosen from one list or typed."""

    front = ("stem", "passage")
    rows = (
        Rows(
            "gap",
            _l("Gap {%(key)s}"),
            _l("More gaps"),
            front={
                "way": lambda: LaterRadios(_l("How it is filled"), options=WAYS),
                "right": lambda: text(_l("Right words"), hint=_l("For a gap that is typed: one spelling on a line.")),
            },
            back={
                "feedback": lambda: why(_l("Why this belongs into the gap")),
                "sources": sources,
                "right_feedback": lambda: why(
                    _l("Said when these words are typed, or when they are chosen for another gap")
                ),
                "right_sources": lambda: sources(_l("Sources of that")),
            },
            inner=(
                Rows(
                    "answer",
                    _l("Further answer %(number)s"),
                    _l("Further answers that are typed"),
                    front={"texts": lambda: spellings(_l("Spellings")), "share": share},
                    back={
                        "number": lambda: number(_l("Or a number")),
                        "tolerance": tolerance,
                        "feedback": why,
                        "sources": sources,
                    },
                    telling=("number",),
                    start=0,
                    most=19,
                ),
            ),
            hidden=("right_key",),
            start=2,
            most=10,
        ),
        _further(_l("Words that belong nowhere (%(number)s)"), _l("Words for the list that belong nowhere")),
    )
    passage = text(_l("Text"), rows=6, hint=PASSAGE_HINT)
    otherwise = text(OTHERWISE, hint=OTHERWISE_HINT)
    after = ("otherwise",)
    credit = credit(KINDS["gap-fill"].credits)
    shuffle = shuffled()
