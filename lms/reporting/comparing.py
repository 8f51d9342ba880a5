"""All institutions beside each other, and one record as a whole: what pages draw and files hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.core.i18n import _
from lms.disclosure.suppression import SIGN
from lms.reporting import dimensions, records, results, standing
from lms.reporting.records import Record, Standing
from lms.reporting.reports.base import Table
from lms.reporting.results import YearOfResults
from lms.reporting.standing import Span


@dataclass(frozen=True)
class Results:
    """How people did in the newest part of a span that has ended, if any has."""

    closed: Span | None
    found: YearOfResults | None

    @property
    def quarter(self) -> int:
        return self.closed.quarter if self.closed else 0

    def note(self) -> str:
        if self.closed is None:
            return _("Quiz results appear when a quarter has ended.")
        return _(
            "Quiz results: %(period)s. Results are shown for ten people or more, when the quarter has ended.",
            period=self.closed.label(),
        )


def results_in(span: Span, today: date) -> Results:
    closed = span.with_results(today)
    return Results(closed, results.results_of(closed.year, today) if closed else None)


def comparison(span: Span, today: date, *, kind: str = "", region: str = "") -> Table:
    """Every institution (of this group of types, in this region) with all beneath it, by name."""
    group_of = dimensions.by_line(dimensions.groups())
    lines = [
        line
        for line in records.standings(span.period, today)
        if (not kind or group_of.get(line.type_code) == kind) and (not region or line.region_code == region)
    ]
    shown = results_in(span, today)
    notes = [
        _("People who changed institution count where they were at the enrolment."),
        standing.issued_note(),
        shown.note(),
    ]
    title = _("Institutions, %(period)s", period=span.label())
    return _beside(title, lines, shown, notes, is_protected=False)


def beneath(record: Record, span: Span, today: date, shown: Results, *, is_protected: bool) -> Table | None:
    """The bodies right beneath this one; None where there is none."""
    if not record.beneath:
        return None
    lines = records.standings(span.period, today, only=[place.id for place in record.beneath])
    notes = [_("Each with all bodies beneath it.")]
    return _beside(_("Bodies beneath"), lines, shown, notes, is_protected=is_protected)


def record_tables(record: Record, span: Span, today: date, what: str) -> list[Table]:
    """The whole record as the coordinator sees it; ``what`` is counted by sex and age."""
    happened, shown = records.happened(record.id, span.period), results_in(span, today)
    tables = [
        standing.activity_table(records.by_module(happened), span),
        standing.workplaces_table(record.id, happened, span),
        standing.people_table(happened[what], span, what, is_protected=False),
        standing.results_table(record.id, shown.closed, shown.found) if shown.closed and shown.found else None,
        beneath(record, span, today, shown, is_protected=False),
    ]
    return [table for table in tables if table is not None]


def _beside(
    title: str, lines: Sequence[Standing], shown: Results, notes: Sequence[str], *, is_protected: bool
) -> Table:
    rows = standing.comparison_rows(lines, shown.found, shown.quarter)
    return Table(
        slug="institutions",
        title=title,
        columns=standing.comparison_columns(is_protected=is_protected),
        rows=rows,
        notes=notes,
        has_hidden=any(SIGN in (row["count"], row["reached"]) for row in rows),
    )
