"""The tables by their names: those of this room, and those that rooms above make and register."""

from collections.abc import Callable

from lms.reporting.choices import Choice
from lms.reporting.reports.base import Audience, Table

Builder = Callable[[Choice, Audience], Table]

_builders: dict[str, Builder] = {}


def register(slug: str, builder: Builder) -> None:
    """Make a table known to the command line and to programs."""
    _builders[slug] = builder


def lettered() -> dict[str, Builder]:
    """By the letter of the table, in their order."""
    return dict(sorted(_builders.items()))
