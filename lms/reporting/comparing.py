"""All institutions beside each other, and one record as a whole: what pages draw and files hold."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from lms.core.i18n import _
from lms.disclosure.suppression import SIGN
from lms.reporting import beside, dimensions, queries, records, results, standing, trends
from lms.reporting.beside import Standing
from lms.reporting.choices import Choice, Measure
from lms.reporting.completeness import Completeness, completeness, completeness_note, of_measure
from lms.reporting.place_gains import gains_of
from lms.reporting.records import Record, Split
from lms.reporting.reports.base import Table, Value
from lms.reporting.results import YearOfResults
from lms.reporting.standing import Span
from lms.reporting.trends import Quizzed, Trend
from lms.sheets import Column


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


def comparison(span: Span, today: date, *, kind: str = "", region: str = "", trend: Trend = Trend.PEOPLE) -> Table:
    """Every institution (of this group of types, in this region) with all beneath it, by name.

    One thing, ``trend``, is set against the period before and the target of the year.
    """
    people = beside.people_by_place(span.period)
    lines = beside.chosen(beside.standings(span.period, today, people=people), kind, region)
    shown = results_in(span, today)
    notes = [
        _("People who changed institution count where they were at the enrolment."),
        standing.issued_note(),
        trends.completion_note(),
        shown.note(),
        *completeness_note(_completeness_of(people, span, kind, region)),
    ]
    title = _("Institutions, %(period)s", period=span.label())
    table = _beside(title, lines, shown, notes, is_protected=False)
    return _with_trend(table, lines, span, today, shown, trend)


def _completeness_of(people: beside.PeopleByPlace, span: Span, kind: str, region: str) -> Completeness:
    """Of the records behind the institutions of a group of types and a region; of everybody's if none is named."""
    if not (kind or region):
        return completeness(row[1:] for row in people)
    types = {line.code: line.values for line in dimensions.groups()}
    theirs = Choice(span.period, types=types.get(kind), regions=frozenset({region}) if region else None)
    return of_measure(Measure.PEOPLE, theirs)


def _with_trend(
    table: Table, lines: Sequence[Standing], span: Span, today: date, shown: Results, trend: Trend
) -> Table:
    """Four columns more: the period before, the change, the target, the distance to it."""
    before = span.previous()
    counted = beside.counts_by_place(before.period, today, only=trends.MADE_OF[trend])
    quizzes = [quizzed_of(part, today, shown, {trend}) for part in (span, before)]
    targets = queries.targets_of(span.year)
    rows = []
    for row, line in zip(table.rows, lines, strict=True):
        now, then = (
            trends.values_of(counts, quizzes[turn](line.id), women=trends.women_among(counts))
            for turn, counts in enumerate((line, counted.get(line.id, beside.Counts())))
        )
        aims = trends.targets_in(span, targets.get(line.id))
        gain = {trend.value: now[trend]} if trend is Trend.GAIN else {}
        rows.append({**row, **gain, **trends.compared(trend, now, then, aims)})
    label = trends.trend_labels()[trend]
    compared_note = _("Compared with the period before and the target: %(what)s.", what=label)
    own = [Column(trend.value, label, trend.kind)] if trend is Trend.GAIN else []
    return replace(
        table,
        notes=[compared_note, *table.notes, *([trends.gain_note()] if own else [])],
        columns=[*table.columns, *own, *trends.compared_columns([trend], span)],
        rows=rows,
        has_hidden=table.has_hidden or any(SIGN in row.values() for row in rows),
    )


def quizzed_of(span: Span, today: date, shown: Results, wanted: Collection[Trend]) -> "Quizzes":
    """How to ask for what is known from quizzes in a span; nothing is of one that has not ended."""
    if span.with_results(today) != span or trends.OF_QUIZZES.isdisjoint(wanted):
        return Quizzes(None, None, span.quarter)
    is_read = shown.closed is not None and shown.closed.year == span.year
    found = shown.found if is_read else None
    if found is None and not {Trend.REACHED, Trend.MEAN}.isdisjoint(wanted):
        found = results.results_of(span.year, today)
    return Quizzes(found, gains_of(span.year, today) if Trend.GAIN in wanted else None, span.quarter)


@dataclass(frozen=True)
class Quizzes:
    """Results and gains of a span, asked for by place."""

    found: YearOfResults | None
    gains: YearOfResults | None
    quarter: int

    def __call__(self, place: UUID) -> Quizzed:
        found, gains, quarter = self.found, self.gains, self.quarter
        return Quizzed(
            found.of(place, quarter) if found else None,
            bool(found and found.has(place, quarter)),
            gains.of(place, quarter) if gains else None,
            bool(gains and gains.has(place, quarter)),
        )


def trend_of(
    record: Record,
    span: Span,
    today: date,
    happened: Mapping[str, Split],
    shown: Results,
    *,
    shows_splits: bool = True,
    is_protected: bool = False,
) -> list[Table]:
    """A record against the period before and its target. A focal point reads of women what the own splits show."""
    values = []
    for part in (span, span.previous()):
        found = happened if part is span else records.happened(record.id, part.period)
        counts = beside.counts_of_record(record, found, part.period, today)
        women: Value = trends.women_among(counts)
        if is_protected:
            split = standing.people_table(found["completed"], part, "completed", is_protected=True)
            women = trends.women_shown(split if shows_splits else None)
        quizzed = quizzed_of(part, today, shown, trends.OF_QUIZZES)(record.id)
        values.append(trends.values_of(counts, quizzed, women=women))
    aims = trends.targets_in(span, queries.targets_of(span.year).get(record.id))
    return trends.trend_tables(span, values[0], values[1], aims)


def beneath(record: Record, span: Span, today: date, shown: Results, *, is_protected: bool) -> Table | None:
    """The bodies right beneath this one; None where there is none."""
    if not record.beneath:
        return None
    lines = beside.standings(span.period, today, only=[place.id for place in record.beneath])
    notes = [_("Each with all bodies beneath it.")]
    return _beside(_("Bodies beneath"), lines, shown, notes, is_protected=is_protected)


def record_tables(record: Record, span: Span, today: date, what: str) -> list[Table]:
    """The whole record as the coordinator sees it; ``what`` is counted by sex and age."""
    happened, shown = records.happened(record.id, span.period), results_in(span, today)
    tables = [
        standing.activity_table(records.by_module(happened), span),
        *trend_of(record, span, today, happened, shown),
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
