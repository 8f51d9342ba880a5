"""From the text of a GIFT file to questions."""

import re
from dataclasses import dataclass, replace

import msgspec

from lms.core.i18n import _
from lms.exchange import standard
from lms.exchange.building import (
    WHOLE,
    Choice,
    Frame,
    answers_of,
    choice_question,
    gap_question,
    limited,
    matching_question,
    typed_question,
)
from lms.exchange.gift import answers
from lms.exchange.gift.answers import Spoken, Unreadable
from lms.exchange.gift.blocks import Block, blocks_of
from lms.exchange.gift.syntax import hidden, plain
from lms.exchange.gift.texts import format_of, passage_from, words_from
from lms.exchange.notes import Notes
from lms.exchange.readings import Item, Reading
from lms.exchange.shared import Keys, decoded, facts_from_tags, slug_of
from lms.questions.documents import Accepted, Option, Question, Words
from lms.questions.passages import are_all_there

MOST_LETTERS = 100_000
BLANK = "_____"
_TITLE = re.compile(r"^::(.*?)::", re.DOTALL)
_KIND_TAG = "kind:"


@dataclass(frozen=True)
class Cut:
    """A question taken apart: what stands before the braces, in them, and behind them."""

    title: str
    before: str
    inside: str | None
    after: str
    general: str


def read(content: bytes, *, language: str) -> Reading:
    """Questions of a GIFT file; texts without a language tag are in ``language``. Raises Refused.

    Takes about 0.2 ms for a question.
    """
    reading, keys = Reading("gift"), Keys()
    for number, block in enumerate(blocks_of(decoded(content)), start=1):
        notes = Notes(_("line %(line)s", line=block.line), number, reading.remarks)
        try:
            item = _item(block, number, Spoken("moodle", language, notes), keys)
        except Unreadable as reason:
            notes.left_out(str(reason))
        else:
            reading.items.append(item)
    return reading


def _item(block: Block, number: int, spoken: Spoken, keys: Keys) -> Item:
    if len(block.text) > MOST_LETTERS:
        raise Unreadable(_("It is longer than %(most)s letters.", most=MOST_LETTERS))
    cut = _cut(block)
    if cut.inside is None:
        raise Unreadable(_("It has no answers in braces: a description, which has no place here."))
    form, before = format_of(cut.before)
    spoken = replace(spoken, form=form)
    as_kind = next((tag.removeprefix(_KIND_TAG) for tag in block.tags if tag.startswith(_KIND_TAG)), "")
    facts = facts_from_tags(tag for tag in block.tags if not tag.startswith(_KIND_TAG))
    explanation, sources = spoken.reason(cut.general)
    stem = f"{before}{BLANK}{cut.after}" if cut.after else before
    frame = Frame(
        key=keys.give(facts.key, block.id or cut.title),
        stem=words_from(stem, form, spoken.language, spoken.notes),
        facts=facts,
        category=block.category,
        explanation=explanation if any(explanation.values()) else None,
        explanation_sources=sources,
    )
    is_gap = bool(cut.after) or as_kind == "gap-fill"
    found = _missing_word(frame, cut.inside, (before, cut.after), spoken) if is_gap else None
    question, choices = found or _question(frame, cut.inside, as_kind, spoken)
    is_named = bool(facts.key or slug_of(block.id or cut.title))
    return Item(number, spoken.notes.place, question, answers_of(choices, spoken.language), block.category, is_named)


def _cut(block: Block) -> Cut:
    text = hidden(block.text)
    title = ""
    found = _TITLE.match(text)
    if found:
        title, text = " ".join(plain(found[1]).split()), text[found.end() :].strip()
    begin, end = text.find("{"), text.find("}")
    if begin < 0 and end < 0:
        return Cut(title, text, None, "", "")
    if begin < 0 or end < begin:
        line = block.line + block.text.count("\n", 0, max(0, hidden(block.text).find("}" if begin < 0 else "{")))
        raise Unreadable(
            _(
                "A brace in line %(line)s has no partner in this question. A brace in a text is written \\{ or \\}.",
                line=line,
            )
        )
    inside, mark, general = text[begin + 1 : end].rpartition("####")
    if not mark:
        inside, general = text[begin + 1 : end], ""
    return Cut(title, text[:begin], inside.strip(), text[end + 1 :].strip("\n"), general)


def _question(frame: Frame, inside: str, as_kind: str, spoken: Spoken) -> tuple[Question, list[Choice]]:
    notes = spoken.notes
    if not inside:
        return limited(frame.question("essay"), notes), []
    if inside.startswith("#"):
        accepted, otherwise, choices = answers.numbers_of(_some(inside[1:]), spoken)
        return typed_question(frame, "numeric", accepted, otherwise, notes), choices
    if "~" in inside:
        choices = _several(answers.choices_of(inside, spoken))
        return choice_question(frame, choices, single=_is_single(inside), notes=notes), choices
    if "=" in inside and "->" in inside:
        pairs = answers.pairs_of(inside, spoken)
        question = _ordered(frame, pairs, notes) if as_kind == "ordering" else matching_question(frame, pairs, notes)
        return question, [_told(left, right) for left, right in pairs]
    truth = answers.truth_of(inside, spoken)
    if truth is not None:
        return _true_false(frame, truth)
    accepted, otherwise, choices = answers.texts_of(inside, spoken)
    return typed_question(frame, "short-text", accepted, otherwise, notes), choices


def _some(inside: str) -> str:
    if not inside.strip(" =\n\t"):
        raise Unreadable(_("It asks for a number and names none."))
    return inside


def _several(choices: list[Choice]) -> list[Choice]:
    if len(choices) < 2:  # noqa: PLR2004 - a choice is between two at least
        raise Unreadable(_("It offers one answer only."))
    return choices


def _is_single(inside: str) -> bool:
    """One answer may be ticked where one is marked with =; several where all have percentages."""
    return "=" in inside or not re.search(r"~\s*%-?[0-9]", inside)


def _told(left: Words, right: Words) -> Choice:
    """A pair as the file says it."""
    return Choice(
        {code: f"{left[code]} -> {text}" if left[code] or text else "" for code, text in right.items()}, WHOLE
    )


def _true_false(frame: Frame, truth: list[Choice]) -> tuple[Question, list[Choice]]:
    told = [
        replace(choice, text=standard.in_three(text))
        for choice, text in zip(truth, (standard.TRUE, standard.FALSE), strict=True)
    ]
    options = [
        Option(key, choice.text, choice.reason, choice.sources, choice.weight > 0)
        for key, choice in zip(("true", "false"), told, strict=True)
    ]
    return frame.question("true-false", options=options), told


def _ordered(frame: Frame, pairs: list[tuple[Words, Words]], notes: Notes) -> Question:
    """Our own spelling of an order: numbers matched with steps, and a tag that says so."""
    question = matching_question(
        frame, [(left, right) for left, right in pairs if any(left.values())], Notes("", 0, [])
    )
    return limited(frame.question("ordering", options=question.options, credit="each"), notes)


# ── A gap in the middle of a sentence ────────────────────────────────────────


def _missing_word(
    frame: Frame, inside: str, around: tuple[str, str], spoken: Spoken
) -> tuple[Question, list[Choice]] | None:
    """A text with one gap, if the answers are such that one of them belongs into it."""
    if not inside or "->" in inside:
        return None
    passage = passage_from(*around, spoken.form, spoken.language, spoken.notes)
    if not are_all_there(passage, ["a"]):  # the text has something like a place of ours in it
        return None
    asked = standard.in_three(standard.FILL_IN)
    frame = replace(frame, stem={code: asked[code] if text else "" for code, text in passage.items()})
    accepted: list[Accepted] = []
    choices: list[Choice] = []
    if inside.startswith("#"):
        accepted, otherwise, told = answers.numbers_of(_some(inside[1:]), spoken)
    elif "~" in inside:
        otherwise, choices = None, _several(answers.choices_of(inside, spoken))
        told = choices
        if not _is_single(inside) or sum(choice.weight >= 1 for choice in choices) != 1:
            return None
    elif answers.truth_of(inside, spoken) is not None:
        return None
    else:
        accepted, otherwise, told = answers.texts_of(inside, spoken)
    question = gap_question(frame, passage, choices, accepted, spoken.notes)
    return msgspec.structs.replace(question, otherwise=otherwise), told
