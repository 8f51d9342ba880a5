"""Tables that rooms above make: they register a builder, and the command line writes it like any other."""

from collections.abc import Callable

from lms.reporting.choices import Choice
from lms.reporting.reports.base import Table

Builder = Callable[[Choice], Table]

_builders: dict[str, Builder] = {}


def register(slug: str, builder: Builder) -> None:
    _builders[slug] = builder


def registered() -> dict[str, Builder]:
    """By the name of the table. They are for the project team."""
    return dict(_builders)
