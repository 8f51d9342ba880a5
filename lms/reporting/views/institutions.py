"""The record of every institution, and institutions beside each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.folding import sort_key
from lms.core.i18n import NATIVE_NAMES
from lms.core.paging import PAGE, Page, nearest_page, page_asked
from lms.core.policy import actor_id, allows, requires
from lms.institutions import queries as directory
from lms.reporting import dimensions, queries, records, services, standing, trends
from lms.reporting.comparing import beneath, comparison, results_in, trend_of
from lms.reporting.consents import WITHHELD
from lms.reporting.policies import ReportPermission
from lms.reporting.records import Record
from lms.reporting.reports.base import Table
from lms.reporting.spans import years_until
from lms.reporting.standing import Span
from lms.reporting.views.asking import (
    asked_count,
    asked_span,
    asked_trend,
    drawn,
    formatted,
    record_at,
    splits_shown,
)
from lms.reporting.views.blueprint import bp
from lms.sheets import Column, Kind

#: What the address may ask of the comparison.
ASKED = ("year", "quarter", "type", "region", "trend")


def years() -> Sequence[int]:
    return years_until(clock.local_day(clock.now()).year)


@bp.get("/institutions")
@requires(ReportPermission.COMPARE_INSTITUTIONS)
def compare_institutions() -> ResponseReturnValue:
    """Every institution with all beneath it, in the order the reader wants."""
    span = asked_span()
    table = _asked_comparison(span)
    chosen = {name: request.args[name] for name in ("type", "region") if request.args.get(name)}
    audit.record_look(
        actor_id(), "reporting.table.seen", table=table.slug, year=span.year, quarter=span.quarter,
        **services.asked_facts(chosen),
    )  # fmt: skip
    page = page_of_rows(sorted_rows([dict(row) for row in table.rows], table.columns))
    return render_template(
        "reporting/compare_institutions.html",
        span=span,
        years=years(),
        table=linked(table, page.rows, span, sortable=True),
        page=page,
        asked={name: value for name, value in request.args.items() if name in ASKED},
        groups=[line for line in dimensions.groups() if line.code not in {WITHHELD, dimensions.NOT_STATED}],
        regions=[line for line in dimensions.regions() if line.code != WITHHELD],
        trend=asked_trend().value,
        trends={trend.value: label for trend, label in trends.trend_labels().items()},
    )


def _asked_comparison(span: Span) -> Table:
    today = clock.local_day(clock.now())
    kind, region = (request.args.get(name, "") for name in ("type", "region"))
    return comparison(span, today, kind=kind, region=region, trend=asked_trend())


def sorted_rows(rows: list[dict[str, object]], columns: Sequence[Column]) -> list[dict[str, object]]:
    """By name unless another column is asked for; what is hidden or empty stands last either way."""
    key, is_falling = request.args.get("sort", ""), request.args.get("dir") == "desc"
    kind = next((column.kind for column in columns if column.key == key), None)
    if kind is None:
        return rows
    if key == "row":
        return rows[::-1] if is_falling else rows
    if kind is Kind.TEXT:
        return sorted(rows, key=lambda row: sort_key(str(row[key] or "")), reverse=is_falling)
    with_number = [row for row in rows if not isinstance(row[key], str | None)]
    without = [row for row in rows if isinstance(row[key], str | None)]
    return sorted(with_number, key=lambda row: row[key], reverse=is_falling) + without  # type: ignore[arg-type,return-value]


def page_of_rows(rows: list[dict[str, object]]) -> Page[dict[str, object]]:
    number = nearest_page(page_asked(request.args.get("page")), len(rows))
    return Page(rows[(number - 1) * PAGE : number * PAGE], number, len(rows))


def linked(table: Table, rows: Iterable[Mapping[str, object]], span: Span, *, sortable: bool) -> dict[str, object]:
    """These rows of a table of institutions, whose names lead to their records."""
    shown = drawn(replace(table, rows=[]))
    return {
        **shown,
        "columns": [{**column, "sortable": sortable} for column in shown["columns"]],
        "rows": [_with_link(formatted(trends.in_words(row), table.columns), span) for row in rows],
    }


def _with_link(row: dict[str, object], span: Span) -> dict[str, object]:
    record = url_for(".show_institution", institution_id=row["_id"], year=span.year, quarter=span.quarter)
    return {**row, "_url": record}


@bp.get("/institutions/<uuid:institution_id>")
@requires(ReportPermission.SEE_INSTITUTION, on=record_at)
def show_institution(record: Record) -> ResponseReturnValue:
    """The heart of the platform: what an institution's people, and those beneath it, did in a period."""
    today, span = clock.local_day(clock.now()), asked_span()
    is_protected = not allows(ReportPermission.SEE_PARTICIPATION)
    shown = results_in(span, today)
    shows_splits = splits_shown(record, span)
    what = "completed" if is_protected else asked_count()
    happened = records.happened(record.id, span.period)
    activity = records.by_module(happened)
    below = beneath(record, span, today, shown, is_protected=is_protected)
    audit.record_look(actor_id(), "reporting.institution.seen", record, year=span.year, quarter=span.quarter)
    return render_template(
        "reporting/show_institution.html",
        record=record,
        span=span,
        years=years(),
        everything=activity[records.ALL],
        native_names=NATIVE_NAMES,
        people=records.people_trained(record.id, span.period),
        activity=drawn(standing.activity_table(activity, span)),
        counted={} if is_protected else standing.counted(),
        what=what,
        trends=[
            drawn(replace(table, rows=[trends.in_words(row) for row in table.rows]))
            for table in trend_of(
                record, span, today, happened, shown, shows_splits=shows_splits, is_protected=is_protected
            )
        ],
        target=queries.targets_of(span.year).get(record.id),
        workplaces=drawn(standing.workplaces_table(record.id, happened, span)),
        sexes=drawn(standing.people_table(happened[what], span, what, is_protected=is_protected))
        if shows_splits
        else None,
        results=drawn(standing.results_table(record.id, shown.closed, shown.found))
        if shown.closed and shown.found
        else None,
        beneath=linked(below, below.rows, span, sortable=False) if below else None,
        may_open=lambda place: not is_protected or allows(ReportPermission.SEE_INSTITUTION, record_at(place.id)),
        type_name=directory.type_names().get(record.type_code),
        region_name=directory.region_names().get(record.region_code),
    )
