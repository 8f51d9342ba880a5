"""Matching what was typed with what an author foresaw; shared by the kinds that take text or numbers."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import lcm

from lms.core.i18n import LANGUAGES
from lms.questions.documents import Accepted, Question, Words
from lms.questions.kinds.base import Said
from lms.questions.texts import folded

#: The bucket of what nobody foresaw.
OTHER = "other"
MOST_ANSWERS = 20


def number_in(text: str) -> Decimal | None:
    """A number as people type it: ``1 250,5``, ``1250.5``, ``−3``, a unit or a sign of percent after it. None if none.

    A comma is a decimal comma; blanks of any kind inside a number group its digits.
    """
    plain = "".join(folded(text).split()).replace(",", ".").replace("'", "")
    end = next((place for place, sign in enumerate(plain) if sign not in "+-.0123456789"), len(plain))
    try:
        number = Decimal(plain[:end])
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def matches_number(answer: Accepted, number: Decimal) -> bool:
    """Whether a number lies within the tolerance, its ends included."""
    return answer.number is not None and abs(number - Decimal(answer.number)) <= Decimal(answer.tolerance)


def matches_text(answer: Accepted, typed: str) -> bool:
    """Whether a text is one of the spellings, in whichever language: a person may have changed it while answering."""
    return folded(typed) in {folded(text) for texts in answer.texts.values() for text in texts}


def best(matching: Sequence[Accepted]) -> Accepted | None:
    """Of the foreseen answers that fit, the one that earns most; of equals the first."""
    return max(matching, key=lambda answer: answer.worth, default=None)


def parts_of_shares(answers: Sequence[Accepted]) -> int:
    return lcm(*(answer.worth.denominator for answer in answers)) if answers else 1


def said_of(place: str, typed: str, answer: Accepted | None, question: Question) -> Said:
    """The reason beside what was typed; what nobody foresaw has the question's own words for it."""
    if answer is None:
        return Said(place, typed, question.otherwise or {}, (), is_right=False)
    return Said(place, typed, answer.feedback, answer.sources, is_right=answer.worth == 1)


def shown(answer: Accepted, unit: Words | None = None) -> Words | str:
    """An accepted answer as it is told: its first spelling in each language, or its number with the unit."""
    if answer.number is None:
        return {code: texts[0] for code, texts in answer.texts.items() if texts}
    number = answer.number if Fraction(answer.tolerance) == 0 else f"{answer.number} ± {answer.tolerance}"
    return {code: f"{number} {text}".strip() for code, text in unit.items()} if unit else number


def in_all_languages(text: Words | str) -> Words:
    """A number is written alike everywhere."""
    return dict.fromkeys(LANGUAGES, text) if isinstance(text, str) else text


def key_of(answers: Sequence[Accepted], place: str = "") -> set[str]:
    """What decides: each foreseen answer with everything that it accepts and what it earns."""
    return {
        f"{place}{answer.key}={answer.share}:{answer.number}±{answer.tolerance}:"
        + "|".join(sorted({folded(text) for texts in answer.texts.values() for text in texts}))
        for answer in answers
    }


def problems_of(answers: Sequence[Accepted]) -> list[str]:
    """Sentences about a list of foreseen answers."""
    found = []
    try:
        worths = [answer.worth for answer in answers]
    except (ValueError, ZeroDivisionError):
        return ["What an answer earns is an exact fraction from 0 to 1."]
    if any(not 0 <= worth <= 1 for worth in worths):
        found.append("What an answer earns is an exact fraction from 0 to 1.")
    if 1 not in worths:
        found.append("At least one accepted answer earns the whole point.")
    if len(answers) > MOST_ANSWERS:
        found.append("A question has up to twenty accepted answers.")
    return found
