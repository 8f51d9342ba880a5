"""What everybody may read: the released tables, exactly as they were frozen, and nothing live."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from lms.core.i18n import PREFIX, language
from lms.core.policy import current_actor, public
from lms.releases import files, periods, publishing
from lms.releases.drawing import drawn
from lms.releases.errors import Changed
from lms.releases.frozen import Document, FrozenTable, tables_of
from lms.releases.models import FrozenReport, ReleasedTable
from lms.releases.queries import opened
from lms.releases.views.files import asked_delimiter, sent

results = Blueprint("results", __name__, url_prefix=f"{PREFIX}/results", template_folder="../templates")

#: Seconds that anybody on the way may keep the page: so late is a withdrawal seen at the most.
KEPT = 300


@results.get("")
@public
def show_results() -> ResponseReturnValue:
    """No filter, no choice: a fixed set of tables, each with its date and version."""
    standing = publishing.standing()
    documents = {report.id: _unchanged(report) for report in {row.report for row in standing}}
    page = render_template(
        "releases/show_results.html",
        tables=[_shown(row, documents[row.report_id]) for row in standing],
        withdrawn=publishing.withdrawn(),
        in_words=periods.in_words,
    )
    return _kept(make_response(page))


def _unchanged(report: FrozenReport) -> Document | None:
    """The donor's document; None if the report is not what was frozen."""
    try:
        return opened(report).donor
    except Changed:
        return None


def _shown(row: ReleasedTable, document: Document | None) -> dict[str, object]:
    """A table with its report; one whose report was changed is said to be so and not shown."""
    return {"row": row, "table": None if document is None else drawn(_table_of(row, document))}


def _table_of(row: ReleasedTable, document: Document) -> FrozenTable:
    return next(table for table in tables_of(document, language()) if table.slug == row.slug)


@results.get("/<uuid:release_id>.<any(csv,xlsx):ending>")
@public
def download_released(release_id: UUID, ending: str) -> ResponseReturnValue:
    """Exactly this table. Nobody is recorded: it is for everybody."""
    row = publishing.released_by_id(release_id)
    document = None if row is None else _unchanged(row.report)
    if row is None or document is None:
        abort(HTTPStatus.NOT_FOUND)
    table, code = _table_of(row, document), language()
    content = (
        files.table_workbook(document, table, code)
        if ending == "xlsx"
        else files.csv_file(document, table, code, delimiter=asked_delimiter())
    )
    return _kept(make_response(sent(content, files.file_name(document, ending, f"table-{row.slug}", code), ending)))


def _kept(response: Response) -> Response:
    """A visitor's answer is the same for everybody; with an account in its head it is not."""
    if current_actor() is None and not request.cookies:
        response.headers["Cache-Control"] = f"public, max-age={KEPT}"
    response.vary.add("Cookie")
    return response
