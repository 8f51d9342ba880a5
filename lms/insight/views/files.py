"""The table of questions as a file."""

import io
from http import HTTPStatus

from flask import current_app, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit
from lms.core.i18n import _
from lms.core.installation import is_demonstration
from lms.core.policy import actor_id, requires
from lms.insight import queries, tables
from lms.insight.policies import InsightPermission
from lms.insight.queries import Tested
from lms.insight.views.blueprint import bp
from lms.insight.views.pages import test_of, title_of
from lms.measures import TooFew
from lms.sheets import MEDIA_TYPES, Sheet, csv_lines, write_xlsx


@bp.get("/modules/<slug>/statistics.<any(xlsx,csv):ending>")
@requires(InsightPermission.EXPORT, on=queries.tested_module)
def download_statistics(tested: Tested, ending: str) -> ResponseReturnValue:
    """What the page shows, and nothing that it hides; where there is no table, the page says why."""
    test = test_of(tested)
    if isinstance(test.whole, TooFew):
        return redirect(url_for(".show_statistics", slug=tested.slug), HTTPStatus.SEE_OTHER)
    audit.record_look(actor_id(), "insight.statistics.exported", tested.module, format=ending)
    columns, rows, content = tables.file_columns(), tables.file_rows(test), io.BytesIO()
    if ending == "csv":
        delimiter = ";" if request.args.get("delimiter") == "semicolon" else ","
        content.write("".join(csv_lines(rows, columns, delimiter=delimiter)).encode("utf-8"))
    else:
        heading = [_("Statistics of the questions"), title_of(tested)]
        if is_demonstration(current_app):
            heading = [_("Demonstration data"), *heading]
        write_xlsx(content, [Sheet(_("Questions"), columns, rows, heading=heading, notes=tables.notes_of(test))])
    content.seek(0)
    name = f"sabak-questions-{tested.slug}.{ending}"
    return send_file(content, mimetype=MEDIA_TYPES[ending], as_attachment=True, download_name=name)
