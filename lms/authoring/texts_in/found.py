"""What was found in a file of text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lms.core.i18n import _
from lms.core.markdown import format_text
from lms.exchange.readings import Refused

#: Headings inside a lesson; its title is the one above them.
HIGHEST, LOWEST = 2, 3
MOST_LETTERS = 300_000
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*")


@dataclass
class FoundText:
    """Title and Markdown of a lesson; ``lost`` says in sentences what the file held and the text does not."""

    title: str
    body: str
    lost: list[str] = field(default_factory=list)


def refuse_beyond_lesson(letters: int) -> None:
    """Raises ``Refused`` for more than a lesson can hold."""
    if letters > MOST_LETTERS:
        raise Refused(_("The text is too long for one lesson. Take it apart into several files."))


def as_lesson(blocks: Sequence[str], title: str, lost: list[str]) -> FoundText:
    """Blocks of Markdown as a text. The first heading is the title if there is no other and it stands above all.

    Raises ``Refused`` for more than a lesson can hold.
    """
    refuse_beyond_lesson(sum(map(len, blocks)))
    levels = [len(found[1]) for block in blocks if (found := _HEADING.fullmatch(block))]
    rest = list(blocks)
    first = _HEADING.fullmatch(rest[0]) if rest else None
    if first and not title and len(first[1]) == min(levels) and levels.count(len(first[1])) == 1:
        title, levels = first[2], levels[1:]
        rest = rest[1:]
    shift = HIGHEST - min(levels, default=HIGHEST)
    body = "\n\n".join(_moved(block, shift) for block in rest)
    return FoundText(title.strip()[:200], format_text(body), lost)


def _moved(block: str, shift: int) -> str:
    found = _HEADING.fullmatch(block)
    if not found:
        return block
    level = min(max(len(found[1]) + shift, HIGHEST), LOWEST)
    return f"{'#' * level} {found[2]}"
