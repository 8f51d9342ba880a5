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
from lms.releases.models import ReleasedTable
from lms.releases.queries import opened
from lms.releases.views.files import asked_delimiter, sent

results = Blueprint("results", __name__, url_prefix=f"{PREFIX}/results", template_folder="../templates")

#: Seconds that anybody on the way may keep the page: so late is a withdrawal seen at the most.
KEPT = 300


@results.get("")
@public
def show_results() -> ResponseReturnValue:
    """No filter, no choice: a fixed set of tables, each with its date and version."""
    page = render_template(
        "releases/show_results.html",
        tables=[_shown(row) for row in publishing.standing()],
        withdrawn=publishing.withdrawn(),
        in_words=periods.in_words,
    )
    return _kept(make_response(page))


def _shown(row: ReleasedTable) -> dict[str, object]:
    """A table with its report; one whose report was changed is said to be so and not shown."""
    try:
        _document, table = _table_of(row)
    except Changed:
        return {"row": row, "table": None}
    return {"row": row, "table": drawn(table)}


def _table_of(row: ReleasedTable) -> tuple[Document, FrozenTable]:
    document = opened(row.report).donor
    return document, next(table for table in tables_of(document, language()) if table.slug == row.slug)


@results.get("/<uuid:release_id>.<any(csv,xlsx):ending>")
@public
def download_released(release_id: UUID, ending: str) -> ResponseReturnValue:
    """Exactly this table. Nobody is recorded: it is for everybody."""
    row = publishing.released_by_id(release_id)
    if row is None:
        abort(HTTPStatus.NOT_FOUND)
    try:
        document, table = _table_of(row)
    except Changed:
        abort(HTTPStatus.NOT_FOUND)
    code = language()
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
