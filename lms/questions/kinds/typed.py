"""Matching what was typed with what an author foresaw; shared by the kinds that take text or numbers."""

from collections.abc import Sequence
from math import lcm
from typing import Literal

from lms.core.i18n import LANGUAGES
from lms.questions.documents import Accepted, Question, Words
from lms.questions.kinds.base import MOST_LETTERS, Said
from lms.questions.numbers import decimal_in, number_in, share_in
from lms.questions.texts import folded, tidy

#: The bucket of what nobody foresaw.
OTHER = "other"
MOST_ANSWERS = 20
#: Shares are a percentage or a simple fraction, so that the points of a whole test keep a small common denominator.
MOST_PARTS, PERCENT = 10, 100


def found_in(answers: Sequence[Accepted], typed: str) -> Accepted | None:
    """Of the foreseen answers that fit, the one that earns most; of equals the first.

    A number fits within the tolerance, its ends included; a text if it is one of the spellings, in whichever language:
    a person may have changed it while answering.
    """
    text = folded(typed)
    number = number_in(typed) if any(answer.number is not None for answer in answers) else None
    fitting = [
        answer
        for answer in answers
        if (text and text in answer.spellings)
        or (number is not None and answer.span is not None and answer.span[0] <= number <= answer.span[1])
    ]
    return max(fitting, key=lambda answer: answer.worth, default=None)


def right_one(answers: Sequence[Accepted]) -> Accepted | None:
    """The first that earns the whole point; a question without problems has one."""
    return next((answer for answer in answers if answer.worth == 1), None)


def right_text(answers: Sequence[Accepted]) -> str:
    """A text that earns the whole point, as it would be stored; empty while a draft has none."""
    right = right_one(answers)
    spelled = [tidy(text) for texts in right.texts.values() for text in texts] if right else []
    return (right.number if right and right.number else None) or next(filter(None, spelled), "")


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
    number = answer.number if decimal_in(answer.tolerance) == 0 else f"{answer.number} ± {answer.tolerance}"
    return {code: f"{number} {text}".strip() for code, text in unit.items()} if unit else number


def in_all_languages(text: Words | str) -> Words:
    """A number is written alike everywhere."""
    return dict.fromkeys(LANGUAGES, text) if isinstance(text, str) else text


def key_of(answers: Sequence[Accepted], place: str = "") -> set[str]:
    """What decides: each foreseen answer with everything that it accepts and what it earns."""
    return {
        f"{place}{answer.key}={answer.worth}:{_value(answer.number)}±{_value(answer.tolerance)}:"
        + "|".join(sorted(answer.spellings))
        for answer in answers
    }


def _value(number: str | None) -> str:
    """``0.50`` and ``0.5`` are one number."""
    value = decimal_in(number or "")
    return str(number) if value is None else str(value)


def problems_of(answers: Sequence[Accepted], needed: Literal["texts", "number"] | None = None) -> list[str]:
    """Sentences about foreseen answers: each holds what is ``needed``; if nothing is, a number or spellings."""
    found = []
    if not all(_is_share(answer.share) for answer in answers):
        found.append("What an answer earns is 0, 1, a percentage, or a fraction with a denominator up to 10.")
    if right_one(answers) is None:
        found.append("At least one accepted answer earns the whole point.")
    if len(answers) > MOST_ANSWERS:
        found.append("A question has up to twenty accepted answers.")
    if any((answer.number is not None or needed == "number") and not _is_number(answer) for answer in answers):
        found.append("An accepted number and its tolerance are written in digits, with a point for decimals.")
    if any(_lacks_texts(answer, needed) or not _are_spellings(answer) for answer in answers):
        found.append("An accepted answer has at least one spelling, each of up to 200 characters.")
    if any(answer.key == OTHER for answer in answers):
        found.append("The key “other” is kept for answers that nobody foresaw.")
    return found


def _is_share(text: str) -> bool:
    share = share_in(text)
    return share is not None and (share.denominator <= MOST_PARTS or PERCENT % share.denominator == 0)


def _is_number(answer: Accepted) -> bool:
    tolerance = decimal_in(answer.tolerance)
    return decimal_in(answer.number or "") is not None and tolerance is not None and tolerance >= 0


def _lacks_texts(answer: Accepted, needed: str | None) -> bool:
    return not any(answer.texts.values()) and (needed == "texts" or (needed is None and answer.number is None))


def _are_spellings(answer: Accepted) -> bool:
    texts = [text for texts in answer.texts.values() for text in texts]
    return all(folded(text) and len(tidy(text)) <= MOST_LETTERS for text in texts)
