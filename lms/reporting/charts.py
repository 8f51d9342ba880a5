"""The chart of a table: one drawing for the page and for paper, never without the table it is drawn from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lms.core.i18n import _
from lms.reporting.drawing import shown
from lms.reporting.reports.base import NO_PEOPLE, Table
from lms.sheets import Column, Kind
from lms.ui.charts import Bar, bars_svg

#: Of several columns the one that is drawn, the first that is there.
PREFERRED = ("total", "completed", "people")
#: Among more bars than this nobody finds one; the table can be read line by line.
MOST_BARS = 60


@dataclass(frozen=True)
class Chart:
    """``alt`` says in a sentence what is drawn, for people who do not see it."""

    title: str
    alt: str
    bars: Sequence[Bar]

    @property
    def svg(self) -> str:
        return bars_svg(self.bars, self.alt)


def chart_of(table: Table) -> Chart | None:
    """The chart of a table for people; None if there is nothing to compare."""
    return None if table.is_data else chart_of_rows(table.columns, table.rows)


def chart_of_rows(columns: Sequence[Column], lines: Iterable[Mapping[str, object]]) -> Chart | None:
    """The bars of the main column. Hidden numbers get no bar, only their sign.

    Where several lines have one name (a module in several regions) nobody could tell their bars apart: none are drawn.
    """
    column = _column(columns)
    if column is None or columns[0].kind is not Kind.TEXT:
        return None
    rows = [row for row in lines if row.get(column.key) not in (0, None)]
    most = max((value for row in rows if isinstance(value := row[column.key], int)), default=0)
    if not 1 < len(rows) <= MOST_BARS or most == 0:
        return None
    names = [str(row[columns[0].key]) for row in rows]
    if len(set(names)) < len(names):
        return None
    title = f"{columns[0].title}: {column.title}"
    alt = _("Bar chart. Its numbers stand in the table, in the column “%(column)s”.", column=column.title)
    lengths = [_length(row[column.key]) for row in rows]
    numbers = [str(shown(row[column.key], column)) for row in rows]
    bars = [Bar(*told) for told in zip(names, lengths, numbers, strict=True)]
    return Chart(title, alt, bars)


def _length(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _column(columns: Sequence[Column]) -> Column | None:
    counted = [column for column in columns if column.kind is Kind.INTEGER and column.key not in NO_PEOPLE]
    found = {column.key: column for column in counted}
    return next((found[key] for key in PREFERRED if key in found), next(iter(found.values()), None))
