"""A frozen report as files. Each download is recorded; every file is made from the frozen document alone."""

import io
import zipfile
from http import HTTPStatus

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue

from lms.core import audit
from lms.core.i18n import language
from lms.core.media_types import DOCX_TYPE
from lms.core.policy import actor_id, requires
from lms.core.zips import pack
from lms.releases import files, queries
from lms.releases.frozen import Document, tables_of
from lms.releases.paper import report_pdf
from lms.releases.policies import ReleasePermission
from lms.releases.queries import Opened
from lms.releases.views.blueprint import bp
from lms.releases.views.reports import REPORT
from lms.releases.word_file import report_docx
from lms.sheets import CSV_TYPE, XLSX_TYPE

MEDIA_TYPES = {
    "json": "application/json",
    "xlsx": XLSX_TYPE,
    "csv": CSV_TYPE,
    "pdf": "application/pdf",
    "docx": DOCX_TYPE,
    "zip": "application/zip",
}
#: What a donor is sent, in one file.
TOGETHER = ("pdf", "docx", "xlsx")


@bp.get(f"{REPORT}/<any(team,donor):audience>.<any(xlsx,json,pdf,docx,zip):ending>")
@requires(ReleasePermission.DOWNLOAD, on=queries.report_by_id)
def download_report(report: Opened, audience: str, ending: str) -> ResponseReturnValue:
    """The whole report. JSON is the very text that the digest is of."""
    document, code = report.document(audience), language()
    content = _content(report, audience, ending, code)
    audit.record_look(
        actor_id(), "releases.report.downloaded", report.row, audience=audience, format=ending, language=code
    )
    return sent(content, _name(document, ending, code), ending)


def _name(document: Document, ending: str, code: str) -> str:
    """JSON holds all languages."""
    return files.file_name(document, ending, *(() if ending == "json" else (code,)))


def _content(report: Opened, audience: str, ending: str, code: str) -> bytes:
    document, digest = report.document(audience), report.digest(audience)
    if ending == "json":
        return report.text(audience).encode()
    if ending == "xlsx":
        return files.workbook(document, code)
    if ending == "zip":
        return _together(report, audience, code)
    return report_pdf(document, code, digest) if ending == "pdf" else report_docx(document, code, digest)


def _together(report: Opened, audience: str, code: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending in TOGETHER:
            name = _name(report.document(audience), ending, code)
            pack(archive, name, _content(report, audience, ending, code), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@bp.get(f"{REPORT}/<any(team,donor):audience>/<slug>.csv")
@requires(ReleasePermission.DOWNLOAD, on=queries.report_by_id)
def download_lines(report: Opened, audience: str, slug: str) -> ResponseReturnValue:
    """One table as lines."""
    document, code = report.document(audience), language()
    table = next((found for found in tables_of(document, code) if found.slug == slug), None)
    if table is None:
        abort(HTTPStatus.NOT_FOUND)
    audit.record_look(
        actor_id(), "releases.report.downloaded", report.row, audience=audience, format="csv", language=code, table=slug
    )
    content = files.csv_file(document, table, code, delimiter=asked_delimiter())
    return sent(content, files.file_name(document, "csv", f"table-{slug}", code), "csv")


def asked_delimiter() -> str:
    return ";" if request.args.get("delimiter") == "semicolon" else ","


def sent(content: bytes, name: str, ending: str) -> ResponseReturnValue:
    return current_app.response_class(
        content,
        mimetype=MEDIA_TYPES[ending],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
