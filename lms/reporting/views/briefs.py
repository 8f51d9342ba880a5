"""The brief for the head of an institution, as a paper in the language of whoever will read it."""

from http import HTTPStatus

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.i18n import _, speaking
from lms.core.policy import actor_id, allows, requires
from lms.documents import UnprintableText
from lms.reporting.brief import Reader, brief_of
from lms.reporting.policies import ReportPermission
from lms.reporting.records import Record
from lms.reporting.views.asking import asked_span, record_at, splits_shown
from lms.reporting.views.blueprint import bp


@bp.get("/institutions/<uuid:institution_id>/brief-<any(ky,ru,en):wording>.pdf")
@requires(ReportPermission.SEE_INSTITUTION, on=record_at)
def download_brief(record: Record, wording: str) -> ResponseReturnValue:
    """The same scope as the record, and what is hidden there is hidden here."""
    at, span = clock.now(), asked_span()
    reader = Reader(
        is_protected=not allows(ReportPermission.SEE_PARTICIPATION), shows_splits=splits_shown(record, span)
    )
    try:
        with speaking(wording):
            spoken = record_at(record.id) or record
            document = brief_of(spoken, span, reader, at=at, today=clock.local_day(at))
    except UnprintableText as refused:
        words = _("“%(name)s” holds letters that cannot be printed. Correct the name first.", name=refused.text)
        flash(words, "error")
        address = url_for(".show_institution", institution_id=record.id, year=span.year, quarter=span.quarter)
        return redirect(address, HTTPStatus.SEE_OTHER)
    audit.record_look(
        actor_id(), "reporting.brief.exported", record, language=wording, year=span.year, quarter=span.quarter
    )
    response = Response(document, mimetype="application/pdf")
    name = f"sabak-brief-{span.period.start}_{span.period.end}-{wording}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
