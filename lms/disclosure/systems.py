"""What is published, as sums: cells that hold numbers of people, and lines in which a total is the sum of its parts.

Whatever a reader can work out from counts follows from such lines: rows and columns with their totals, a part and the
rest of its whole, a later number that is an earlier one and what came since. A cell is named by what it counts, so
tables that count the same thing share a cell.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

Cell = TypeVar("Cell", bound=Hashable)


@dataclass(frozen=True)
class Line(Generic[Cell]):
    """A total and its parts, which share nobody and leave nobody out."""

    total: Cell
    parts: tuple[Cell, ...]


def nobody(cell: object) -> bool:
    """No cell at all."""
    return False


@dataclass(frozen=True)
class System(Generic[Cell]):
    """Cells with their true numbers, and the lines between them."""

    values: Mapping[Cell, int]
    lines: Sequence[Line[Cell]]
    #: The smallest number that a cell may show; 0 where a cell needs no protection.
    least: Callable[[Cell], int]
    #: Seen by the reader in any case: never hidden, never protected.
    known: Callable[[Cell], bool] = nobody
    #: Never shown, but protected: the rest of a whole, the difference of two periods.
    unseen: Callable[[Cell], bool] = nobody
    #: Says something about people although it is 0: none of six has passed.
    tells_by_zero: Callable[[Cell], bool] = nobody
    #: What the cell is worth to the reader; the cheapest are hidden first.
    worth: Callable[[Cell], float] = lambda cell: 1.0

    @cached_property
    def primary(self) -> dict[Cell, int]:
        """The cells that are too small themselves, each with the least it may show."""
        found = {cell: self.least(cell) for cell in self.values if not self.known(cell)}
        return {cell: least for cell, least in found.items() if self._is_small(cell, least)}

    def _is_small(self, cell: Cell, least: int) -> bool:
        value = self.values[cell]
        return 0 < value < least or (value == 0 < least and self.tells_by_zero(cell))
