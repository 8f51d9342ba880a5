"""What is published, as sums: cells that hold numbers of people, and lines in which a total is the sum of its parts.

Whatever a reader can work out from counts follows from such lines: rows and columns with their totals, a part and the
rest of its whole, a later number that is an earlier one and what came since. A cell is named by what it counts, so
tables that count the same thing share a cell.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
    #: Says something about one body, however many people it counts.
    identifying: Callable[[Cell], bool] = nobody
    #: What the cell is worth to the reader; the cheapest are hidden first.
    worth: Callable[[Cell], float] = lambda cell: 1.0

    @cached_property
    def primary(self) -> dict[Cell, int]:
        """The cells that tell of few themselves, each with the least it may show."""
        found = {cell: self.least(cell) for cell in self.values if not self.known(cell)}
        return {cell: least for cell, least in found.items() if least and self._is_told_of_few(cell, least)}

    def _is_told_of_few(self, cell: Cell, least: int) -> bool:
        value = self.values[cell]
        return self.tells_by_zero(cell) if value == 0 else value < least or self.identifying(cell)


def apart(system: System[Cell]) -> Iterable[System[Cell]]:
    """The systems it falls into when everything that is known is taken out: each can be looked at by itself.

    Known is what everybody sees in any case, and what follows from that line by line: it never moves.
    """
    known = _followed(system)
    root = {cell: cell for cell in system.values if cell not in known}

    def rooted(cell: Cell) -> Cell:
        while root[cell] != cell:
            root[cell] = cell = root[root[cell]]
        return cell

    open_lines = []
    for line in system.lines:
        members = [cell for cell in (line.total, *line.parts) if cell not in known]
        for cell in members[1:]:
            root[rooted(cell)] = rooted(members[0])
        if members:
            open_lines.append((line, members[0]))
    cells: dict[Cell, dict[Cell, int]] = defaultdict(dict)
    lines: dict[Cell, list[Line[Cell]]] = defaultdict(list)
    for cell in root:
        cells[rooted(cell)][cell] = system.values[cell]
    for line, member in open_lines:
        lines[rooted(member)].append(line)
    for name, values in cells.items():
        yield replace(system, values=values, lines=lines[name])


def _followed(system: System[Cell]) -> set[Cell]:
    known = {cell for cell in system.values if system.known(cell)}
    if not known:
        return known
    open_cells = [{cell for cell in (line.total, *line.parts) if cell not in known} for line in system.lines]
    stands_in: dict[Cell, list[set[Cell]]] = defaultdict(list)
    for members in open_cells:
        for cell in members:
            stands_in[cell].append(members)
    waiting = [members for members in open_cells if len(members) == 1]
    while waiting:
        for cell in list(waiting.pop()):
            known.add(cell)
            for members in stands_in[cell]:
                members.discard(cell)
                if len(members) == 1:
                    waiting.append(members)
    return known
