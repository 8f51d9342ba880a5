"""Tables as files: at once for what is quick, by a job with a page that waits for what is not."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from flask import abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock, jobs
from lms.core import files as store
from lms.core.i18n import _, language
from lms.core.policy import actor_id, requires
from lms.reporting import dimensions, exporting, filters, participation, queries, services, tasks
from lms.reporting.choices import Choice
from lms.reporting.comparing import comparison, record_tables
from lms.reporting.exporting import About, Format
from lms.reporting.forms import LONGEST_REASON
from lms.reporting.models import Export, Use
from lms.reporting.policies import ReportPermission
from lms.reporting.records import Record
from lms.reporting.reports import PUBLIC_TABLES, Audience, Table, build, funnel, gain, persons
from lms.reporting.standing import Span
from lms.reporting.views.asking import (
    asked_as_published,
    asked_count,
    asked_filters,
    asked_rows,
    asked_span,
    asked_trend,
    leaves_in_reports,
    record_at,
)
from lms.reporting.views.blueprint import bp
from lms.ui.filters import number


@bp.get("/files/<any(a,b,c,d,f,g,long,participation,gain,funnel):slug>.<any(xlsx,csv,json,pdf):ending>")
@requires(ReportPermission.EXPORT_TABLE)
def download_table(slug: str, ending: str) -> ResponseReturnValue:
    """The table of the page with its filters, for the team; recorded with them. The page says how others get theirs."""
    asked, audience = asked_as_published(may_be=slug in PUBLIC_TABLES)
    if audience is Audience.PUBLIC:
        flash(leaves_in_reports(), "notice")
        days = {name: asked.query()[name] for name in ("from", "to")}
        return redirect(url_for(".show_table", slug=slug, **days, audience=audience.value), 303)  # type: ignore[arg-type]
    if asked.problems or (ending == Format.PDF and slug in exporting.NEVER_PRINTED):
        abort(HTTPStatus.NOT_FOUND)
    about = About(asked.choice(), audience, clock.now(), [words for _name, words in asked.words()])
    table = _table(slug, asked, audience)
    audit.record_look(
        actor_id(), "reporting.table.exported", table=slug, format=ending, audience=audience.value,
        **services.asked_facts(asked.query()),
    )  # fmt: skip
    return sent(table, about, Format(ending))


def _table(slug: str, asked: filters.Filters, audience: Audience) -> Table:
    choice = asked.choice()
    if slug == "funnel":
        return funnel.funnel_table(choice, funnel.funnel(choice))
    if slug == "gain":
        return gain.gain_table(choice, asked_rows(gain.ROWS))
    if slug == "participation":
        return participation.participation(asked, asked_rows(participation.ROWS))
    return build(slug, choice, audience, key=current_app.config["SECRET_KEY"].encode())


@bp.get("/institutions.<any(xlsx,csv,json,pdf):ending>")
@requires(ReportPermission.EXPORT_TABLE)
def download_comparison(ending: str) -> ResponseReturnValue:
    """All institutions beside each other, as the page shows them, on one sheet."""
    span, trend, asked = asked_span(), asked_trend(), {name: request.args.get(name, "") for name in ("type", "region")}
    today = clock.local_day(clock.now())
    table = comparison(span, today, kind=asked["type"], region=asked["region"], trend=trend)
    about = about_span(span, labels_of(asked.values()))
    audit.record_look(
        actor_id(), "reporting.table.exported", table=table.slug, format=ending, audience=about.audience.value,
        year=span.year, quarter=span.quarter, trend=trend.value, **services.asked_facts(asked),
    )  # fmt: skip
    return sent(table, about, Format(ending))


@bp.get("/institutions/<uuid:institution_id>.xlsx")
@requires(ReportPermission.EXPORT_TABLE, on=record_at)
def download_record(record: Record) -> ResponseReturnValue:
    """The record of the page, a sheet for each table."""
    span, what = asked_span(), asked_count()
    tables = record_tables(record, span, clock.local_day(clock.now()), what)
    about = about_span(span, [record.name])
    audit.record_look(
        actor_id(), "reporting.table.exported", record, table="record", format=Format.XLSX.value,
        audience=about.audience.value, year=span.year, quarter=span.quarter, count=what,
    )  # fmt: skip
    name = exporting.file_name(replace(tables[0], slug="record"), about, Format.XLSX)
    return _answer(lambda path: exporting.write_record(record.name, tables, about, path), name, Format.XLSX)


def labels_of(codes: Iterable[str]) -> list[str]:
    """Groups of types and regions of an address, in words."""
    labels = {line.code: line.label for line in (*dimensions.groups(), *dimensions.regions())}
    return [labels[code] for code in codes if code in labels]


def about_span(span: Span, scope: Sequence[str]) -> About:
    return About(Choice(span.period), Audience.TEAM, clock.now(), scope)


def sent(table: Table, about: About, ending: Format) -> ResponseReturnValue:
    delimiter = ";" if request.args.get("delimiter") == "semicolon" else ","
    return _answer(
        lambda path: exporting.write(table, about, ending, path, delimiter=delimiter),
        exporting.file_name(table, about, ending),
        ending,
    )


def _answer(write: Callable[[Path], None], name: str, ending: Format) -> ResponseReturnValue:
    return send_file(
        io.BytesIO(exporting.content(write)),
        mimetype=exporting.MEDIA_TYPES[ending],
        as_attachment=True,
        download_name=name,
    )


@bp.get("/persons")
@requires(ReportPermission.EXPORT_PERSONS, fresh=True)
def show_persons() -> ResponseReturnValue:
    """One row per enrolment without names: asked for with a reason, made in the background."""
    return render_template("reporting/show_persons.html", asked=asked_filters(), reason="", use="", errors=[])


@bp.post("/persons")
@requires(ReportPermission.EXPORT_PERSONS, fresh=True)
def ask_for_persons() -> ResponseReturnValue:
    at = clock.now()
    asked = filters.read(request.form, today=clock.local_day(at))
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    ending = request.form.get("format", Format.XLSX.value)
    problems = list(asked.problems.items())
    if not reason:
        problems.append(("reason", _("Write what the file is needed for. It is kept with the export.")))
    use = request.form.get("use", "")
    if use not in set(Use):
        problems.append(("use", _("Choose who is going to read the file.")))
    if not problems and ending == Format.XLSX:
        problems += _too_long(replace(asked.choice(), is_for_evaluation=use == Use.EVALUATION))
    if problems or ending not in set(Format) - {Format.PDF}:
        page = render_template("reporting/show_persons.html", asked=asked, reason=reason, use=use, errors=problems)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    wanted = {**asked.query(), "use": use}
    export = services.ask_for_export(
        actor_id(), "persons", asked=wanted, ending=ending, language=language(), reason=reason, at=at
    )
    jobs.enqueue(tasks.make_export, str(export.id), unique_key=export.job_key)
    return redirect(url_for(".show_export", export_id=export.id), 303)


def _too_long(choice: Choice) -> list[tuple[str, str]]:
    rows = persons.length_of(choice)
    if exporting.fits_a_sheet(rows):
        return []
    words = _("A workbook cannot hold %(rows)s rows. Choose CSV, or fewer days.", rows=number(rows))
    return [("format", words)]


@bp.get("/exports/<uuid:export_id>")
@requires(ReportPermission.FETCH_EXPORT, on=queries.export_by_id)
def show_export(export: Export) -> ResponseReturnValue:
    """Waits for the file: says how far it is, and asks again by itself every few seconds."""
    return render_template("reporting/show_export.html", export=export, job=jobs.job_by_key(export.job_key))


@bp.get("/exports/<uuid:export_id>/file")
@requires(ReportPermission.FETCH_EXPORT, on=queries.export_by_id, fresh=True)
def download_export(export: Export) -> ResponseReturnValue:
    if export.file_key is None:
        flash(_("The file is not ready yet."), "notice")
        return redirect(url_for(".show_export", export_id=export.id), 303)
    audit.record_look(actor_id(), "reporting.export.fetched", export)
    return current_app.response_class(
        (bytes(chunk) for chunk in store.stream(export.file_key)),
        mimetype=exporting.MEDIA_TYPES[Format(export.format)],
        headers={"Content-Disposition": f'attachment; filename="{export.file_name}"'},
    )
