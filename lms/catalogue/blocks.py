"""The paragraphs of a lesson: a text is taken apart without losing a byte, and paragraphs of two languages are paired.

A paragraph is what stands between empty lines or the lines that open and close a box: a heading, a paragraph, a list, a
row of a table with the rows around it. The opening line of a box is a paragraph of its own where it holds words: to
what a law applies, what a note or material is about.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from types import MappingProxyType

BOX = re.compile(r" {0,3}:::+")
BOX_WORDS = re.compile(r'\b(applies|about)="')
_CODE = re.compile(r" {0,3}(```|~~~)")
_CITED = re.compile(r"\[[@?]([^\s\]]+)")
_SHAPES = (
    (re.compile(r"#{1,6} "), "heading"),
    (re.compile(r"\|"), "table"),
    (re.compile(r"([-*+]|\d+[.)]) "), "list"),
    (re.compile(r">"), "quotation"),
    (re.compile(r"!\["), "picture"),
    (re.compile(r":::"), "box"),
    (re.compile(r"\[\^[^\]]+\]:"), "footnote"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, and what stands before it that is no text: empty lines, boxes that open and close."""

    before: str
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """A lesson's text as its paragraphs and what follows the last of them."""

    blocks: tuple[Block, ...]
    after: str

    def __str__(self) -> str:
        return "".join(block.before + block.text for block in self.blocks) + self.after

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks)


def blocks_of(body: str) -> Body:
    """The paragraphs of a lesson. ``str()`` of them gives the same bytes."""
    blocks: list[Block] = []
    before = ""
    for is_text, lines in groupby(_lines(body), key=lambda pair: pair[0]):
        text = "".join(line for _is_text, line in lines)
        if not is_text:
            before += text
            continue
        plain = text.rstrip("\n")
        blocks.append(Block(before, plain))
        before = text[len(plain) :]
    return Body(tuple(blocks), before)


def _lines(body: str) -> Iterator[tuple[int, str]]:
    """Each line with the number of the paragraph it belongs to; 0 for what is no text."""
    number, fence, was_text = 0, "", False
    for line in body.splitlines(keepends=True):
        opened = _CODE.match(line)
        is_box = not fence and BOX.match(line) is not None
        is_text = bool(fence) or (bool(line.strip()) and not is_box)
        if is_box and BOX_WORDS.search(line):
            number += 1  # its words are a paragraph of their own
            yield number, line
            was_text = False
            continue
        if is_text and not was_text:
            number += 1
        yield (number if is_text else 0), line
        was_text = is_text
        if opened:
            fence = "" if fence == opened[1] else fence or opened[1]


def shape_of(text: str) -> tuple[str, ...]:
    """What must be the same in every language: the kind of the paragraph, and what it cites."""
    kind = next((name for pattern, name in _SHAPES if pattern.match(text.lstrip())), "paragraph")
    depth = str(len(text) - len(text.lstrip("#"))) if kind == "heading" else ""
    return (kind, depth, *sorted(_CITED.findall(text)))


#: For each paragraph of the source the number of its counterpart, or None where it has none.
Pairs = tuple[int | None, ...]
NOTHING: Mapping[str, str] = MappingProxyType({})


def paired(
    source: Sequence[str],
    target: Sequence[str],
    *,
    missing: Collection[int] = (),
    surplus: Collection[int] = (),
    known: Mapping[str, str] = NOTHING,
) -> Pairs:
    """Which paragraph of a translation belongs to which of the source.

    ``missing`` numbers the paragraphs of the source that are said to have none, ``surplus`` those of the translation
    that belong to nothing any more. ``known`` says for paragraphs of the
    translation from which text they were made. Without either they are taken in order, and where their numbers
    differ, by their shapes.
    """
    present = [number for number in range(len(source)) if number not in missing]
    wanted = [place for place in range(len(target)) if place not in surplus]
    if not known and len(present) == len(wanted):
        places = dict(zip(present, wanted, strict=True))
        return tuple(places.get(number) for number in range(len(source)))
    if not known and len(source) == len(target):
        return tuple(range(len(source)))
    return _best(source, target, known)


_SAME, _ALIKE, _SHAPE, _ANY = 100.0, 20.0, 6.0, 1.0


def _worth(source: str, target: str, known: Mapping[str, str]) -> float:
    """How well two paragraphs fit each other."""
    was = known.get(target)
    if was == source:
        return _SAME
    shape = _SHAPE if shape_of(source) == shape_of(target) else _ANY
    if was is None:
        return shape
    return shape + _ALIKE * SequenceMatcher(None, was, source, autojunk=False).quick_ratio()


def _best(source: Sequence[str], target: Sequence[str], known: Mapping[str, str]) -> Pairs:
    """The pairs, in order, that fit best altogether."""
    rows, columns = len(source), len(target)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            both = _worth(source[row], target[column], known) + best[row + 1][column + 1]
            best[row][column] = max(both, best[row + 1][column], best[row][column + 1])
    pairs: list[int | None] = []
    row = column = 0
    while row < rows:
        if column < columns and best[row][column] == (
            _worth(source[row], target[column], known) + best[row + 1][column + 1]
        ):
            pairs.append(column)
            row, column = row + 1, column + 1
        elif column < columns and best[row][column] == best[row][column + 1]:
            column += 1
        else:
            pairs.append(None)
            row += 1
    return tuple(pairs)
