"""Below this many attempts no figure is told, because chance alone would decide it."""

from dataclasses import dataclass

#: Attempts. With thirty, a correlation of nothing still comes out beyond ±0.36 once in twenty times.
ENOUGH = 30


@dataclass(frozen=True)
class TooFew:
    """There are too few answers to judge. Stands where figures would stand, and has none that could be shown.

    Not even how many there are: a small number can be somebody.
    """

    needed: int = ENOUGH
