"""Which words were added to a text and which were struck."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKENS = re.compile(r"\w+(?:[-’']\w+)*|\s+|[^\w\s]")
SAME, ADDED, STRUCK = "same", "added", "struck"


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they are in both texts, in the later or in the earlier one alone."""

    kind: str
    words: str


def pieces(before: str, after: str) -> list[Piece]:
    """The two texts as one: without what was added it is the earlier one, without what was struck the later."""
    one, other = _TOKENS.findall(before), _TOKENS.findall(after)
    made: list[Piece] = []
    struck = added = ""
    for kind, start, end, new_start, new_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        same, removed, put = "".join(one[start:end]), "".join(one[start:end]), "".join(other[new_start:new_end])
        if kind != "equal":
            struck, added = struck + removed, added + put
        elif same.isspace() and (struck or added) and end < len(one) and new_end < len(other):
            struck, added = struck + same, added + same  # words that follow each other are changed as one
        else:
            made += [*_changed(struck, added), Piece(SAME, same)]
            struck = added = ""
    return [*made, *_changed(struck, added)]


def _changed(struck: str, added: str) -> list[Piece]:
    """Space that stands at the end of both is neither struck nor added."""
    shared = ""
    while struck and added and struck[-1] == added[-1] and struck[-1].isspace():
        shared, struck, added = struck[-1] + shared, struck[:-1], added[:-1]
    found = [Piece(STRUCK, struck), Piece(ADDED, added), Piece(SAME, shared)]
    return [piece for piece in found if piece.words]
