"""The table of questions: one for the page, where it is sorted by any figure, and for the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.core.i18n import _, language
from lms.insight import words
from lms.insight.fairness import Grouping
from lms.insight.figures import Judged, Test
from lms.insight.hiding import FEW
from lms.measures import AnswerShares, Difference, GainFigures, ItemFigures, TooFew, WholeFigures
from lms.measures.explained import EXPLAINED
from lms.sheets import Column, Kind
from lms.ui.filters import number

FIGURES = ("asked", "facility", "discrimination", "efficiency", "guess", "effective_weight")
QUESTION = "question"
TO_DO = "look"


@dataclass(frozen=True)
class Line:
    """A question in the table: what is shown of each column, and by what it is sorted."""

    judged: Judged
    shown: Mapping[str, str]
    order: Mapping[str, Any]
    #: Sentences that say what to look at, or that there are too few answers.
    flags: tuple[str, ...]
    bar: float = 0.0

    @property
    def is_judged(self) -> bool:
        return not isinstance(self.judged.figures, TooFew)


def columns() -> list[dict[str, Any]]:
    """For the component of the page."""
    explained = EXPLAINED[ItemFigures]
    numbers = [{"key": key, "title": str(explained[key].name), "kind": "number", "sortable": True} for key in FIGURES]
    return [
        {"key": QUESTION, "title": _("Question"), "sortable": True},
        *numbers,
        {"key": Grouping.LANGUAGE.value, "title": _("By language"), "sortable": True},
        {"key": Grouping.SEX.value, "title": _("By sex"), "sortable": True},
        {"key": TO_DO, "title": _("To look at"), "kind": "number", "sortable": True},
    ]


def lines_of(test: Test, *, sort: str = "", descending: bool = False) -> list[Line]:
    """In the order of the bank, or sorted; what cannot be said stands last either way."""
    lines = [_line(judged) for judged in test.questions]
    if sort not in {column["key"] for column in columns()}:
        return lines
    known = [line for line in lines if line.order.get(sort) is not None]
    unknown = [line for line in lines if line.order.get(sort) is None]
    return [*sorted(known, key=lambda line: line.order[sort], reverse=descending), *unknown]


def _line(judged: Judged) -> Line:
    name = judged.stretch.name
    if isinstance(judged.figures, TooFew):
        nothing = dict.fromkeys((*FIGURES, *Grouping), words.CANNOT)
        return Line(judged, {QUESTION: name, **nothing, TO_DO: words.CANNOT}, {QUESTION: name}, (str(TOO_FEW.name),))
    shown, flags = words.said(judged.figures), words.flags_of(judged)
    classes = {grouping.value: words.class_text(judged.fairness.get(grouping)) for grouping in Grouping}
    return Line(
        judged,
        {QUESTION: name, **{key: shown[key] for key in FIGURES}, **classes, TO_DO: number(len(flags))},
        {
            QUESTION: name,
            **{key: getattr(judged.figures, key) for key in FIGURES},
            **{grouping.value: _worst(judged, grouping) for grouping in Grouping},
            TO_DO: len(flags),
        },
        flags=tuple(flags),
        bar=words.bar_of(judged.figures.facility, judged.figures.asked),
    )


def _worst(judged: Judged, grouping: Grouping) -> str | None:
    found = judged.fairness.get(grouping)
    return found.worst.value if found is not None and found.worst is not None else None


#: What stands where there are too few answers.
TOO_FEW = EXPLAINED[TooFew]["needed"]


def chapters() -> list[tuple[str, type]]:
    """Of the page that explains all figures."""
    return [
        (_("The test as a whole"), WholeFigures),
        (_("Each question"), ItemFigures),
        (_("The answers"), AnswerShares),
        (_("Fairness between groups"), Difference),
        (_("Before and after"), GainFigures),
        (_("When nothing is shown"), TooFew),
    ]


def notes() -> list[str]:
    """How everything is counted."""
    return [
        _(
            "Counted are the first final attempts of people who agreed to evaluation, handed in during the last year "
            "and with a result. Later attempts are left out: they are of people who have seen questions and reasons."
        ),
        _("Attempts are added ten at a time, so that two looks never tell how one person did."),
        _("Shares are whole per cent. · stands for fewer than five people, ≥ and ≤ where fewer than five remain."),
        _("The language is the one in which the person began the module; pages can be read in any of the three."),
    ]


def notes_of(test: Test) -> list[str]:
    """How this test was counted; stands beneath the table and in the file."""
    found = notes()
    if test.is_by_position:
        found.append(
            _(
                "People got different questions. So internal consistency and what follows from it are worked out by "
                "the place of the questions in the test, and an effective weight cannot be said."
            )
        )
    if test.answers.left_out >= FEW:
        found.append(
            _(
                "%(number)s attempts asked another number of questions and are left out.",
                number=number(test.answers.left_out),
            )
        )
    return found


def whole_lines(test: Test) -> list[dict[str, str]]:
    """The figures of the test: name, value, and how to read it. Empty where there are too few attempts."""
    if isinstance(test.whole, TooFew):
        return []
    return _explained(EXPLAINED[type(test.whole)], words.said(test.whole))


def gain_lines(gains: GainFigures | TooFew) -> list[dict[str, str]]:
    """What people gained between the pre-test and the final quiz. Empty for fewer than ten."""
    return [] if isinstance(gains, TooFew) else _explained(EXPLAINED[GainFigures], words.gains_said(gains))


def item_lines(figures: ItemFigures) -> list[dict[str, str]]:
    """The same for a question."""
    return _explained(EXPLAINED[ItemFigures], words.said(figures))


def _explained(explained: Mapping[str, Any], shown: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"figure": str(known.name), "value": shown[key], "reading": str(known.text)} for key, known in explained.items()
    ]


# ── As a file ─────────────────────────────────────────────────────────────────

KINDS = {"asked": Kind.INTEGER, "facility": Kind.PERCENT, "efficiency": Kind.PERCENT, "guess": Kind.PERCENT}
#: A number begins so, and neither a bound nor a sign for what is hidden does.
EXACT = {*"0123456789", "-"}


def file_columns() -> list[Column]:
    explained = EXPLAINED[ItemFigures]
    return [
        Column("question", _("Question")),
        Column("stem", _("Text of the question")),
        *(Column(key, str(explained[key].name), KINDS.get(key, Kind.DECIMAL)) for key in FIGURES),
        Column(Grouping.LANGUAGE.value, _("By language")),
        Column(Grouping.SEX.value, _("By sex")),
        Column(TO_DO, _("To look at")),
    ]


def file_rows(test: Test) -> list[dict[str, Any]]:
    """The figures of the page, no more exact than there: a file must not say what the page hides."""
    return [_file_row(line) for line in lines_of(test)]


def _file_row(line: Line) -> dict[str, Any]:
    stem = words.stem_of(line.judged.stretch, language())
    row: dict[str, Any] = {**line.shown, TO_DO: " ".join(line.flags), "stem": stem}
    for key in FIGURES:
        value, shown = line.order.get(key), line.shown[key]
        is_exact = shown[:1] in EXACT
        row[key] = (value if isinstance(value, int) else round(float(value), 2)) if is_exact and value else shown
    return row
