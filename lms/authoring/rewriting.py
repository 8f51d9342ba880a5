"""Paragraphs of a translation are written, added and taken away; everything around them keeps its bytes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.catalogue.blocks import BOX, BOX_WORDS, Block, Body, Pairs, shape_of

_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_MANY = re.compile(r"\n{3,}")


class NoParagraph(ValueError):
    """What was typed is not one paragraph: it would open or close a box."""


def cleaned(text: str, source: str) -> str:
    """One paragraph as it may stand in a lesson. Raises ``NoParagraph``."""
    plain = _EMPTY_LINES.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    if shape_of(source)[0] == "box":
        if plain and (shape_of(plain)[0] != "box" or "\n" in plain or _words_of_box(plain) != _words_of_box(source)):
            raise NoParagraph
    elif any(BOX.match(line) for line in plain.split("\n")):
        raise NoParagraph
    return plain


def _words_of_box(line: str) -> list[str]:
    """Which words its opening line holds; another box would not hold the same."""
    return BOX_WORDS.findall(line)


@dataclass
class _Item:
    """A paragraph on its way into the new text; ``number`` is that of its source."""

    before: str
    text: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The new text; which paragraphs of the source have no counterpart, which of the translation have no source."""

    body: str
    missing: frozenset[int]
    surplus: tuple[int, ...]


def rewritten(
    source: Body, target: Body, pairs: Pairs, changed: Mapping[int, str], surplus: Mapping[int, str]
) -> Rewritten:
    """``changed`` by the number of the source paragraph, ``surplus`` by that of the translation; empty: taken away."""
    numbers = {place: number for number, place in enumerate(pairs) if place is not None}
    items = [
        _Item(block.before, _text_now(block, place, numbers, changed, surplus), numbers.get(place))
        for place, block in enumerate(target.blocks)
    ]
    end = _Item(target.after if str(target).strip() else _frame_of(source), "", None)
    for number in sorted(changed):
        if pairs[number] is None and changed[number]:
            _insert(items, end, source, number, changed[number])
    kept = _without_empty(items, end)
    present = {item.number for item in kept}
    body = str(Body(tuple(Block(item.before, item.text) for item in kept), end.before))
    return Rewritten(
        body if body.endswith("\n") else body + "\n",
        frozenset(number for number in range(len(pairs)) if number not in present),
        tuple(place for place, item in enumerate(kept) if item.number is None),
    )


def _text_now(
    block: Block, place: int, numbers: Mapping[int, int], changed: Mapping[int, str], surplus: Mapping[int, str]
) -> str:
    if place in numbers:
        return changed.get(numbers[place], block.text)
    return surplus.get(place, block.text)


def _insert(items: list[_Item], end: _Item, source: Body, number: int, text: str) -> None:
    """After the counterpart of the paragraph before, past as many boxes as stand between the two in the source."""
    earlier = [place for place, item in enumerate(items) if item.number is not None and item.number < number]
    place = earlier[-1] if earlier else -1
    first = (items[place].number or 0) + 1 if earlier else 0
    following = items[place + 1] if place + 1 < len(items) else end
    gaps = [block.before for block in source.blocks] + [source.after]
    last = len(source.blocks) if following is end else following.number
    head = _joined(gaps[first : number + 1], is_start=first == 0)
    tail = None if last is None else _joined(gaps[number + 1 : last + 1])
    if tail is None or _boxes_in(head + tail) != _boxes_in(following.before):
        head, tail = _split_after(following.before, len(_boxes_in(head)))
        head = head or ("\n\n" if place >= 0 else "")
        tail = _parted(tail, is_end=following is end)
    items.insert(place + 1, _Item(head, text, number))
    following.before = tail


def _frame_of(source: Body) -> str:
    """The boxes of a text without its paragraphs: a translation that is begun has the same from the first word on."""
    return _joined([*(block.before for block in source.blocks), source.after], is_start=True)


def _joined(gaps: Sequence[str], *, is_start: bool = False) -> str:
    """Gaps of the source with the paragraphs between them left out."""
    joined = _MANY.sub("\n\n", "".join(gaps))
    return joined.lstrip("\n") if is_start else joined


def _boxes_in(gap: str) -> list[str]:
    return [line.strip() for line in gap.splitlines() if BOX.match(line)]


def _split_after(gap: str, boxes: int) -> tuple[str, str]:
    """The gap up to and with its n-th line of a box, and the rest of it."""
    head = ""
    lines = gap.splitlines(keepends=True)
    while boxes and any(BOX.match(line) for line in lines):
        line = lines.pop(0)
        head += line
        boxes -= BOX.match(line) is not None
    return head, "".join(lines)


def _parted(gap: str, *, is_end: bool) -> str:
    """What stands after a new paragraph: at least a line end, and an empty line before another paragraph."""
    if is_end or _boxes_in(gap):
        return gap if gap.startswith("\n") else "\n" + gap
    return gap if gap.startswith("\n\n") else "\n\n" + gap.lstrip("\n")


def _without_empty(items: list[_Item], end: _Item) -> list[_Item]:
    """Without what was taken away; the gaps on both sides become one."""
    kept: list[_Item] = []
    carried: str | None = None
    for item in [*items, end]:
        if item is end or item.text:
            if carried is not None:
                item.before = _MANY.sub("\n\n", carried + item.before)
                if not kept:
                    item.before = item.before.lstrip("\n")
            carried = None
            if item is not end:
                kept.append(item)
        else:
            carried = (carried or "") + item.before
    return kept
