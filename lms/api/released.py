"""Tables with small numbers hidden, for programs: those of submitted reports, whole, and nothing that is live.

A table that is hidden by itself can be subtracted from the next one, asked for with another day or filter. What leaves
is hidden against all that left before, once, when a report is frozen; so that is what a program gets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.releases import files, queries
from lms.releases.frozen import FrozenTable, tables_of
from lms.releases.queries import Opened
from lms.reporting.choices import Period
from lms.reporting.exporting import Format


@dataclass(frozen=True)
class Released:
    """A table of the newest version of a report, in one language."""

    report: Opened
    table: FrozenTable
    language: str

    def content(self, ending: Format, *, delimiter: str) -> bytes:
        if ending is Format.CSV:
            return files.csv_file(self.report.donor, self.table, self.language, delimiter=delimiter)
        return files.json_table(self.report.donor, self.table)


def reports() -> Sequence[Opened]:
    """The newest version of each, the latest period first. Raises ``Changed``."""
    return [queries.opened(row) for row in queries.newest_versions()]


def report_about(period: Period | None) -> Opened | None:
    """Of exactly these days; without days the latest. Raises ``Changed``."""
    found = queries.newest_versions() if period is None else filter(None, [queries.newest_about(period)])
    return next((queries.opened(row) for row in found), None)


def table_of(report: Opened, slug: str, language: str) -> Released | None:
    found = (table for table in tables_of(report.donor, language) if table.slug == slug)
    return next((Released(report, table, language) for table in found), None)
