"""From a number to the people it counts: named, without any score, and every look recorded."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.headers import kept_apart
from lms.core.paging import page_asked
from lms.core.policy import actor_id, requires
from lms.reporting import behind, dimensions, services
from lms.reporting.behind import Cell
from lms.reporting.filters import Filters
from lms.reporting.policies import ReportPermission
from lms.reporting.reports import Table
from lms.reporting.reports.base import BEHIND
from lms.reporting.views.asking import asked_filters
from lms.reporting.views.blueprint import bp
from lms.ui.pages import linked


@bp.get("/behind")
@requires(ReportPermission.SEE_BEHIND)
def show_behind() -> ResponseReturnValue:
    """The list behind one number; how many lines there are is the number."""
    asked = asked_filters()
    cell = behind.read_cell(request.args.get("measure", "people"), request.args.get("cell", ""))
    if cell is None or asked.problems:
        abort(HTTPStatus.NOT_FOUND)
    page = behind.people_behind(
        cell, asked.choice(), page_asked(request.args.get("page")), clock.local_day(clock.now())
    )
    audit.record_look(
        actor_id(), "reporting.people.listed", measure=cell.measure.value, lines=page.total, page=page.number,
        cell=cell.said, **services.asked_facts(asked.query()),
    )  # fmt: skip
    for line in page.rows:
        if line.person is not None:
            audit.record_look(actor_id(), "reporting.completion.seen", line.person)
    return kept_apart(
        render_template(
            "reporting/show_behind.html",
            asked=asked,
            page=page,
            words=[*behind.words_of(cell), *(words for _name, words in asked.words())],
            rules=behind.rules_of(cell, asked.choice()),
            titles={module.id: title for module, title in dimensions.modules()},
        )
    )


def link_numbers(
    table: Table, drawn: dict[str, object], asked: Filters, cell_of: Callable[[str, str], Cell | None]
) -> dict[str, object]:
    """The drawn table with every number of people leading to them; ``cell_of`` tells what a row and column count."""
    lines = [*zip(table.rows, drawn["rows"], strict=True)]  # type: ignore[call-overload]
    lines += [(table.total, drawn["total"])] if table.total is not None else []
    for counted, shown in lines:
        for column in table.columns[1:]:
            value = counted.get(column.key)
            cell = cell_of(str(counted.get(BEHIND, counted.get("_code"))), column.key)
            if cell is not None and isinstance(value, int) and value:
                shown[column.key] = link_to(cell, asked, shown[column.key])
    return drawn


def link_to(cell: Cell, asked: Filters, words: object) -> str:
    query: dict[str, Any] = {**asked.query(), **cell.query()}
    return linked(url_for(".show_behind", **query), words)
