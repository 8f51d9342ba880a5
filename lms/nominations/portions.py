"""How many people one document, and one page of texts to copy, holds; a longer list is handed out in portions."""

from dataclasses import dataclass

from lms.documents.slips import MOST_SLIPS

MOST_TEXTS = 200
SIZES = {"slips": MOST_SLIPS, "list": MOST_TEXTS}


@dataclass(frozen=True)
class Portion:
    """People ``first`` to ``last``; ``act`` is what the button says to the server: ``slips``, ``slips-2`` …"""

    act: str
    first: int
    last: int


def portions_of(people: int, what: str) -> list[Portion]:
    """All portions of so many people, in their order."""
    size = SIZES[what]
    starts = range(0, people, size)
    return [
        Portion(f"{what}-{number}" if number > 1 else what, start + 1, min(start + size, people))
        for number, start in enumerate(starts, start=1)
    ]
