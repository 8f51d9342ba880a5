"""Figures of a test and of every question in it, worked out from what was counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.insight.answers import Answers, Stretch
from lms.insight.fairness import Fairness, Grouping, fairness_of
from lms.insight.shares import Shares, shares_of
from lms.measures import Item, ItemFigures, Limits, TooFew, WholeFigures, judge_items, judge_whole
from lms.questions.kinds import kind_of


@dataclass(frozen=True)
class Least:
    """What there must be at least; ``attempts`` is never below what `lms.measures` asks for."""

    attempts: int
    groups: Limits


@dataclass(frozen=True)
class Judged:
    """All that is said of one question."""

    stretch: Stretch
    figures: ItemFigures | TooFew
    shares: Shares | None
    fairness: Mapping[Grouping, Fairness]


@dataclass(frozen=True)
class Test:
    """All that is said of a test. ``whole`` is by position where attempts were asked different questions."""

    answers: Answers
    whole: WholeFigures | TooFew
    is_by_position: bool
    questions: tuple[Judged, ...]


def judge(answers: Answers, least: Least, *, only: Stretch | None = None) -> Test:
    """The test, and every question with its answers and its fairness; these two of one question, if ``only`` asks."""
    if answers.number < least.attempts:
        few = TooFew(least.attempts)
        nothing = tuple(Judged(stretch, few, None, {}) for stretch in answers.stretches)
        return Test(answers, few, is_by_position=False, questions=nothing)
    items = {stretch: _item(stretch) for stretch in answers.stretches}
    figures = judge_items(answers.by_question, items, answers.totals)
    by_position = not answers.asks_everybody_the_same
    if by_position:
        whole = judge_whole(answers.by_position(), answers.totals)
    else:
        whole = judge_whole(answers.by_question, answers.totals)
    questions = tuple(
        _judged(answers, stretch, figures[stretch], least)
        if only in {None, stretch}
        else Judged(stretch, figures[stretch], None, {})
        for stretch in answers.stretches
    )
    return Test(answers, whole, by_position, questions)


def _item(stretch: Stretch) -> Item:
    """Every question is worth one point."""
    guess = kind_of(stretch.question).guess(stretch.question)
    return Item(maximum=1.0, guess=None if guess is None else float(guess))


def _judged(answers: Answers, stretch: Stretch, figures: ItemFigures | TooFew, least: Least) -> Judged:
    if isinstance(figures, TooFew) or figures.asked < least.attempts:
        return Judged(stretch, TooFew(least.attempts), None, {})
    rows = answers.of_stretch[stretch]
    return Judged(
        stretch,
        figures,
        shares_of(stretch, rows, least.attempts),
        {grouping: fairness_of(rows, grouping, least.groups) for grouping in Grouping},
    )
