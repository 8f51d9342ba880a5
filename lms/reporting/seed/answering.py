"""How synthetic people answer: what is drawn from a module's bank, and which questions they get right."""

from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID

from lms.catalogue.documents import ModuleDocument
from lms.questions.documents import Question
from lms.questions.kinds import kind_of

DRAWS = 40
"""Different draws kept for each kind of test; enough that no two neighbours have the same."""

EASIER = {1: 0.08, 2: 0.0, 3: -0.1}


@dataclass(frozen=True)
class Draw:
    """A test as it was put together: the questions in their order, with the options in theirs."""

    questions: tuple[Question, ...]
    drawn: list[Any]
    form: str | None


@dataclass(frozen=True)
class Shelf:
    """A module on the shelf with its current edition."""

    module_id: UUID
    edition_id: UUID
    edition_number: int
    document: ModuleDocument

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """Keys of the lessons in their order, without the prefix of a step."""
        return tuple(lesson.key for lesson in self.document.lessons)


class Bank:
    """Draws for one module, made once."""

    def __init__(self, shelf: Shelf, rng: Random) -> None:
        rules, questions = shelf.document.rules, shelf.document.questions
        self.forms = {form: tuple(q for q in questions if q.form == form) for form in ("A", "B")}
        self.pre_tests = {
            form: [self._draw(rng, form, rules.pre_test_questions, rules.pre_test_questions) for _ in range(DRAWS)]
            for form in ("A", "B")
        }
        self.first_finals = {
            form: [
                self._draw(rng, form, rules.final_questions, rules.pre_test_questions, questions) for _ in range(DRAWS)
            ]
            for form in ("A", "B")
        }
        self.later_finals = [self._draw(rng, None, rules.final_questions, 0, questions) for _ in range(DRAWS)]

    def _draw(self, rng: Random, form: str | None, size: int, of_form: int, bank: tuple[Question, ...] = ()) -> Draw:
        chosen = list(self.forms[form][:of_form]) if form else []
        rest = [q for q in bank if q not in chosen and (form is None or q.form is None)]
        chosen += rng.sample(rest, min(size - len(chosen), len(rest)))
        rng.shuffle(chosen)
        drawn = [[question.key, kind_of(question).order(question, rng)] for question in chosen]
        return Draw(tuple(chosen), drawn, form)


def answer(rng: Random, draw: Draw, chance: float) -> list[bool]:
    """Right or wrong for every question; harder questions are missed more often."""
    return [rng.random() < chance + EASIER.get(question.difficulty, 0.0) for question in draw.questions]


def chosen_options(rng: Random, question: Question, *, is_right: bool) -> list[str]:
    """What a person answers: what is right, an option that is wrong, or nothing where there is none to choose."""
    if is_right:
        return kind_of(question).right_answer(question)
    wrong = [option.key for option in question.options if not option.correct] if not question.parts else []
    answer = kind_of(question).read(question, [rng.choice(wrong)]) if wrong else []
    return [] if kind_of(question).is_right(question, answer) else answer
