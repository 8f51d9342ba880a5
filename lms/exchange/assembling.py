"""What came of the questions of a file, put into one reading: keys that differ, languages that belong together."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec

from lms.core.i18n import LANGUAGES, _
from lms.exchange.by_language import TAG, merged
from lms.exchange.notes import Notes
from lms.exchange.readings import Item, Reading
from lms.exchange.shared import Keys, slug_of
from lms.questions.documents import Question
from lms.questions.kinds import kind_of


class Found(NamedTuple):
    """A question of a file before it stands among the others. ``language``: where its tags say which it is in."""

    item: Item
    notes: Notes
    title: str = ""
    language: str = ""


def language_in(tags: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The language that the tags name, and the other tags."""
    named = [tag.removeprefix(TAG) for tag in tags if tag.startswith(TAG)]
    known = next((code for code in named if code in LANGUAGES), "")
    return known, tuple(tag for tag in tags if tag != f"{TAG}{known}") if known else tuple(tags)


def assemble(reading: Reading, found: Sequence[Found]) -> None:
    """Put the questions and what was noted about them into the reading, with what their kind still asks for."""
    keys = Keys()
    for one in _together(found):
        key = keys.give(one.item.question.key, one.title)
        question = msgspec.structs.replace(one.item.question, key=key)
        is_named = bool(one.item.question.key or slug_of(one.title))
        reading.items.append(replace(one.item, question=question, is_named=is_named))
        for sentence in kind_of(question).problems(question):
            one.notes.lost(_(sentence))
    for one in found:
        reading.remarks += one.notes.remarks


def _together(found: Sequence[Found]) -> list[Found]:
    groups: dict[str, list[Found]] = {}
    for one in found:
        tied = one.item.question.key if one.language else ""
        groups.setdefault(tied or f" {one.item.number}", []).append(one)
    together: list[Found] = []
    for group in groups.values():
        together += _one_of(group)
    return sorted(together, key=lambda one: one.item.number)


def _one_of(group: list[Found]) -> list[Found]:
    if len(group) == 1:
        return group
    languages = [one.language for one in group]
    question: Question | None = None
    if len(set(languages)) == len(languages):
        question = merged([(one.language, one.item.question) for one in group])
    if question is None:
        for one in group[1:]:
            one.notes.lost(
                _("It is not the same as its sister in another language in all but words, so it stands alone.")
            )
        return group
    return [group[0]._replace(item=replace(group[0].item, question=question))]
