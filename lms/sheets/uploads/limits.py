"""How much is read, and what a line is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line that is not empty: its number in the file (the first is 1) and its cells, cleaned."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Limits:
    """What a list of people or bodies never exceeds; beyond it a file is refused, never cut."""

    bytes: int = 2 * 1024 * 1024
    rows: int = 10_000
    columns: int = 40
    cell: int = 500
    """Characters."""
    characters: int = 5_000_000
    """In all cells together: one long text can be repeated by reference in every cell of a small file."""
    lines: bool = False
    """Whether line breaks inside a cell are kept; in a list of names they are slips."""


USUAL = Limits()
