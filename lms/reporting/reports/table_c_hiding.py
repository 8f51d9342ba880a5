"""Which numbers of Table C may be published.

The totals (completed and not completed) are one table and hidden as such. The split by sex of a row is shown whole or
not at all: only if women, men and all others who completed, and those who did not, are each nobody or at least ten.
What the rows without a split have together follows from the last line, so that must be nobody or ten in each part as
well; else one more row goes without, at last the last line itself.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from lms.disclosure.suppression import TOTAL, Cell, grid_of, suppress

DONE, OPEN = "done", "open"
#: Of a row: (sex or the rest of them, done or open) to people.
Block = Counter[tuple[str, str]]


def hidden_cells(blocks: Mapping[str, Block], rows: Sequence[str], *, k: int) -> tuple[frozenset[Cell], frozenset[str]]:
    """Totals that must not be seen, as (row, DONE or TOTAL); and the rows without a split by sex.

    ``blocks`` holds the last line under TOTAL too.
    """
    totals = grid_of(
        rows, (DONE, OPEN), {(row, state): _total(blocks[row], state) for row in rows for state in (DONE, OPEN)}
    )
    hidden = suppress([totals], k=k)
    without = {
        row
        for row in (*rows, TOTAL)
        if _has_small(blocks[row], k) or any((row, column) in hidden for column in (DONE, OPEN, TOTAL))
    }
    return frozenset(cell for cell in hidden if cell[1] != OPEN), frozenset(_with_company(without, blocks, rows, k))


def _with_company(without: set[str], blocks: Mapping[str, Block], rows: Sequence[str], k: int) -> set[str]:
    found = set(without)
    more = sorted(
        (row for row in rows if row not in found and blocks[row].total()), key=lambda row: (blocks[row].total(), row)
    )
    while TOTAL not in found and found:
        together = sum((blocks[row] for row in found), Counter())
        if len(found) > 1 and not _has_small(together, k):
            break
        found.add(more.pop(0) if more else TOTAL)
    if found == {TOTAL} and more:
        found.add(more[0])
    return found


def _has_small(block: Block, k: int) -> bool:
    return any(0 < count < k for count in block.values())


def _total(block: Block, state: str) -> int:
    return sum(count for (_sex, where), count in block.items() if where == state)
