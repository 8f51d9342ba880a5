"""How the options of each kind are spelled in a row, on the way in."""

import re
from collections.abc import Callable
from typing import Any

from lms.core.i18n import LANGUAGES, _
from lms.exchange import standard
from lms.exchange.building import key_of
from lms.exchange.shared import no_words
from lms.exchange.workbook.cells import ARROW, BAR, Cells, number_in, share_in
from lms.questions.documents import Accepted, Criterion, Level, Option, Part, Rubric, Words

#: What a kind adds to a question: fields of ``Question``.
Fields = dict[str, Any]
_LEVEL = re.compile(r"\s*([0-9]{1,3})\s*[:=]\s*(\S.*)", re.DOTALL)
_GAP = re.compile(r"([a-z0-9][a-z0-9-]{0,39})(?:\s*:\s*(.*))?")


def _option(cells: Cells, number: int, place: int, *, correct: bool = False, text: Words | None = None) -> Option:
    return Option(
        key_of(place),
        cells.words(f"text{number}") if text is None else text,
        cells.words(f"why{number}"),
        cells.listed(f"sources{number}"),
        correct,
    )


def _marked(cells: Cells) -> Fields:
    return {
        "options": tuple(
            _option(cells, number, place, correct=cells.truth(f"right{number}"))
            for place, number in enumerate(cells.numbers())
        )
    }


def _ordered(cells: Cells) -> Fields:
    return {"options": tuple(_option(cells, number, place) for place, number in enumerate(cells.numbers()))}


def _true_false(cells: Cells) -> Fields:
    """The first option is “true”, the second “false”, whatever they are called."""
    numbers = cells.numbers()
    if numbers not in ([1], [2], [1, 2]):
        cells.unfit(
            "text1_en", _("A statement that is true or not has two options: the first is “true”, the second “false”.")
        )
    right = [cells.truth("right1"), cells.truth("right2")]
    options = []
    for place, (key, word) in enumerate((("true", standard.TRUE), ("false", standard.FALSE))):
        text = cells.words_or_none(f"text{place + 1}") or standard.in_three(word)
        why, sources = cells.words(f"why{place + 1}"), cells.listed(f"sources{place + 1}")
        options.append(Option(key, text, why, sources, right[place]))
    return {"options": tuple(options)}


def _matched(cells: Cells) -> Fields:
    """``left -> right`` in each language; without the arrow it is one more option that belongs to nothing."""
    parts: list[Part] = []
    options: list[Option] = []
    for number in cells.numbers():
        left, right = no_words(), no_words()
        for code, text in cells.words(f"text{number}").items():
            before, arrow, after = text.partition(ARROW)
            left[code], right[code] = (before.strip(), after.strip()) if arrow else ("", text)
        why, sources = cells.words(f"why{number}"), cells.listed(f"sources{number}")
        option = next((known for known in options if known.text == right), None)
        if option is None:
            option = Option(key_of(len(options)), right, why, sources)
            options.append(option)
        if any(left.values()):
            parts.append(Part(str(len(parts) + 1), why, sources, left, option.key))
    return {"options": tuple(options), "parts": tuple(parts)}


def _numbers(cells: Cells) -> Fields:
    accepted = []
    for place, number in enumerate(cells.numbers(), start=1):
        told = number_in(_same(cells, number))
        if told is None:
            cells.unfit(_filled(cells, number), _("“%(cell)s” is no number.", cell=_same(cells, number)[:60]))
            continue
        accepted.append(_accepted(cells, number, str(place), number=told[0], tolerance=told[1]))
    return {"accepted": tuple(accepted)}


def _same(cells: Cells, number: int) -> str:
    """A number is the same in every language; one column is enough."""
    texts = {text for text in cells.words(f"text{number}").values() if text}
    if len(texts) > 1:
        cells.unfit(_filled(cells, number), _("The number is not the same in every language."))
    return next(iter(texts), "")


def _filled(cells: Cells, number: int) -> str:
    """The column of an option in which something stands."""
    keys = [f"text{number}_{code}" for code in LANGUAGES]
    return next((key for key in keys if cells.one(key)), keys[0])


def _accepted(cells: Cells, slot: int, key: str, **fields: Any) -> Accepted:
    share = fields.pop("share", None) or str(cells.share(f"right{slot}"))
    return Accepted(key, cells.words(f"why{slot}"), cells.listed(f"sources{slot}"), share=share, **fields)


def _spellings(cells: Cells, number: int) -> dict[str, tuple[str, ...]]:
    return {
        code: tuple(spelled)
        for code, text in cells.words(f"text{number}").items()
        if (spelled := [one.strip() for one in text.split(BAR) if one.strip()])
    }


def _texts(cells: Cells) -> Fields:
    return {
        "accepted": tuple(
            _accepted(cells, number, str(place), texts=_spellings(cells, number))
            for place, number in enumerate(cells.numbers(), start=1)
        )
    }


def _gaps(cells: Cells) -> Fields:
    """“Right” names the gap an option belongs into: ``a``; ``a: 100 %`` is a text that is typed there."""
    options: list[Option] = []
    parts: dict[str, Part] = {}
    for number in cells.numbers():
        key = f"right{number}"
        named = cells.listed(key)
        typed = [found for name in named if (found := _GAP.fullmatch(name)) and found[2] is not None]
        if typed:
            _type_into(cells, number, typed[0], parts)
            continue
        option = _option(cells, number, len(options))
        options.append(option)
        for name in named:
            if not _GAP.fullmatch(name) or name in parts:
                cells.unfit(key, _("“%(cell)s” is no gap, or has its option already.", cell=name[:60]))
            parts[name] = Part(name, option.feedback, option.sources, right=option.key)
    return {"options": tuple(options), "parts": tuple(parts.values())}


def _type_into(cells: Cells, number: int, found: re.Match[str], parts: dict[str, Part]) -> None:
    name, cell = found[1], found[2].strip()
    share = share_in(cell) if cell else None
    if share is None and cell:
        cells.unfit(f"right{number}", _("“%(cell)s” is no share of the point, such as 50 %% or 1/3.", cell=cell[:60]))
    before = parts.get(name) or Part(name, no_words(), ())
    told = _number_everywhere(cells.words(f"text{number}"))
    key, worth = str(len(before.accepted) + 1), str(share if share is not None else 1)
    accepted = (
        _accepted(cells, number, key, share=worth, number=told[0], tolerance=told[1])
        if told
        else _accepted(cells, number, key, share=worth, texts=_spellings(cells, number))
    )
    parts[name] = Part(name, no_words(), (), accepted=(*before.accepted, accepted))


def _number_everywhere(words: Words) -> tuple[str, str] | None:
    """A number stands alike in every language, or has its tolerance beside it; else its digits are a text."""
    texts = {text for text in words.values() if text}
    text = next(iter(texts), "")
    is_number = len(texts) == 1 and (all(words.values()) or "±" in text)
    return number_in(text) if is_number else None


# ── Essays ───────────────────────────────────────────────────────────────────


def _essay(cells: Cells) -> Fields:
    """A criterion on a line: ``What is looked at | 0: not at all | 2: fully``; as many lines in every language."""
    lines = {code: [line for line in text.split("\n") if line.strip()] for code, text in cells.words("rubric").items()}
    spoken = {code: told for code, told in lines.items() if told}
    if not spoken:
        return {}
    if len({len(told) for told in spoken.values()}) > 1:
        cells.unfit(f"rubric_{next(iter(spoken))}", _("The criteria are not as many in every language."))
    count = len(next(iter(spoken.values())))
    criteria = tuple(_criterion(cells, {code: told[i] for code, told in spoken.items()}, i) for i in range(count))
    return {
        "rubric": Rubric(
            criteria,
            guidance=cells.words_or_none("guidance"),
            double=cells.truth("double"),
            difference=cells.whole("difference", otherwise=2) or 0,
            least_words=cells.whole("least_words"),
            most_words=cells.whole("most_words"),
        )
    }


def _criterion(cells: Cells, lines: Words, place: int) -> Criterion:
    cut = {code: [piece.strip() for piece in line.split(BAR)] for code, line in lines.items()}
    levels: list[dict[str, tuple[int, str]]] = []
    for code, pieces in cut.items():
        found = [_LEVEL.fullmatch(piece) for piece in pieces[1:]]
        if not all(found):
            cells.unfit(f"rubric_{code}", _("A level is written “2: in part”, with | before it."))
        told = [(int(level[1]), level[2].strip()) for level in found if level]
        levels = levels or [{} for _level in told]
        if len(told) != len(levels):
            cells.unfit(f"rubric_{code}", _("A criterion has not as many levels in every language."))
        for level, one in zip(levels, told, strict=True):
            level[code] = one
    made = []
    for index, level in enumerate(levels, start=1):
        points = {one[0] for one in level.values()}
        if len(points) > 1:
            cells.unfit(f"rubric_{next(iter(level))}", _("A level has not the same points in every language."))
        text = no_words() | {code: one[1] for code, one in level.items()}
        made.append(Level(str(index), points.pop(), text))
    return Criterion(key_of(place), no_words() | {code: pieces[0] for code, pieces in cut.items()}, tuple(made))


READERS: dict[str, Callable[[Cells], Fields]] = {
    "single-choice": _marked,
    "multiple-choice": _marked,
    "error-text": _marked,
    "true-false": _true_false,
    "matching": _matched,
    "ordering": _ordered,
    "numeric": _numbers,
    "short-text": _texts,
    "gap-fill": _gaps,
    "essay": _essay,
}
