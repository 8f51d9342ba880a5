"""Material that is shown for analysis and could itself be unlawful: where it stands in a module, and the module without
it. It is shown on the platform to those who study, and leaves it in no file.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from lms.catalogue.blocks import blocks_of
from lms.catalogue.documents import Handout, Lesson, ModuleDocument
from lms.core.markdown.parsing import BOX_OPEN, MATERIAL, container_of, parse

W = TypeVar("W", Lesson, Handout)
#: What the opening line of a box says that was emptied.
LEFT_OUT = 'left_out="true"'
OPENED = re.compile(r"([^:]*)(:*)")


def boxes_in(body: str) -> Iterator[tuple[int, int]]:
    """First and last line of each box of such material, counted from 0; the last may lie behind the text."""
    if MATERIAL not in body:
        return
    for token in parse(body, {}):
        if token.type == BOX_OPEN and token.map is not None and container_of(token)[0] == MATERIAL:
            yield token.map[0], token.map[1]


def guarded_paragraphs(body: str) -> frozenset[int]:
    """Numbers of the paragraphs (``lms.catalogue.blocks``) that stand in such a box."""
    boxes = list(boxes_in(body))
    if not boxes:
        return frozenset()
    found, line = set(), 0
    for number, block in enumerate(blocks_of(body).blocks, start=1):
        line += block.before.count("\n")
        if any(first <= line <= last for first, last in boxes):
            found.add(number)
        line += block.text.count("\n")
    return frozenset(found)


def guarded_texts(document: ModuleDocument) -> tuple[str, ...]:
    """Beginnings of the identities of texts (``lms.catalogue.translation``) that are such material."""
    names = [f"media/{file.name}/" for file in document.media if file.analysis]
    for written in document.written:
        text = written.texts.get(document.source_language)
        numbers = guarded_paragraphs(text.body) if text is not None else ()
        names += [f"{written.field}/{written.key}/body/{number}" for number in sorted(numbers)]
    return tuple(names)


def has_material(document: ModuleDocument) -> bool:
    """Whether anything of a module must not leave it."""
    return any(file.analysis for file in document.media) or any(
        next(boxes_in(text.body), None) is not None for written in document.written for text in written.texts.values()
    )


def without_material(document: ModuleDocument) -> ModuleDocument:
    """The module as it may leave the platform: boxes are there and empty, files are gone."""
    if not has_material(document):
        return document
    guarded = {file.name for file in document.media if file.analysis}
    return msgspec.structs.replace(
        document,
        lessons=tuple(_emptied(lesson) for lesson in document.lessons),
        handouts=tuple(_emptied(handout) for handout in document.handouts),
        media=tuple(file for file in document.media if not file.analysis),
        questions=tuple(
            msgspec.structs.replace(one, image=None) if one.image is not None and one.image.name in guarded else one
            for one in document.questions
        ),
        checks=tuple(
            msgspec.structs.replace(one, image=None) if one.image is not None and one.image.name in guarded else one
            for one in document.checks
        ),
    )


def _emptied(written: W) -> W:
    texts = {
        code: msgspec.structs.replace(text, body=_without_boxes(text.body)) for code, text in written.texts.items()
    }
    return msgspec.structs.replace(written, texts=texts)


def _without_boxes(body: str) -> str:
    """Opening lines stay, so that reader and author see that something was here."""
    lines = body.split("\n")
    for first, last in reversed(_outermost(boxes_in(body))):
        opening = lines[first].rstrip()
        if LEFT_OUT not in opening:
            opening = f"{opening[:-1].rstrip()} {LEFT_OUT}}}" if opening.endswith("}") else f"{opening} {{{LEFT_OUT}}}"
        lines[first : last + 1] = [opening, _closing(opening)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _outermost(boxes: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without those that stand in another one, which goes as a whole."""
    kept: list[tuple[int, int]] = []
    for first, last in boxes:
        if not kept or first > kept[-1][1]:
            kept.append((first, last))
    return kept


def _closing(opening: str) -> str:
    """As many colons as opened the box, behind what stands before them: a quotation goes on, an item stays one."""
    before, colons = OPENED.match(opening).groups()  # type: ignore[union-attr]
    return f"{''.join(sign if sign == '>' else ' ' for sign in before)}{colons}"
