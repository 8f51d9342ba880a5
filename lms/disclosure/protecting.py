"""Hide small cells, and as few others as keep them from being worked out again.

For every primary cell the reader must find possible: the least that may be shown or more, and values that lie apart by
one less than that. Whatever would have to change for that is hidden, the cheapest first. A table that a reader cannot
tell from the true one stays so when more is hidden; so every such table that was found is remembered, and what none of
them proves is worked out anew. Knowing the threshold and this rule tells a reader nothing about one cell: that some
hidden cell is small is true of each.
"""

from collections.abc import Collection
from typing import Generic

import numpy as np

from lms.disclosure.moves import Marks, Move, Moves, places
from lms.disclosure.systems import Cell, System, apart

#: In systems up to this size, each hidden cell is tried again: perhaps it is not needed any more.
SMALL = 40


def protect(system: System[Cell], *, hidden: Collection[Cell] = ()) -> frozenset[Cell]:
    """The cells to hide. ``hidden`` are hidden for other reasons, and stay so."""
    first = {cell for cell in hidden if not system.known(cell)}
    if not system.primary:
        return frozenset(first)
    found = first | {cell for cell in system.primary if not system.unseen(cell)}
    for part in apart(system):
        if part.primary:
            found |= _Protection(part, [cell for cell in first if cell in part.values]).cells()
    return frozenset(found)


class _Protection(Generic[Cell]):
    def __init__(self, system: System[Cell], first: Collection[Cell]) -> None:
        self.system = system
        self.moves = moves = Moves(system)
        unseen = {cell for cell in system.values if system.unseen(cell)}
        self.required = places({*first, *unseen, *system.primary}, moves)
        self.hidden = self.required.copy()
        self.prices = np.array([system.worth(cell) * _price(system.values[cell]) for cell in moves.cells])
        #: How far each primary cell must be able to rise, and how far apart its values must be able to lie.
        self.above, self.apart = np.zeros_like(moves.values), np.zeros_like(moves.values)
        for cell, least in system.primary.items():
            place = moves.place[cell]
            self.above[place], self.apart[place] = max(0, least - system.values[cell]), least - 1
        self.proofs: list[Move] = []
        self.up, self.down = np.zeros_like(moves.values), np.zeros_like(moves.values)

    def cells(self) -> frozenset[Cell]:
        primary = self.system.primary
        for cell in sorted(primary, key=lambda cell: self.system.values[cell] - primary[cell]):
            while not self.is_safe(cell) and self.hide_for(cell):
                pass
        if len(self.moves.cells) <= SMALL:
            self.show_what_is_not_needed()
        unseen = self.system.unseen
        return frozenset(
            cell for cell, gone in zip(self.moves.cells, self.hidden, strict=True) if gone and not unseen(cell)
        )

    # ── The audit ────────────────────────────────────────────────────────────

    def is_safe(self, cell: Cell) -> bool:
        """Whether the hidden cells leave room enough for this one; what is found is remembered."""
        place = self.moves.place[cell]
        if self.is_proven(place) or not self.hidden[place]:
            return bool(self.hidden[place])
        above, apart = int(self.above[place]), int(self.apart[place])
        self.remember(self.moves.farthest(self.hidden, place, 1, max(above, apart), self.unproven()).move)
        if self.up[place] >= above and not self.is_proven(place):
            enough = apart - int(self.up[place])
            self.remember(self.moves.farthest(self.hidden, place, -1, enough, self.unproven()).move)
        return self.is_proven(place)

    def is_proven(self, place: int) -> bool:
        return not self.unproven()[place]

    def unproven(self) -> Marks:
        return (self.up < self.above) | (self.up - self.down < self.apart)

    def remember(self, move: Move) -> None:
        self.proofs.append(move)
        np.maximum(self.up, move, out=self.up)
        np.minimum(self.down, move, out=self.down)

    # ── Complementary suppression ────────────────────────────────────────────

    def hide_for(self, cell: Cell) -> bool:
        """Hide what must change for the cell to be safe; whether anything was left to hide."""
        place = self.moves.place[cell]
        above, apart, up, down = (int(of[place]) for of in (self.above, self.apart, self.up, self.down))
        wanted = [above] if up < above else [apart + down, up - apart]
        offers = [
            offer
            for by in wanted
            if by >= -self.moves.values[place]
            and (offer := self.moves.cheapest(self.hidden, self.prices, place, by)) is not None
        ]
        if not offers:
            return self.expect_less(place) or self.hide_near(place)
        _price, changed, move = min(offers, key=lambda offer: offer[0])
        if move is not None:
            self.remember(move)
        if not changed:
            return move is not None or self.hide_near(place)
        self.hidden[list(changed)] = True
        return True

    def expect_less(self, place: int) -> bool:
        """What is known in any case may leave less room, even if all else were hidden; whether it does.

        Less is expected only where more is impossible, not where the solver gave up looking for it.
        """
        above, apart = int(self.above[place]), int(self.apart[place])
        everything, nothing = np.isfinite(self.prices), np.zeros_like(self.hidden)
        up = self.moves.farthest(everything, place, 1, max(above, apart), nothing).most
        down = self.moves.farthest(everything, place, -1, apart, nothing).most
        self.above[place], self.apart[place] = min(above, up), min(apart, up + down)
        return (self.above[place], self.apart[place]) != (above, apart)

    def hide_near(self, place: int) -> bool:
        """One more cell of its lines, or any: where whole numbers or known cells leave too little room."""
        sums = self.moves.sums
        lines = np.flatnonzero(sums[:, [place]].toarray())
        near = np.asarray(abs(sums[lines]).sum(axis=0)).ravel() > 0
        open_cells = ~self.hidden & np.isfinite(self.prices)
        candidates = np.flatnonzero(open_cells & near if (open_cells & near).any() else open_cells)
        if not len(candidates):
            return False
        self.hidden[candidates[np.argmin(self.prices[candidates])]] = True
        return True

    def show_what_is_not_needed(self) -> None:
        """Dearest first: a cell is shown again if every primary cell stays safe without it."""
        extra = np.flatnonzero(self.hidden & ~self.required)
        for place in sorted(extra, key=lambda place: (-self.prices[place], place)):
            before = self.proofs, self.up, self.down
            self.hidden[place] = False
            self.proofs = []
            self.up, self.down = np.zeros_like(self.up), np.zeros_like(self.down)
            for move in before[0]:
                if not move[place]:
                    self.remember(move)
            unproven = self.unproven()
            if (unproven & ~self.moves.free(self.hidden)).any() or not all(
                self.is_safe(self.moves.cells[int(near)]) for near in np.flatnonzero(unproven)
            ):
                self.hidden[place] = True
                self.proofs, self.up, self.down = before


def _price(value: int) -> float:
    """Small numbers are hidden rather than large ones; a zero only where nothing else serves, as it moves one way."""
    return 2.5 if value == 0 else 1 + float(np.log2(value)) / 40
