"""The record of every institution, and institutions beside each other."""

import re
from collections.abc import Sequence
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.paging import PAGE, Page, page_asked
from lms.core.policy import allows, requires
from lms.institutions import queries as directory
from lms.reporting import dimensions, records, results, standing
from lms.reporting.consents import WITHHELD
from lms.reporting.policies import ReportPermission
from lms.reporting.records import Record
from lms.reporting.reports.base import Table
from lms.reporting.standing import Span
from lms.reporting.trees import YEAR
from lms.reporting.views.asking import actor_id, drawn, formatted
from lms.reporting.views.blueprint import bp

FIRST_YEAR = 2019


def record_at(institution_id: UUID) -> Record | None:
    return records.record_of(institution_id, clock.local_day(clock.now()))


def asked_span() -> Span:
    """Year and quarter of the address; this year, if nothing sensible is asked."""
    this_year = clock.local_day(clock.now()).year
    year, quarter = request.args.get("year", ""), request.args.get("quarter", "")
    is_known = re.fullmatch(r"[0-9]{4}", year) and FIRST_YEAR <= int(year) <= this_year
    return Span(int(year) if is_known else this_year, int(quarter) if quarter in {"1", "2", "3", "4"} else YEAR)


def years() -> Sequence[int]:
    return range(clock.local_day(clock.now()).year, FIRST_YEAR - 1, -1)


@bp.get("/institutions")
@requires(ReportPermission.COMPARE_INSTITUTIONS)
def compare_institutions() -> ResponseReturnValue:
    """Every institution with all beneath it, in the order the reader wants."""
    today, span = clock.local_day(clock.now()), asked_span()
    closed = span.with_results(today)
    lines = records.standings(span.period, today)
    kind, region = request.args.get("type"), request.args.get("region")
    group_of = dimensions.by_line(dimensions.groups())
    lines = [
        line
        for line in lines
        if (not kind or group_of.get(line.type_code) == kind) and (not region or line.region_code == region)
    ]
    found = results.results_of(closed.year, today) if closed else None
    rows = standing.comparison_rows(lines, found, closed.quarter if closed else 0)
    page = _page(_sorted(rows))
    return render_template(
        "reporting/compare_institutions.html",
        span=span,
        closed=closed,
        years=years(),
        table=_comparison(page.rows, sortable=True, is_protected=False),
        issued_note=standing.issued_note(),
        page=page,
        groups=[line for line in dimensions.groups() if line.code not in {WITHHELD, dimensions.NOT_STATED}],
        regions=[line for line in dimensions.regions() if line.code != WITHHELD],
    )


def _sorted(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """By name unless a column of numbers is asked for; what is hidden or empty stands last either way."""
    key, is_falling = request.args.get("sort"), request.args.get("dir") == "desc"
    if key not in {column.key for column in standing.comparison_columns(is_protected=False)}:
        return rows
    if key == "row":
        return rows[::-1] if is_falling else rows
    with_number = [row for row in rows if not isinstance(row[key], str | None)]
    without = [row for row in rows if isinstance(row[key], str | None)]
    return sorted(with_number, key=lambda row: row[key], reverse=is_falling) + without  # type: ignore[arg-type,return-value]


def _page(rows: list[dict[str, object]]) -> Page[dict[str, object]]:
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(1, page_asked(request.args.get("page"))), pages)
    return Page(rows[(number - 1) * PAGE : number * PAGE], number, len(rows))


def _comparison(rows: Sequence[dict[str, object]], *, sortable: bool, is_protected: bool) -> dict[str, object]:
    columns = standing.comparison_columns(is_protected=is_protected)
    has_hidden = any("·" in (row["count"], row["reached"]) for row in rows)
    table = drawn(Table("institutions", "", columns, [], has_hidden=has_hidden))
    drawn_columns = [{**column, "sortable": sortable} for column in table["columns"]]
    return {**table, "columns": drawn_columns, "rows": [_with_link(formatted(row, columns)) for row in rows]}


def _with_link(row: dict[str, object]) -> dict[str, object]:
    year, quarter = request.args.get("year"), request.args.get("quarter")
    return {**row, "_url": url_for(".show_institution", institution_id=row["_id"], year=year, quarter=quarter)}


@bp.get("/institutions/<uuid:institution_id>")
@requires(ReportPermission.SEE_INSTITUTION, on=record_at)
def show_institution(record: Record) -> ResponseReturnValue:
    """The heart of the platform: what an institution's people, and those beneath it, did in a period."""
    today, span = clock.local_day(clock.now()), asked_span()
    is_protected = not allows(ReportPermission.SEE_PARTICIPATION)
    closed = span.with_results(today)
    found = results.results_of(closed.year, today) if closed else None
    # What could be subtracted from each other: splits of quarters and their year, of a running year today and tomorrow,
    # of enrolments and the completions among them. So a focal point gets completions of whole years that have ended.
    is_closed_year = span.quarter == YEAR and span == closed
    shows_splits = allows(ReportPermission.SEE_SPLITS, record) and (not is_protected or is_closed_year)
    counted, asked = standing.counted(), request.args.get("count")
    what = asked if asked in counted and not is_protected else "completed"
    happened = records.happened(record.id, span.period)
    activity = records.by_module(happened)
    beneath = (
        records.standings(span.period, today, only=[place.id for place in record.beneath]) if record.beneath else []
    )
    rows = standing.comparison_rows(beneath, found, closed.quarter if closed else 0)
    audit.record_look(actor_id(), "reporting.institution.seen", record, year=span.year, quarter=span.quarter)
    return render_template(
        "reporting/show_institution.html",
        record=record,
        span=span,
        years=years(),
        everything=activity[records.ALL],
        people=records.people_trained(record.id, span.period),
        activity=drawn(standing.activity_table(activity, span)),
        counted={} if is_protected else counted,
        what=what,
        workplaces=drawn(standing.workplaces_table(record.id, happened, span)),
        sexes=drawn(standing.people_table(happened[what], span, what, is_protected=is_protected))
        if shows_splits
        else None,
        results=drawn(standing.results_table(record.id, closed, found)) if closed and found else None,
        beneath=_comparison(rows, sortable=False, is_protected=is_protected) if rows else None,
        may_open=lambda place: not is_protected or allows(ReportPermission.SEE_INSTITUTION, record_at(place.id)),
        type_name=directory.type_names().get(record.type_code),
        region_name=directory.region_names().get(record.region_code),
    )
