"""The coordinator's own tables: rows, columns, measure and filters stand in the address, so that it can be kept."""

from functools import partial
from http import HTTPStatus
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.policy import actor_id, requires
from lms.reporting import crossing, services
from lms.reporting.charts import chart_of
from lms.reporting.crossing import Crossing
from lms.reporting.exporting import About, Format
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
    )
    return page, status_of(asked)


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
