"""The key of a question: what decides, apart from what is asked.

A correction never changes what people saw when they answered: the stem, the options, the places. It changes which of
them are right, what is accepted, or how parts of the point are counted; reasons stay with what they explain.
"""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

import msgspec

from lms.core.i18n import LANGUAGES
from lms.questions.documents import Accepted, Question
from lms.questions.kinds import kind_of
from lms.questions.texts import tidy

#: Kinds by what is right in them. Of the others only the whole point can be given to everybody.
OPTIONS = frozenset({"single-choice", "true-false", "multiple-choice", "error-text"})
PLACES = frozenset({"matching"})
ORDER = frozenset({"ordering"})
TYPED = frozenset({"numeric", "short-text"})


def can_be_corrected(question: Question) -> bool:
    """Whether a program marks it: an essay has no key."""
    return not kind_of(question).by_people


def key_hash(question: Question) -> str:
    """SHA-256 of everything that decides, 64 hexadecimal digits."""
    return hashlib.sha256("\n".join(sorted(kind_of(question).answer_key(question))).encode()).hexdigest()


def fits(one: Question, other: Question) -> bool:
    """Whether the key of one can stand in the other: the same kind, options and places."""
    return (
        one.kind == other.kind
        and one.options_by_key.keys() == other.options_by_key.keys()
        and one.parts_by_key.keys() == other.parts_by_key.keys()
    )


def with_key_of(question: Question, corrected: Question) -> Question:
    """The question of one edition with the key of another that fits it; its own words stay."""
    options = [
        msgspec.structs.replace(own, correct=corrected.options_by_key[own.key].correct) for own in question.options
    ]
    if question.kind in ORDER:
        places = {option.key: place for place, option in enumerate(corrected.options)}
        options.sort(key=lambda option: places[option.key])
    parts = [msgspec.structs.replace(own, right=corrected.parts_by_key[own.key].right) for own in question.parts]
    return msgspec.structs.replace(
        question, options=tuple(options), parts=tuple(parts), accepted=corrected.accepted, credit=corrected.credit
    )


def with_right_options(question: Question, right: Sequence[str]) -> Question:
    options = tuple(msgspec.structs.replace(option, correct=option.key in right) for option in question.options)
    return msgspec.structs.replace(question, options=options)


def with_right_pairs(question: Question, right: Mapping[str, str]) -> Question:
    parts = tuple(msgspec.structs.replace(part, right=right[part.key]) for part in question.parts)
    return msgspec.structs.replace(question, parts=parts)


def with_order(question: Question, places: Mapping[str, str]) -> Question:
    """``places``: option to its place, counted from 1."""
    options = tuple(sorted(question.options, key=lambda option: int(places[option.key])))
    return msgspec.structs.replace(question, options=options)


def with_accepted(question: Question, worths: Mapping[str, str], more: Sequence[str]) -> Question:
    """What each foreseen answer earns, and further ones that earn the whole point with the reason of the right one."""
    known = [msgspec.structs.replace(answer, share=worths[answer.key]) for answer in question.accepted]
    right = next((answer for answer in known if answer.worth == 1), known[0])
    taken, added = {answer.key for answer in known}, []
    for text in more:
        number = next(n for n in range(1, len(taken) + 2) if f"c{n}" not in taken)
        taken.add(f"c{number}")
        added.append(_accepted(question, f"c{number}", text, right))
    return msgspec.structs.replace(question, accepted=(*known, *added))


def _accepted(question: Question, key: str, text: str, right: Accepted) -> Accepted:
    """In every language alike: an answer counts in any of them."""
    made = Accepted(key=key, feedback=right.feedback, sources=right.sources)
    if question.kind == "numeric":
        return msgspec.structs.replace(made, number=text.replace(",", "."), tolerance=right.tolerance)
    return msgspec.structs.replace(made, texts=dict.fromkeys(LANGUAGES, (text,)))


def lines_in(text: str) -> list[str]:
    """What is accepted besides: one answer in each line."""
    return list(dict.fromkeys(line for line in map(tidy, text.splitlines()) if line))


def are_numbers(lines: Sequence[str]) -> bool:
    try:
        return all(Decimal(line.replace(",", ".")).is_finite() for line in lines)
    except InvalidOperation:
        return False
