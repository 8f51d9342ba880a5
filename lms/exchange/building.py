"""From what a file says of its answers to a question in our shape; the same rules for every format.

Other platforms give every answer a percentage; here options are right or not, and a rule says what is earned. Where a
percentage fits no rule, the nearest rule is taken and a sentence says which.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_lowercase

from lms.core.i18n import _
from lms.exchange.notes import Notes
from lms.exchange.readings import Answer
from lms.exchange.shared import Facts, no_words
from lms.exchange.weights import credit_of, percent_of, unlike
from lms.questions.documents import Accepted, Credit, KindCode, Option, Part, Question, Words
from lms.questions.kinds import KINDS, kind_of
from lms.questions.kinds.base import FEWEST_OPTIONS, MOST_OPTIONS

WHOLE = Fraction(1)


@dataclass(frozen=True)
class Choice:
    """An answer as a file says it; ``weight`` is the share of the point."""

    text: Words
    weight: Fraction = Fraction(0)
    feedback: Words | None = None
    sources: tuple[str, ...] = ()

    @property
    def reason(self) -> Words:
        return self.feedback or no_words()


@dataclass(frozen=True)
class Frame:
    """What a question has whatever its kind."""

    key: str
    stem: Words
    facts: Facts
    category: str = ""
    explanation: Words | None = None
    explanation_sources: tuple[str, ...] = ()

    def question(
        self,
        kind: KindCode,
        *,
        options: Sequence[Option] = (),
        parts: Sequence[Part] = (),
        accepted: Sequence[Accepted] = (),
        credit: Credit = "whole",
        passage: Words | None = None,
        otherwise: Words | None = None,
    ) -> Question:
        facts = self.facts
        return Question(
            key=self.key,
            kind=kind,
            objective=facts.objective,
            lesson=facts.lesson,
            stem=self.stem,
            options=tuple(options),
            difficulty=facts.difficulty,
            form=facts.form,
            pair=facts.pair,
            shuffle=facts.shuffle,
            credit=facts.credit if facts.credit in KINDS[kind].credits else credit,
            parts=tuple(parts),
            accepted=tuple(accepted),
            passage=passage,
            otherwise=otherwise or None,
            explanation=self.explanation or None,
            explanation_sources=self.explanation_sources,
            tags=facts.tags,
            category=self.category or None,
            origin=facts.origin,
        )


def key_of(place: int) -> str:
    """``a``, ``b`` … for the options of a question; numbers after ``z``."""
    return ascii_lowercase[place] if place < len(ascii_lowercase) else f"o{place + 1}"


def answers_of(choices: Sequence[Choice], language: str) -> list[Answer]:
    """As the file said them, for whoever looks at it before it comes in."""
    return [
        Answer(said(choice.text, language), round(float(choice.weight * 100), 5), said(choice.reason, language))
        for choice in choices
    ]


def said(words: Words, language: str) -> str:
    """In this language, or in whichever there is."""
    return words.get(language) or next((text for text in words.values() if text), "")


def option_of(place: int, choice: Choice, *, correct: bool = False) -> Option:
    return Option(key_of(place), choice.text, choice.reason, choice.sources, correct)


# ── One right, several right ─────────────────────────────────────────────────


def choice_question(frame: Frame, choices: Sequence[Choice], *, single: bool, notes: Notes) -> Question:
    """Whether one or several answers may be ticked is the file's word."""
    if single:
        _note_parts(choices, notes)
        right = [choice.weight >= WHOLE for choice in choices]
        if sum(right) > 1:
            notes.lost(_("Several answers earn the whole point; here exactly one may be right. Choose it."))
    else:
        right = [choice.weight > 0 for choice in choices]
    if not any(right):
        notes.lost(_("No answer earns the whole point. Say which one is right."))
    options = [option_of(i, choice, correct=right[i]) for i, choice in enumerate(choices)]
    question = (
        frame.question("single-choice", options=options)
        if single
        else frame.question("multiple-choice", options=options, credit=_credit(frame.facts, choices, notes))
    )
    if not FEWEST_OPTIONS <= len(choices) <= MOST_OPTIONS:
        notes.lost(_("It has %(number)s options; here a question has three to five.", number=len(choices)))
    return question


def _note_parts(choices: Sequence[Choice], notes: Notes) -> None:
    for choice in choices:
        if choice.weight not in (0, WHOLE):
            notes.lost(
                _(
                    "“%(answer)s” earns %(percent)s %%; where one option is right, only that one earns anything here.",
                    answer=said(choice.text, "")[:60],
                    percent=percent_of(choice.weight),
                )
            )


def _credit(facts: Facts, choices: Sequence[Choice], notes: Notes) -> Credit:
    """The rule of the tag where it says one; else right ones less wrong ones, which is what such percentages do."""
    if facts.credit is not None:
        return facts.credit
    shares = [choice.weight for choice in choices]
    credit, is_exact = credit_of(shares)
    if not is_exact and any(share > 0 for share in shares):
        notes.lost(unlike(shares))
    return credit


def weights_of(question: Question) -> list[Fraction]:
    """What each option earns on a platform that knows percentages only; exact for ``minus-wrong``."""
    right = sum(option.correct for option in question.options)
    if question.kind != "multiple-choice":
        return [Fraction(int(option.correct)) for option in question.options]
    share = Fraction(1, right) if right else WHOLE
    return [share if option.correct else -share for option in question.options]


# ── Pairs, gaps, typed answers ───────────────────────────────────────────────


def matching_question(frame: Frame, pairs: Sequence[tuple[Words, Words]], notes: Notes) -> Question:
    """Left and right sides; a pair without a left side is one more option that belongs to nothing."""
    options: list[Option] = []
    parts: list[Part] = []
    for left, right in pairs:
        option = next((known for known in options if known.text == right), None)
        if option is None:
            option = option_of(len(options), Choice(right))
            options.append(option)
        if any(left.values()):
            parts.append(Part(str(len(parts) + 1), no_words(), (), left, option.key))
    return limited(frame.question("matching", options=options, parts=parts, credit="each"), notes)


def typed_question(
    frame: Frame, kind: KindCode, accepted: Sequence[Accepted], otherwise: Words | None, notes: Notes
) -> Question:
    return limited(frame.question(kind, accepted=accepted, otherwise=otherwise), notes)


def gap_question(
    frame: Frame, passage: Words, choices: Sequence[Choice], accepted: Sequence[Accepted], notes: Notes
) -> Question:
    """A text with one gap ``{a}``: chosen from ``choices``, of which one is right, or typed."""
    if not choices:
        part = Part("a", no_words(), (), accepted=tuple(accepted))
        return limited(frame.question("gap-fill", parts=[part], passage=passage, credit="each"), notes)
    _note_parts(choices, notes)
    place = next((i for i, choice in enumerate(choices) if choice.weight >= WHOLE), 0)
    options = [option_of(i, choice) for i, choice in enumerate(choices)]
    part = Part("a", options[place].feedback, options[place].sources, right=options[place].key)
    return limited(frame.question("gap-fill", options=options, parts=[part], passage=passage, credit="each"), notes)


def limited(question: Question, notes: Notes) -> Question:
    """The question, with a sentence for each rule of its kind that it does not keep yet."""
    for sentence in kind_of(question).problems(question):
        notes.lost(_(sentence))
    return question
