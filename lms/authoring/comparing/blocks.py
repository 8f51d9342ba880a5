"""Where the paragraphs of a text went: the same, changed, added, struck or moved."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lms.authoring.comparing.words import ADDED, STRUCK, Piece, pieces

#: How alike two paragraphs must be to be one that was changed.
ALIKE = 0.5


@dataclass(frozen=True)
class Line:
    """A paragraph that is not what or where it was. Numbers count from 1, as people do."""

    before: int | None
    after: int | None
    pieces: tuple[Piece, ...]
    is_moved: bool = False


def aligned(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """What has changed, in the order of the later text; what was struck stands where it stood."""
    origins = _origins(before, after)
    stayed = kept_in_order([origin for origin in origins if origin is not None])
    lines: list[Line] = []
    gone = iter(sorted(set(range(len(before))) - {origin for origin in origins if origin is not None}))
    struck = next(gone, None)
    for number, (text, origin) in enumerate(zip(after, origins, strict=True), start=1):
        while struck is not None and origin in stayed and struck < origin:
            lines.append(_struck(struck, before))
            struck = next(gone, None)
        if origin is None:
            lines.append(Line(None, number, (Piece(ADDED, text),)))
        elif origin not in stayed or before[origin] != text:
            lines.append(Line(origin + 1, number, tuple(pieces(before[origin], text)), is_moved=origin not in stayed))
    while struck is not None:
        lines.append(_struck(struck, before))
        struck = next(gone, None)
    return lines


def _struck(place: int, before: Sequence[str]) -> Line:
    return Line(place + 1, None, (Piece(STRUCK, before[place]),))


def _origins(before: Sequence[str], after: Sequence[str]) -> list[int | None]:
    """For each paragraph of the later text the one it was: the same words first, then the most alike."""
    origins: list[int | None] = [None] * len(after)
    matcher = SequenceMatcher(None, list(before), list(after), autojunk=False)
    for start, new_start, length in matcher.get_matching_blocks():
        for offset in range(length):
            origins[new_start + offset] = start + offset
    left = [place for place in range(len(before)) if place not in set(origins)]
    for number, text in enumerate(after):
        same = next((place for place in left if origins[number] is None and before[place] == text), None)
        if same is not None:
            origins[number] = same
            left.remove(same)
    taken: set[int] = set()
    for _worth, number, place in sorted(_alike(before, after, origins, left), reverse=True):
        if origins[number] is None and place not in taken:
            origins[number] = place
            taken.add(place)
    return origins


def _alike(
    before: Sequence[str], after: Sequence[str], origins: Sequence[int | None], left: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    for number, text in enumerate(after):
        if origins[number] is not None:
            continue
        matcher = SequenceMatcher(None, "", text.split(), autojunk=False)
        for place in left:
            matcher.set_seq1(before[place].split())
            if matcher.quick_ratio() >= ALIKE and (worth := matcher.ratio()) >= ALIKE:
                yield worth, number, place


def kept_in_order(places: Sequence[int]) -> set[int]:
    """The most of them that follow each other as before; the others were moved."""
    ends: list[int] = []
    at: list[int] = []
    back: list[int] = []
    for number, place in enumerate(places):
        length = bisect_left(ends, place)
        ends[length : length + 1], at[length : length + 1] = [place], [number]
        back.append(at[length - 1] if length else -1)
    found, number = set(), at[-1] if at else -1
    while number >= 0:
        found.add(places[number])
        number = back[number]
    return found
