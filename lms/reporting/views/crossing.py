"""The coordinator's own tables: rows, columns, measure and filters stand in the address, so that it can be kept."""

from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.policy import actor_id, current_actor, requires
from lms.reporting import crossing, queries, services
from lms.reporting.charts import chart_of
from lms.reporting.crossing import Crossing
from lms.reporting.exporting import About, Format
from lms.reporting.forms import SaveTableForm
from lms.reporting.models import SavedTable
from lms.reporting.policies import ReportPermission
from lms.reporting.views.asking import asked_as_published, choices_of, drawn, record_sight, status_of
from lms.reporting.views.behind import link_numbers
from lms.reporting.views.blueprint import bp
from lms.reporting.views.files import sent
from lms.ui.forms import Option


@bp.get("/cross-tables")
@requires(ReportPermission.SEE_PARTICIPATION)
def show_cross_table() -> ResponseReturnValue:
    """The table as it is asked for; none is for everybody."""
    saved, form = saved_asked(), SaveTableForm(formdata=None)
    if saved is not None:
        form.process(name=saved.name, stretch=saved.stretch.value)
    return cross_table_page(form, saved)


def saved_asked() -> SavedTable | None:
    """The saved table that was opened, as the address says; somebody else's is not there."""
    actor = current_actor()
    try:
        table_id = UUID(request.args.get("saved", ""))
    except ValueError:
        return None
    return queries.own_saved(table_id, actor) if actor is not None else None


def cross_table_page(form: SaveTableForm, saved: SavedTable | None) -> ResponseReturnValue:
    """The table of the address, and the form by which it is kept."""
    asked, _team = asked_as_published(may_be=False)
    crossed = crossing.read_crossing(request.args)
    table = crossing.cross(asked.choice(), crossed)
    record_sight(table.slug, asked, **crossed.query())
    page = render_template(
        "reporting/show_cross_table.html",
        asked=asked,
        crossing=crossed,
        selects=_selects(crossed),
        table=table,
        drawn=link_numbers(table, drawn(table), asked, partial(crossing.cell_of, crossed)),
        chart=chart_of(table),
        at=clock.now(),
        form=form,
        saved=saved,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or form.form_errors else status_of(asked)


@bp.get("/cross-tables.<any(xlsx,csv,json,pdf):ending>")
@requires(ReportPermission.EXPORT_TABLE)
def download_cross_table(ending: str) -> ResponseReturnValue:
    """The table of the page; recorded with what it crosses and its filters."""
    asked, audience = asked_as_published(may_be=False)
    if asked.problems:
        abort(HTTPStatus.NOT_FOUND)
    crossed = crossing.read_crossing(request.args)
    table = crossing.cross(asked.choice(), crossed)
    about = About(asked.choice(), audience, clock.now(), [words for _name, words in asked.words()])
    audit.record_look(
        actor_id(), "reporting.table.exported", table=table.slug, format=ending, audience=audience.value,
        **services.asked_facts({**asked.query(), **crossed.query()}),
    )  # fmt: skip
    return sent(table, about, Format(ending))


def _selects(crossed: Crossing) -> list[dict[str, Any]]:
    named = choices_of(crossing.dimension_labels())
    none = Option("", _("Nothing"))
    query = crossed.query()
    offered = [
        ("measure", _("What is counted"), choices_of(crossing.measure_labels())),
        ("rows", _("Rows"), named),
        ("rows2", _("Rows, divided further by"), [none, *named]),
        ("columns", _("Columns"), [none, *named]),
    ]
    return [
        {"name": name, "label": label, "options": options, "value": query.get(name, "")}
        for name, label, options in offered
    ]
