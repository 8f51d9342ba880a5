"""One file per report. Each answers a ``Table``; pages, files and the command line show the same one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from lms.reporting.choices import Choice, Measure
from lms.reporting.completeness import Completeness, completeness_note, of_cohorts, of_measure
from lms.reporting.reports.base import Audience, Table
from lms.reporting.reports.long import long_table
from lms.reporting.reports.persons import persons_table
from lms.reporting.reports.registry import lettered, register
from lms.reporting.reports.table_a import table_a
from lms.reporting.reports.table_b import table_b
from lms.reporting.reports.table_c import table_c
from lms.reporting.reports.table_d import table_d
from lms.reporting.reports.table_f import table_f
from lms.reporting.reports.table_g import table_g

__all__ = ["PUBLIC_TABLES", "Audience", "Table", "build", "tables"]

#: Those that may be published, with small numbers hidden.
PUBLIC_TABLES = ("a", "b", "c", "d", "f")

for _slug, _builder in {"a": table_a, "b": table_b, "c": table_c, "d": table_d, "f": table_f, "g": table_g}.items():
    register(_slug, _builder)


#: Tables of people to how complete the records behind them are.
COMPLETENESS: Mapping[str, Callable[[Choice], Completeness]] = {
    "a": partial(of_measure, Measure.PEOPLE),
    "b": partial(of_measure, Measure.PEOPLE),
    "c": of_cohorts,
    "f": partial(of_measure, Measure.CERTIFICATES),
    "g": of_cohorts,
}


def tables() -> tuple[str, ...]:
    """The names of all: letters, then those of single facts and of single enrolments."""
    return (*lettered(), "long", "persons")


def build(slug: str, choice: Choice, audience: Audience, *, key: bytes) -> Table:
    """The table of this name. ``key`` makes the pseudonyms of the table of persons.

    Raises ValueError for a published table of confirmed workplaces only (the others would follow by subtraction), and
    for one of a single institution.
    """
    if audience is Audience.PUBLIC and (choice.is_confirmed or choice.institution is not None):
        message = "A published table is never limited to confirmed workplaces, nor to one institution."
        raise ValueError(message)
    made = lettered().get(slug)
    if made is not None:
        table = made(choice, audience)
        if audience is Audience.PUBLIC or slug not in COMPLETENESS:
            return table
        return replace(table, notes=[*table.notes, *completeness_note(COMPLETENESS[slug](choice))])
    return long_table(choice) if slug == "long" else persons_table(choice, key=key)
