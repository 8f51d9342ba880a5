"""From lines to entries with named values, by the headings of a template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lms.core.folding import fold
from lms.sheets.uploads.limits import Line
from lms.sheets.uploads.refusals import Cause, TableRefused

#: Exports carry a title and filters above their table; nobody writes more lines than this there.
MOST_LINES_ABOVE = 20


@dataclass(frozen=True)
class Heading:
    """A column that is looked for: the key of its values, and every title it may have, the page's language first."""

    key: str
    titles: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True)
class Entry:
    """One line beneath the headings: its number, and its value under each heading ("" where there is none)."""

    line: int
    values: Mapping[str, str]


def under_headings(lines: Sequence[Line], headings: Sequence[Heading]) -> list[Entry]:
    """The entries below the line of headings, in whatever order its columns stand; further columns are ignored.

    Raises TableRefused: TEMPLATE with the titles that were not found, EMPTY if nothing stands below.
    """
    best: list[str] = [heading.titles[0] for heading in headings if not heading.optional]
    for index, line in enumerate(lines[:MOST_LINES_ABOVE]):
        places = dict(_places(line, headings))
        missing = [heading.titles[0] for heading in headings if not heading.optional and heading.key not in places]
        if not missing:
            return _entries(lines[index + 1 :], headings, places)
        best = min(best, missing, key=len)
    raise TableRefused(Cause.TEMPLATE, missing=best)


def _places(line: Line, headings: Sequence[Heading]) -> Iterator[tuple[str, int]]:
    titles = [fold(cell) for cell in line.cells]
    for heading in headings:
        known = {fold(title) for title in heading.titles}
        found = [index for index, title in enumerate(titles) if title in known]
        if found:
            yield heading.key, found[0]


def _entries(lines: Sequence[Line], headings: Sequence[Heading], places: Mapping[str, int]) -> list[Entry]:
    if not lines:
        raise TableRefused(Cause.EMPTY)
    return [
        Entry(line.number, {heading.key: _value(line, places.get(heading.key)) for heading in headings})
        for line in lines
    ]


def _value(line: Line, place: int | None) -> str:
    return line.cells[place] if place is not None and place < len(line.cells) else ""
