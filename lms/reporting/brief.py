"""The brief for the head of an institution: what its record says, on one page of paper.

It is made of the tables of the record as its reader sees them, so it hides what the page hides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import current_app

from lms.core import site
from lms.core.i18n import _, in_language, language, n_
from lms.core.installation import is_demonstration
from lms.documents import render_pdf
from lms.institutions import queries as directory
from lms.reporting import beside, dimensions, records, standing, trends
from lms.reporting.comparing import results_in, trend_of
from lms.reporting.records import ALL, Activity, Record, Split
from lms.reporting.reports.base import Table, hidden_note
from lms.reporting.standing import Span
from lms.sheets import Kind
from lms.ui.filters import number, percent, table_datetime

TEMPLATE = Path(__file__).with_name("documents") / "brief.typ"
#: Modules with a line of their own; the others share one.
MOST_MODULES = 8
#: So much of a name fits whatever else stands on the page.
LONGEST_NAME, LONGEST_TITLE = 240, 90
COUNTED = ("enrolled", "completed", "issued")
NOTHING = "–"
ARROWS = "↑↓ "


@dataclass(frozen=True)
class Reader:
    """Who reads it, which decides what is hidden."""

    is_protected: bool
    shows_splits: bool


def brief_of(record: Record, span: Span, reader: Reader, *, at: datetime, today: date) -> bytes:
    """The PDF in the language that is spoken. Raises UnprintableText, DocumentRefused."""
    happened = records.happened(record.id, span.period)
    counts = beside.counts_of_record(record, happened, span.period, today)
    shown = results_in(span, today)
    tables = trend_of(
        record, span, today, happened, shown, shows_splits=reader.shows_splits, is_protected=reader.is_protected
    )
    title = _("Brief for the head of the institution")
    facts = {
        "service": in_language(site.site().name),
        "mark": _("Demonstration data: none of these people exist.") if is_demonstration(current_app) else None,
        "heading": title,
        "name": shortened(record.name, LONGEST_NAME),
        "place": _place(record),
        "period": span.label(),
        "lede": _lede(counts.people, span),
        "figures": _figures(counts),
        "tables": [*(_printed(table) for table in tables), _modules(happened)],
        "notes": _notes(tables, span, today, shown.note()),
        "foot": _foot(at),
    }
    return render_pdf(TEMPLATE, language=language(), title=f"{title}. {facts['name']}", facts=facts, at=at)


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _place(record: Record) -> str:
    names = (directory.type_names().get(record.type_code), directory.region_names().get(record.region_code))
    bodies = len(record.beneath)
    beneath = n_("with %(num)d body right beneath", "with %(num)d bodies right beneath", bodies) if bodies else None
    return " · ".join(words for words in (*names, beneath) if words)


def _lede(people: int, span: Span) -> str:
    period = span.label()
    if not people:
        return _("%(period)s: nobody completed a module.", period=period)
    return n_(
        "%(period)s: %(people)s person completed a module.",
        "%(period)s: %(people)s people completed a module.",
        people,
        people=number(people),
        period=period,
    )


def _figures(counts: beside.Counts) -> list[dict[str, str]]:
    rate = dimensions.share(counts.kept, counts.cohort)
    return [
        {"value": number(counts.people), "label": _("People who completed a module")},
        {"value": number(counts.completed), "label": _("Modules completed")},
        {"value": number(counts.certificates), "label": _("Certificates issued")},
        {"value": NOTHING if rate is None else percent(rate, 1), "label": _("Completion rate")},  # type: ignore[arg-type]
    ]


def _printed(table: Table) -> dict[str, Any]:
    """A table of the record with its cells as words."""
    kinds = {column.key: column.kind for column in table.columns}
    rows = [trends.in_words(row) for row in table.rows]
    return {
        "title": table.title,
        "columns": [column.title for column in table.columns],
        "rows": [[_cell(row[key], kind) for key, kind in kinds.items()] for row in rows],
    }


def _cell(value: Any, kind: Kind) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value.lstrip(ARROWS)  # the fonts of documents have none; sign and word are left
    return percent(value, 1) if kind is Kind.PERCENT else number(value)


def _modules(happened: Mapping[str, Split]) -> dict[str, Any]:
    """The modules with most completions, the others together, and all of them."""
    found = records.by_module(happened)
    titles = {str(module.id): title for module, title in dimensions.modules()}
    begun = [key for key in titles if key in found]
    begun.sort(key=lambda key: (-found[key].completed, -found[key].enrolled, titles[key]))
    rows = [_module_row(shortened(titles[key], LONGEST_TITLE), [found[key]]) for key in begun[:MOST_MODULES]]
    others = [found[key] for key in begun[MOST_MODULES:]]
    if others:
        rows.append(_module_row(_("Other modules"), others))
    counted = standing.counted()
    return {
        "title": _("Modules"),
        "columns": [_("Module"), *(counted[key] for key in COUNTED)],
        "rows": [*rows, _module_row(_("All modules"), [found[ALL]])],
    }


def _module_row(title: str, found: Sequence[Activity]) -> list[str]:
    return [title, *(number(sum(getattr(one, key) for one in found)) for key in COUNTED)]


def _notes(tables: Sequence[Table], span: Span, today: date, results: str) -> list[str]:
    running = _("The period is not over: it is set against a whole one.") if span.period.end >= today else None
    hidden = hidden_note() if any(table.has_hidden for table in tables) else None
    found = [running, hidden, trends.completion_note(), trends.gain_note(), results]
    return [note for note in found if note]


def _foot(at: datetime) -> str:
    return _(
        "Data as of %(moment)s. Counted are the institution and all bodies beneath it. No names and no results of "
        "single people stand here.",
        moment=table_datetime(at),
    )
