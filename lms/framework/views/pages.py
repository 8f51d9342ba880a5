"""Targets against what is reached: the framework, and Table E as a file."""

import io

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.policy import actor_id, requires
from lms.core.site import site
from lms.framework import spans, words
from lms.framework.forms import FIRST_YEAR
from lms.framework.indicators import source_of
from lms.framework.policies import FrameworkPermission
from lms.framework.table_e import standings, table_of
from lms.framework.views.asking import asked_span, asked_year, choice_of, today
from lms.framework.views.blueprint import bp
from lms.reporting import exporting
from lms.reporting.drawing import drawn
from lms.reporting.exporting import About, Format
from lms.reporting.reports import Audience


@bp.get("")
@requires(FrameworkPermission.SEE)
def show_framework() -> ResponseReturnValue:
    year, span, project = asked_year(), asked_span(), site().project
    found = standings(choice_of(year, span), span=span)
    audit.record_look(actor_id(), "reporting.table.seen", table="e", year=year, span=span.value)
    return render_template(
        "framework/show_framework.html",
        project=project,
        year=year,
        span=span.value,
        years=range(today().year, FIRST_YEAR - 1, -1),
        spans=spans.labels(),
        standings=found,
        amount=words.amount,
        table=drawn(table_of(found)),
        source=source_of(project.interim_results.source) if project.interim_results else None,
    )


@bp.get("/table.<any(xlsx,csv,json):ending>")
@requires(FrameworkPermission.EXPORT)
def download_table(ending: str) -> ResponseReturnValue:
    year, span = asked_year(), asked_span()
    audit.record_look(
        actor_id(), "reporting.table.exported", table="e", format=ending, audience=Audience.TEAM.value, year=year,
        span=span.value,
    )  # fmt: skip
    choice = choice_of(year, span)
    table, about = table_of(standings(choice, span=span)), About(choice, Audience.TEAM, clock.now())
    delimiter = ";" if request.args.get("delimiter") == "semicolon" else ","
    return send_file(
        io.BytesIO(
            exporting.content(lambda path: exporting.write(table, about, Format(ending), path, delimiter=delimiter))
        ),
        mimetype=exporting.MEDIA_TYPES[Format(ending)],
        as_attachment=True,
        download_name=exporting.file_name(table, about, Format(ending)),
    )
