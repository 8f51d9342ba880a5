"""Aiken: one line with the question, a line for each option, and which one is right (docs.moodle.org, “Aiken format”).

::

    What is a threshold?
    A. A line that a court draws
    B) A door
    ANSWER: A

Nothing else has a place in it: no reasons, no tags, no names. It is read strictly, because a line in the wrong place
makes another question right.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from string import ascii_uppercase

from lms.core.i18n import _
from lms.exchange.building import Choice, Frame, answers_of, choice_question
from lms.exchange.losses import note_losses
from lms.exchange.notes import Notes
from lms.exchange.readings import Item, Reading, Remark, Written
from lms.exchange.shared import Facts, Keys, decoded, joined, split_languages
from lms.questions.documents import Question, Words

_OPTION = re.compile(r"([A-Z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"ANSWER:\s*(\S.*)")
_ALMOST = re.compile(r"(?:[a-zA-Z]\s*[.)]|answer\s*:)", re.IGNORECASE)
MOST_LETTERS = 20_000


@dataclass
class _Block:
    """The lines of one question, up to its answer."""

    line: int
    stem: str = ""
    options: list[str] = field(default_factory=list)


class _Broken(Exception):
    """The question is left out; the sentence names the line."""


def read(content: bytes, *, language: str) -> Reading:
    """Questions of an Aiken file; texts without a language tag are in ``language``. Raises Refused."""
    reading, keys, number = Reading("aiken"), Keys(), 0
    block: _Block | None = None
    skips = False
    lines = decoded(content).split("\n")
    for place, line in enumerate([*lines, ""], start=1):
        text = line.strip()
        if skips:  # what follows a mistake belongs to the same question, up to its answer
            skips = bool(text) and not text.startswith("ANSWER:")
            continue
        if not text and place <= len(lines):
            continue
        is_new = block is None
        number += is_new and bool(text)
        block = block or _Block(place)
        notes = Notes(_("line %(line)s", line=block.line), number, reading.remarks)
        try:
            right = _taken(block, text, place)
        except _Broken as reason:
            notes.left_out(str(reason), _("line %(line)s", line=place))
            block, skips = None, not text.startswith("ANSWER:")
            continue
        if right is not None:
            reading.items.append(_item(block, right, number, language, keys, notes))
            block = None
    return reading


def _taken(block: _Block, text: str, line: int) -> int | None:
    """Put the line where it belongs; the place of the right option if it is the last one."""
    if len(text) > MOST_LETTERS:
        raise _Broken(_("The line is longer than %(most)s letters.", most=MOST_LETTERS))
    answer, option = _ANSWER.fullmatch(text), _OPTION.fullmatch(text)
    if answer:
        return _right(block, answer[1])
    if not text:
        _nothing_left(block)
        return None
    if option and block.stem:
        _take_option(block, option[1], option[2])
    elif block.stem or option:
        raise _Broken(_misplaced(block, text))
    else:
        block.stem = text
    return None


def _nothing_left(block: _Block) -> None:
    if block.stem:
        raise _Broken(_("The file ends before a line “ANSWER:” for the question in line %(line)s.", line=block.line))


def _misplaced(block: _Block, text: str) -> str:
    if not block.stem:
        return _("An option stands here without a question above it.")
    if _ALMOST.match(text):
        return _("An option is written “A. text” or “A) text” with a capital letter, and the answer “ANSWER: A”.")
    if block.options:
        return _("After the options a line “ANSWER:” is expected; each option is one line.")
    return _("A question is one line; after it come its options, “A. text” or “A) text”.")


def _take_option(block: _Block, letter: str, text: str) -> None:
    expected = ascii_uppercase[len(block.options)]
    if letter != expected:
        raise _Broken(_("Option %(expected)s is expected here, not %(letter)s.", expected=expected, letter=letter))
    block.options.append(text)


def _right(block: _Block, letter: str) -> int:
    if not block.stem:
        raise _Broken(_("“ANSWER:” stands here without a question above it."))
    if len(block.options) < 2:  # noqa: PLR2004 - a choice is between two at least
        raise _Broken(_("The question has fewer than two options."))
    place = ascii_uppercase.find(letter) if len(letter) == 1 else -1
    if not 0 <= place < len(block.options):
        last = ascii_uppercase[len(block.options) - 1]
        raise _Broken(
            _("The answer is one letter from A to %(last)s, not “%(letter)s”.", last=last, letter=letter[:20])
        )
    return place


def _item(block: _Block, right: int, number: int, language: str, keys: Keys, notes: Notes) -> Item:
    choices = [
        Choice(split_languages(text, language), Fraction(int(place == right)))
        for place, text in enumerate(block.options)
    ]
    frame = Frame(keys.give(""), split_languages(block.stem, language), Facts())
    question = choice_question(frame, choices, single=True, notes=notes)
    return Item(number, notes.place, question, answers_of(choices, language), is_named=False)


# ── Writing ──────────────────────────────────────────────────────────────────


def write(questions: Sequence[Question], *, media: Mapping[str, bytes] | None = None) -> Written:
    """Questions with one right option as an Aiken file, and what it could not hold."""
    remarks: list[Remark] = []
    blocks = []
    for number, question in enumerate(questions, start=1):
        notes = Notes(_("question %(key)s", key=question.key), number, remarks)
        if question.kind not in {"single-choice", "true-false"}:
            notes.left_out(_("Aiken holds only questions with options of which one is right."))
            continue
        right = [place for place, option in enumerate(question.options) if option.correct]
        if len(right) != 1 or not 2 <= len(question.options) <= len(ascii_uppercase):  # noqa: PLR2004
            notes.left_out(_("It does not have exactly one right option among two or more."))
            continue
        if not any(question.stem.values()) or any(not any(option.text.values()) for option in question.options):
            notes.left_out(_("Its question or one of its options has no text."))
            continue
        _note(question, notes)
        blocks.append(_block(question, right[0]))
    return Written("\n".join(blocks).encode(), remarks)


def _block(question: Question, right: int) -> str:
    case = question.case or {}
    stem = {code: f"{case.get(code, '')} {text}" for code, text in question.stem.items()}
    options = [
        f"{letter}. {_line(option.text)}" for letter, option in zip(ascii_uppercase, question.options, strict=False)
    ]
    return "\n".join([_line(stem), *options, f"ANSWER: {ascii_uppercase[right]}", ""])


def _line(words: Words) -> str:
    return joined({code: " ".join(text.split()) for code, text in words.items()})


def _note(question: Question, notes: Notes) -> None:
    note_losses(question, frozenset(), notes)
    if question.kind == "true-false":
        notes.lost(_("It becomes a question with two options."))
    if any(any(option.feedback.values()) or option.sources for option in question.options):
        notes.lost(_("Aiken has no place for reasons and sources."))
    if question.objective or question.lesson or question.tags or question.category or question.form:
        notes.lost(_("Aiken has no place for objective, lesson, form, tags and category."))
    if any("\n" in text for words in (question.stem, *(o.text for o in question.options)) for text in words.values()):
        notes.lost(_("Line breaks become blanks."))
