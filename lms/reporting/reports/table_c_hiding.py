"""Which numbers of Table C may be published.

What is counted is one table: sexes and states (completed or still open) divide everybody who enrolled, modules add up
to the last line. Who reached the standard is another: among those who took the final quiz some did and some did not.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from lms.disclosure.suppression import TOTAL, Cell, Sheet, sheet_of, suppress
from lms.reporting.dimensions import WOMEN_AND_MEN

DONE, OPEN = "done", "open"
REST = "rest"
SEXES = (*WOMEN_AND_MEN, REST)
ENROLLED, COMPLETED, LEFT = "enrolled", "completed", "left"
TESTED, REACHED, MISSED = "tested", "reached", "missed"
#: Of a row: (sex or the rest of them, done or open) to enrolments.
Block = Counter[tuple[str, str]]


def of_sex(column: str, sex: str) -> str:
    return f"{column}-{sex}"


#: Nobody prints who is neither woman nor man, nor who has not completed; both follow.
UNSEEN = frozenset({LEFT, *(of_sex(LEFT, sex) for sex in SEXES), of_sex(ENROLLED, REST), of_sex(COMPLETED, REST)})
SPLITS = [
    *((column, [of_sex(column, sex) for sex in SEXES]) for column in (ENROLLED, COMPLETED, LEFT)),
    (ENROLLED, [COMPLETED, LEFT]),
    *((of_sex(ENROLLED, sex), [of_sex(COMPLETED, sex), of_sex(LEFT, sex)]) for sex in SEXES),
]


def hidden_cells(blocks: Mapping[str, Block], rows: Sequence[str], *, k: int) -> frozenset[Cell]:
    """Of the columns of people, as (row, column)."""
    sheet = counted_sheet(blocks, rows)

    def tells_by_zero(cell: Cell) -> bool:
        """That none of a few completed is known of each of them."""
        row, column = cell
        whole = column.replace(COMPLETED, ENROLLED, 1)
        return column.startswith(COMPLETED) and 0 < sheet.values[row, whole] < k

    return suppress([sheet], k=k, tells_by_zero=tells_by_zero)


def counted_sheet(blocks: Mapping[str, Block], rows: Sequence[str]) -> Sheet:
    inner: Counter[Cell] = Counter()
    for row in rows:
        for (sex, state), count in blocks[row].items():
            for column in (ENROLLED, COMPLETED if state == DONE else LEFT):
                inner[row, column] += count
                inner[row, of_sex(column, sex)] += count
    return sheet_of(rows, inner, SPLITS, UNSEEN)


def rows_without_standard(
    numbers: Mapping[str, tuple[int, int]], rows: Sequence[str], *, k: int, already: Collection[str]
) -> set[str]:
    """The lines in which nobody may see who reached the standard. ``numbers``: line to those tested and reaching it.

    ``already``: lines of which nothing is told for other reasons.
    """
    inner = {
        (row, column): count
        for row in rows
        for column, count in zip((TESTED, REACHED, MISSED), _parts(*numbers[row]), strict=True)
    }
    sheet = sheet_of(rows, inner, [(TESTED, (REACHED, MISSED))], (MISSED,))
    hidden = suppress([sheet], k=k, hidden=[(row, column) for row in already for column in (TESTED, REACHED)])
    return {row for row in (*rows, TOTAL) if {(row, TESTED), (row, REACHED)} & hidden}


def _parts(tested: int, reached: int) -> tuple[int, int, int]:
    return tested, reached, tested - reached
