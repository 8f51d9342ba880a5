"""Which questions an attempt asks, and in which order: fixed by a seed, so that it can be told again.

The pre-test asks one form. The first final asks the other form and fills up by rule from the questions without a form,
so that the gain compares eight with eight. Later finals are drawn by rule from the whole bank. The rule takes one
question after the other: the objective asked least so far, then the question seen least, then the difficulty asked
least, then by lot. A small bank gives what it has.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import lcm
from random import Random

from lms.catalogue.documents import ModuleDocument
from lms.questions.documents import Question
from lms.questions.kinds import kind_of

#: ``[[question key, [option keys in the order shown]], …]``
Drawn = list[list[object]]


def other_form(form: str) -> str:
    return "B" if form == "A" else "A"


def draw_pre_test(document: ModuleDocument, form: str, *, seed: int) -> Drawn:
    """The questions of one form."""
    lot = Random(seed)  # noqa: S311  (not a secret: it has to be repeatable)
    return _arranged(_of_form(document, form, lot), lot)


def draw_first_final(document: ModuleDocument, form: str, *, seed: int) -> Drawn:
    """The questions of the form not taken before, and as many without a form as are wanting."""
    lot = Random(seed)  # noqa: S311
    paired = _of_form(document, form, lot)
    unpaired = [question for question in document.questions if question.form is None]
    wanted = document.rules.final_questions - len(paired)
    return _arranged([*paired, *_spread(unpaired, wanted, lot, beside=paired)], lot)


def draw_final(document: ModuleDocument, *, seen: Mapping[str, int], seed: int) -> Drawn:
    """From the whole bank; ``seen`` says how often this person has had each question."""
    lot = Random(seed)  # noqa: S311
    return _arranged(_spread(document.questions, document.rules.final_questions, lot, seen=seen), lot)


def _of_form(document: ModuleDocument, form: str, lot: Random) -> list[Question]:
    questions = [question for question in document.questions if question.form == form]
    most = document.rules.pre_test_questions
    return questions if len(questions) <= most else _spread(questions, most, lot)


def _spread(
    bank: Sequence[Question],
    wanted: int,
    lot: Random,
    *,
    seen: Mapping[str, int] | None = None,
    beside: Iterable[Question] = (),
) -> list[Question]:
    """Up to ``wanted`` questions of the bank, by the rule; ``beside`` are drawn already and count for the spread."""
    seen = seen or {}
    objectives, difficulties = Counter[str](), Counter[int]()
    for question in beside:
        objectives[question.objective] += 1
        difficulties[question.difficulty] += 1
    left = list(bank)
    lot.shuffle(left)  # decides where the rule leaves several
    chosen: list[Question] = []
    while left and len(chosen) < wanted:
        question = min(left, key=lambda q: (objectives[q.objective], seen.get(q.key, 0), difficulties[q.difficulty]))
        left.remove(question)
        chosen.append(question)
        objectives[question.objective] += 1
        difficulties[question.difficulty] += 1
    return chosen


def _arranged(questions: Sequence[Question], lot: Random) -> Drawn:
    """In an order of their own, with the options shuffled where the question allows it."""
    ordered = list(questions)
    lot.shuffle(ordered)
    drawn: Drawn = []
    for question in ordered:
        drawn.append([question.key, kind_of(question).order(question, lot)])
    return drawn


def scale_of(questions: Iterable[Question]) -> int:
    """The fewest parts of a point in which whatever these questions can earn is whole."""
    return lcm(*(kind_of(question).denominator(question) for question in questions))
