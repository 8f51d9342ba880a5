"""The coordinator's overview, participation by any dimension, and the tables of the reports."""

from dataclasses import replace
from functools import partial

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import Role
from lms.accounts.queries import number_of_requests_waiting
from lms.certificates.queries import number_of_corrections_waiting
from lms.core import clock
from lms.core.paging import page_among, page_asked
from lms.core.policy import actor_id, allows, current_actor, requires
from lms.grading.key_queries import number_of_passes_to_decide
from lms.institutions.queries import number_of_proposed_names
from lms.reporting import behind, quarters
from lms.reporting import participation as counting
from lms.reporting.charts import chart_of
from lms.reporting.choices import Measure
from lms.reporting.filters import Filters
from lms.reporting.policies import ReportPermission
from lms.reporting.queries import saved_tables
from lms.reporting.records import own_places
from lms.reporting.reports import PUBLIC_TABLES, Audience, Table, build
from lms.reporting.views.asking import (
    asked_as_published,
    asked_filters,
    asked_rows,
    drawn,
    leaves_in_reports,
    record_sight,
    status_of,
)
from lms.reporting.views.behind import link_numbers, link_to
from lms.reporting.views.blueprint import bp
from lms.ui.filters import number

#: Lines of a table on one page. Only the equity check has thousands: a file holds them all, a telephone does not.
LINES = 500


@bp.get("")
@requires(ReportPermission.ENTER)
def show_overview() -> ResponseReturnValue:
    """The coordinator's first page. A focal point's first page is the record of the own institution."""
    if not allows(ReportPermission.SEE_PARTICIPATION):
        return show_own_places()
    asked, at = asked_filters(), clock.now()
    found = counting.overview(asked)
    record_sight("overview", asked)
    year, quarter = quarters.last_closed(clock.local_day(at))
    page = render_template(
        "reporting/show_overview.html",
        asked=asked,
        found=found,
        tables={rows: _overview_table(found, rows, asked) for rows in ("region", "group")},
        people={what: _leading(what, number, asked) for what, number in _figures(found).items()},
        requests_waiting=number_of_requests_waiting(),
        corrections_waiting=number_of_corrections_waiting(),
        passes_waiting=number_of_passes_to_decide(),
        names_waiting=number_of_proposed_names(),
        saved=saved_tables(actor_id()),
        reported={"code": quarters.code_of(year, quarter), "words": quarters.in_words(year, quarter)},
        at=at,
    )
    return page, status_of(asked)


def _overview_table(found: counting.Overview, rows: str, asked: Filters) -> dict[str, object]:
    table = found.by_region if rows == "region" else found.by_group
    return link_numbers(table, drawn(table), asked, partial(behind.cell_of, table.slug, rows=rows))


def _figures(found: counting.Overview) -> dict[Measure, int]:
    return {
        Measure.PEOPLE: found.people,
        Measure.NEW_PEOPLE: found.new_people,
        Measure.COMPLETIONS: found.completions,
        Measure.ENROLMENTS: found.enrolments,
    }


def _leading(what: Measure, count: int, asked: Filters) -> object:
    """A number of the first page; to its people, if there are any."""
    return link_to(behind.Cell(what), asked, number(count)) if count else number(count)


def show_own_places() -> ResponseReturnValue:
    """Lead on if there is one place; list them if there are several."""
    actor = current_actor()
    places = own_places(actor.places(Role.FOCAL_POINT) if actor else [], clock.local_day(clock.now()))
    if len(places) == 1:
        return redirect(url_for(".show_institution", institution_id=places[0].id), 303)
    return render_template("reporting/show_places.html", places=places)


@bp.get("/people")
@requires(ReportPermission.SEE_PARTICIPATION)
def show_participation() -> ResponseReturnValue:
    rows, asked = asked_rows(counting.ROWS), asked_filters()
    table = counting.participation(asked, rows)
    record_sight(table.slug, asked, rows=rows)
    page = render_template(
        "reporting/show_participation.html",
        asked=asked,
        slug=table.slug,
        rows=rows,
        row_labels=counting.row_labels(),
        table=link_numbers(table, drawn(table), asked, partial(behind.cell_of, table.slug, rows=rows)),
        chart=chart_of(table),
        at=clock.now(),
    )
    return page, status_of(asked)


@bp.get("/tables/<any(a,b,c,d,f,g):slug>")
@requires(ReportPermission.SEE_PARTICIPATION)
def show_table(slug: str) -> ResponseReturnValue:
    """As the project team sees it, or as it may be published."""
    asked, audience = asked_as_published(may_be=slug in PUBLIC_TABLES)
    table = build(slug, asked.choice(), audience, key=current_app.config["SECRET_KEY"].encode())
    if audience is Audience.TEAM:
        record_sight(slug, asked)
    lines = page_among(list(table.rows), page_asked(request.args.get("page")), LINES)
    shown = replace(table, rows=lines.rows)
    page = render_template(
        "reporting/show_table.html",
        asked=asked,
        table=table,
        lines=lines,
        drawn=_linked(shown, asked) if audience is Audience.TEAM else drawn(shown),
        audience=audience,
        may_be_public=slug in PUBLIC_TABLES,
        preview_words=leaves_in_reports(),
        chart=chart_of(table),
        at=clock.now(),
    )
    return page, status_of(asked)


def _linked(table: Table, asked: Filters) -> dict[str, object]:
    """Every number of people leads to them; an event of Table D is a record of its own, without any name."""
    if table.slug == "d":
        return drawn(table)
    return link_numbers(table, drawn(table), asked, partial(behind.cell_of, table.slug))
