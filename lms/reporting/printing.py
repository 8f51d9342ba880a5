"""Any table of the reports on paper: a tagged PDF with its chart, its notes and what the reporting method asks for."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from lms.core import site
from lms.core.i18n import _, in_language, language
from lms.documents import render_pdf, written_otherwise
from lms.reporting.charts import chart_of
from lms.reporting.drawing import drawn
from lms.reporting.reports.base import Table
from lms.sheets import Kind
from lms.ui.filters import breakable

TEMPLATE = Path(__file__).with_name("documents") / "table.typ"
NOTHING = "–"
#: Wider tables lie on their side.
MOST_UPRIGHT = 7


def print_table(
    table: Table,
    *,
    lines: Sequence[str],
    about: Sequence[tuple[str, str]],
    notes: Sequence[str],
    is_demonstration: bool,
    at: datetime,
) -> bytes:
    """The PDF in the language that is spoken. ``lines`` stand beneath the title: which days, and as of when.

    ``about`` is (term, meaning): the facts and then the definitions.
    """
    shown, chart, columns = drawn(table), chart_of(table), table.columns
    rows = [*shown["rows"], *([shown["total"]] if shown["total"] else [])]
    facts = {
        "service": in_language(site.site().name),
        "mark": _("Demonstration data: none of these people exist.") if is_demonstration else None,
        "heading": table.title,
        "lines": list(lines),
        "is_wide": len(columns) > MOST_UPRIGHT,
        "columns": [
            {"title": breakable(column.title), "is_number": column.kind is not Kind.TEXT} for column in columns
        ],
        "rows": [[_cell(row.get(column.key)) for column in columns] for row in rows],
        "has_total": table.total is not None,
        "notes": list(notes),
        "notes_title": _("Notes"),
        "chart": None if chart is None else {"title": chart.title, "alt": chart.alt, "svg": chart.svg},
        "about_title": _("How these numbers are counted"),
        "about": [[term, meaning] for term, meaning in about],
    }
    printed = written_otherwise(facts)
    return render_pdf(TEMPLATE, language=language(), title=printed["heading"], facts=printed, at=at)


def _cell(value: object) -> str:
    return NOTHING if value is None else str(value)
