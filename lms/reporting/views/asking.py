"""What all pages of the room need: the filters of the address, and tables ready to be drawn."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import request

from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import allows, current_actor
from lms.reporting import filters, records, standing
from lms.reporting.filters import Filters
from lms.reporting.forms import FIRST_YEAR
from lms.reporting.policies import ReportPermission
from lms.reporting.records import Record
from lms.reporting.reports import Table
from lms.reporting.standing import Span
from lms.reporting.trees import YEAR
from lms.reporting.trends import Trend
from lms.reporting.views.blueprint import bp
from lms.sheets import Column, Kind
from lms.ui.filters import number, percent, table_date
from lms.ui.forms import Option


def actor_id() -> UUID:
    """Whoever reads the page; every route here asks for somebody."""
    actor = current_actor()
    return UUID(str(actor.id)) if actor is not None else UUID(int=0)


def asked_filters() -> Filters:
    return filters.read(request.args, today=clock.local_day(clock.now()))


def record_at(institution_id: UUID) -> Record | None:
    return records.record_of(institution_id, clock.local_day(clock.now()))


def asked_span() -> Span:
    """Year and quarter of the address; this year, if nothing sensible is asked."""
    this_year = clock.local_day(clock.now()).year
    year, quarter = request.args.get("year", ""), request.args.get("quarter", "")
    is_known = re.fullmatch(r"[0-9]{4}", year) and FIRST_YEAR <= int(year) <= this_year
    return Span(int(year) if is_known else this_year, int(quarter) if quarter in {"1", "2", "3", "4"} else YEAR)


def asked_count() -> str:
    """What of the record is split by sex and age."""
    asked = request.args.get("count", "")
    return asked if asked in standing.counted() else "completed"


def asked_trend() -> Trend:
    """What the comparison sets against the period before and the target."""
    asked = request.args.get("trend", "")
    return Trend(asked) if asked in set(Trend) else Trend.PEOPLE


def splits_shown(record: Record, span: Span) -> bool:
    """Whether the reader may see sex and age of this record in this period.

    What could be subtracted from each other: splits of quarters and their year, of a running year today and tomorrow,
    of enrolments and the completions among them. So a focal point gets completions of whole years that have ended.
    """
    if not allows(ReportPermission.SEE_SPLITS, record):
        return False
    is_closed_year = span.quarter == YEAR and span.with_results(clock.local_day(clock.now())) == span
    return allows(ReportPermission.SEE_PARTICIPATION) or is_closed_year


def drawn(table: Table) -> dict[str, Any]:
    """Arguments of the component for tables: everything formatted in the language of the page."""
    columns = [
        {"key": column.key, "title": column.title, "kind": "text" if column.kind is Kind.TEXT else "number"}
        for column in table.columns
    ]
    return {
        "caption": table.title,
        "columns": columns,
        "rows": [formatted(row, table.columns) for row in table.rows],
        "total": formatted(table.total, table.columns) if table.total else None,
        "notes": table.footnotes,
        "suppressed": table.has_hidden,
    }


def formatted(row: Mapping[str, object], columns: Any) -> dict[str, object]:
    return {column.key: shown(row.get(column.key), column) for column in columns} | {
        key: value for key, value in row.items() if key.startswith("_")
    }


def shown(value: object, column: Column) -> object:
    """Numbers as people write them; words, signs and nothing stay as they are."""
    if column.kind is Kind.PERCENT and isinstance(value, Decimal):
        # What the heading says is not said again in each cell: narrow columns.
        return number(value * 100, 1) if "%" in column.title else percent(value, 1)  # type: ignore[arg-type]
    if isinstance(value, int | Decimal):
        return number(value, 0 if column.kind is Kind.INTEGER else 1)  # type: ignore[arg-type]
    if column.kind is Kind.DATE:
        return table_date(value)  # type: ignore[arg-type]
    return value


def options_of(choices: Iterable[Any]) -> list[Option]:
    """What a select offers: nothing chosen first."""
    return [Option("", _("All")), *(Option(choice.code, choice.label) for choice in choices)]


def choices_of(labels: Mapping[str, str]) -> list[Option]:
    return [Option(code, label) for code, label in labels.items()]


def year_options(years: Iterable[int]) -> list[Option]:
    return [Option(str(year), str(year)) for year in years]


def quarter_options() -> list[Option]:
    return [Option("0", _("Whole year")), *(Option(str(n), _("Quarter %(number)s", number=n)) for n in (1, 2, 3, 4))]


@bp.context_processor
def words_for_forms() -> dict[str, object]:
    """What the room's templates need to draw their filters."""
    return {
        "options_of": options_of,
        "choices_of": choices_of,
        "year_options": year_options,
        "quarter_options": quarter_options,
    }
