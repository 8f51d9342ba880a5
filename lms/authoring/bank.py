"""Finding questions in a bank: what was asked for, and which questions it leaves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import msgspec

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.texts import words_of
from lms.core.folding import fold
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _
from lms.core.paging import Page
from lms.questions.documents import Question
from lms.questions.kinds import KINDS
from lms.ui.forms import Option

#: So many stand on a page that a telephone shows.
SIZE = 20
NO_FORM = "none"
Item = TypeVar("Item")


@dataclass(frozen=True)
class Asked:
    """What a list is limited to; an empty text asks for nothing."""

    q: str = ""
    objective: str = ""
    difficulty: str = ""
    lesson: str = ""
    form: str = ""
    kind: str = ""
    tag: str = ""
    missing: str = ""


def asked_in(args: Mapping[str, str]) -> Asked:
    """From an address; whatever is far too long asks for nothing."""
    return Asked(**{field.name: args.get(field.name, "").strip()[:100] for field in fields(Asked)})


def chosen(questions: Sequence[Question], asked: Asked) -> list[Question]:
    """Questions for which everything asked for holds, in their order."""
    return [question for question in questions if all(_holds(question, asked))]


def _holds(question: Question, asked: Asked) -> Iterator[bool]:
    yield not asked.objective or question.objective == asked.objective
    yield not asked.difficulty or str(question.difficulty) == asked.difficulty
    yield not asked.lesson or question.lesson == asked.lesson
    yield not asked.form or (question.form or NO_FORM) == asked.form
    yield not asked.kind or question.kind == asked.kind
    yield not asked.tag or asked.tag in question.tags
    yield not asked.missing or asked.missing in missing_languages(question)
    yield not asked.q or fold(asked.q) in fold(" ".join([question.key, *_texts(question)]))


def _texts(question: Question) -> Iterator[str]:
    for _place, words in words_of(msgspec.to_builtins(question)):
        yield from words.values()


def missing_languages(question: Question) -> list[str]:
    """Languages in which a text of the question is missing."""
    texts = [words for _place, words in words_of(msgspec.to_builtins(question))]
    return [code for code in LANGUAGES if any(not words.get(code, "").strip() for words in texts)]


def page_of(items: Sequence[Item], number: int, size: int = SIZE) -> Page[Item]:
    """One page of a list that is in memory already; a number outside gives the nearest page."""
    number = min(max(1, number), max(1, -(-len(items) // size)))
    return Page(items[(number - 1) * size : number * size], number, len(items), size)


def choices_in(
    document: ModuleDocument, questions: Sequence[Question], in_words: Mapping[str, str]
) -> dict[str, list[Option]]:
    """What each filter offers; ``in_words`` names objectives and lessons by their keys."""
    nothing = Option("", _("Any"))
    kinds = dict.fromkeys(question.kind for question in questions)
    tags = sorted({tag for question in questions for tag in question.tags})
    return {
        "objective": [nothing, *(Option(one.key, in_words.get(one.key, one.key)) for one in document.objectives)],
        "lesson": [nothing, *(Option(one.key, in_words.get(one.key, one.key)) for one in document.lessons)],
        "difficulty": [nothing, Option("1", _("Recall")), Option("2", _("Apply")), Option("3", _("Judge"))],
        "form": [nothing, Option("A", _("Form A")), Option("B", _("Form B")), Option(NO_FORM, _("No form"))],
        "kind": [nothing, *(Option(kind, KINDS[kind].name) for kind in kinds)],
        "tag": [nothing, *(Option(tag, tag) for tag in tags)],
        "missing": [nothing, *(Option(code, NATIVE_NAMES[code]) for code in LANGUAGES)],
    }
