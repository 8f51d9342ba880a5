"""What is said in films before and after, caption by caption, each with its times."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from lms.authoring.comparing.blocks import Line
from lms.authoring.comparing.words import ADDED, STRUCK, Piece, pieces
from lms.core.captions import HEAD


def captions_that_differ(one: Any, other: Any) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
    """Name of the film, language and lines, of files as plain data."""
    said, says = _captions_in(one), _captions_in(other)
    for name, language in dict.fromkeys((*says, *said)):
        before, after = (side.get((name, language), "") for side in (said, says))
        if before != after:
            yield name, language, tuple(_lines(_cues(before), _cues(after)))


def _captions_in(files: Any) -> dict[tuple[str, str], str]:
    return {
        (file["name"], one["language"]): one["content"]
        for file in files or ()
        if isinstance(file, Mapping)
        for one in file.get("captions") or ()
    }


def _cues(content: str) -> list[str]:
    return [cue.strip("\n") for cue in content.removeprefix(HEAD).split("\n\n") if cue.strip()]


def _lines(one: Sequence[str], other: Sequence[str]) -> Iterator[Line]:
    """Paired by their words: captions that only come later are the same captions at another time."""
    said, says = ([cue.partition("\n")[2] for cue in cues] for cues in (one, other))
    for _kind, start, end, new_start, new_end in SequenceMatcher(None, said, says, autojunk=False).get_opcodes():
        for before, after in zip_longest(range(start, end), range(new_start, new_end)):
            if before is None:
                yield Line(None, after + 1, (Piece(ADDED, other[after]),))
            elif after is None:
                yield Line(before + 1, None, (Piece(STRUCK, one[before]),))
            elif one[before] != other[after]:
                yield Line(before + 1, after + 1, tuple(pieces(one[before], other[after])))
