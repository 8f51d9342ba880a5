"""Which questions an attempt asks, and in which order: fixed by a seed, so that it can be told again.

The pre-test asks one form. The first final asks the other form and fills up from the questions without a form, so that
the gain compares eight with eight. Later finals are drawn from the whole bank.

Finals are filled in two steps. First the author's rules, one after the other: as many questions as are wanting until
so many that fit are drawn; one that is there already, from the form or by another rule, counts. Then the spread: the
objective asked least so far, then the question seen least, then the difficulty asked least, then by lot; it also
decides between questions that fit a rule. A small bank gives what it has.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import lcm
from random import Random

from lms.catalogue.documents import DrawRule, ModuleDocument
from lms.questions.documents import Question
from lms.questions.kinds import kind_of

#: ``[[question key, [option keys in the order shown]], …]``
Drawn = list[list[object]]


def other_form(form: str) -> str:
    return "B" if form == "A" else "A"


def draw_pre_test(document: ModuleDocument, form: str, *, seed: int) -> Drawn:
    """The questions of one form."""
    lot = Random(seed)  # noqa: S311  (not a secret: it has to be repeatable)
    return _arranged(document, _of_form(document, form, lot), lot)


def draw_first_final(document: ModuleDocument, form: str, *, seed: int) -> Drawn:
    """The questions of the form not taken before, and as many without a form as are wanting."""
    lot = Random(seed)  # noqa: S311
    hand = Hand(_of_form(document, form, lot))
    unpaired = [question for question in document.questions if question.form is None]
    return _arranged(document, _final(document, unpaired, hand, lot), lot)


def draw_final(document: ModuleDocument, *, seen: Mapping[str, int], seed: int) -> Drawn:
    """From the whole bank; ``seen`` says how often this person has had each question."""
    lot = Random(seed)  # noqa: S311
    return _arranged(document, _final(document, document.questions, Hand(seen=seen), lot), lot)


def wanting(rule: DrawRule, held: Iterable[Question]) -> int:
    """How many questions a rule still asks for beside those that are drawn."""
    return max(0, rule.count - sum(rule.fits(question) for question in held))


class Hand:
    """The questions drawn so far, with what the spread counts."""

    def __init__(self, questions: Iterable[Question] = (), *, seen: Mapping[str, int] | None = None) -> None:
        self.questions: list[Question] = []
        self.seen = seen or {}
        self.objectives, self.difficulties = Counter[str](), Counter[int]()
        for question in questions:
            self.add(question)

    def add(self, question: Question) -> None:
        self.questions.append(question)
        self.objectives[question.objective] += 1
        self.difficulties[question.difficulty] += 1

    def draw(self, bank: list[Question], wanted: int) -> None:
        """Take up to ``wanted`` questions out of the bank, by the spread; its order decides where several are equal."""
        for _number in range(min(wanted, len(bank))):
            question = min(bank, key=self._burden)
            bank.remove(question)
            self.add(question)

    def _burden(self, question: Question) -> tuple[int, int, int]:
        seen = self.seen.get(question.key, 0)
        return self.objectives[question.objective], seen, self.difficulties[question.difficulty]


def _final(document: ModuleDocument, bank: Sequence[Question], hand: Hand, lot: Random) -> list[Question]:
    """Fill the hand up to the length of the quiz, by the rules and then by the spread."""
    left = list(bank)
    lot.shuffle(left)
    for rule in document.rules.draw:
        fitting = [question for question in left if rule.fits(question)]
        room = document.rules.final_questions - len(hand.questions)
        hand.draw(fitting, min(wanting(rule, hand.questions), room))
        held = {question.key for question in hand.questions}
        left = [question for question in left if question.key not in held]
    hand.draw(left, document.rules.final_questions - len(hand.questions))
    return hand.questions


def _of_form(document: ModuleDocument, form: str, lot: Random) -> list[Question]:
    questions = [question for question in document.questions if question.form == form]
    most = document.rules.pre_test_questions
    if len(questions) <= most:
        return questions
    hand = Hand()
    lot.shuffle(questions)
    hand.draw(questions, most)
    return hand.questions


def _arranged(document: ModuleDocument, questions: Sequence[Question], lot: Random) -> Drawn:
    """In an order of their own if the author allows it, and so with the options of each question."""
    if document.rules.shuffle_questions:
        ordered = list(questions)
        lot.shuffle(ordered)
    else:
        drawn_keys = {question.key for question in questions}
        ordered = [question for question in document.questions if question.key in drawn_keys]
    return [[question.key, kind_of(question).order(question, lot)] for question in ordered]


def scale_of(questions: Iterable[Question]) -> int:
    """The fewest parts of a point in which whatever these questions can earn is whole."""
    return lcm(*(kind_of(question).denominator(question) for question in questions))
