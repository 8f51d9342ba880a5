"""Which numbers of Table C may be published.

The totals (completed and not completed) are one table and hidden as such. The split by sex of a row is shown whole or
not at all: only if women, men and all others who completed, and those who did not, are each nobody or at least ten.
What the rows without a split have together follows from the last line, so that must be nobody or ten in each part as
well; else one more row goes without, at last the last line itself.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from lms.disclosure.parts import with_company
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

    def tells_by_zero(cell: Cell) -> bool:
        """That none of a few completed is known of each of them."""
        return cell[1] == DONE and 0 < blocks[cell[0]].total() < k

    hidden = suppress([totals], k=k, tells_by_zero=tells_by_zero)
    without = {
        row
        for row in (*rows, TOTAL)
        if _has_small(blocks[row], k) or any((row, column) in hidden for column in (DONE, OPEN, TOTAL))
    }
    others = sorted((row for row in rows if blocks[row].total()), key=lambda row: (blocks[row].total(), row))

    def tell(inner: Collection[str]) -> bool:
        return _has_small(sum((blocks[row] for row in inner), Counter()), k)

    return frozenset(cell for cell in hidden if cell[1] != OPEN), frozenset(with_company(without, others, tell))


def _has_small(block: Block, k: int) -> bool:
    return any(0 < count < k for count in block.values())


def _total(block: Block, state: str) -> int:
    return sum(count for (_sex, where), count in block.items() if where == state)
