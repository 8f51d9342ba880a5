"""People by name: how far each has come, beneath an institution or in no institution's record. No score, no attempt."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.certificates.policies import CertificatePermission
from lms.certificates.queries import standing_certificate
from lms.core import audit
from lms.core.i18n import _
from lms.core.paging import page_asked
from lms.core.policy import actor_id, allows, requires
from lms.enrolments.contents import requirement_rows
from lms.enrolments.queries import Study
from lms.quizzes.policies import QuizPermission
from lms.reporting import dimensions, records
from lms.reporting.choices import Choice
from lms.reporting.policies import ReportPermission
from lms.reporting.progress import TakingPart, taking_part, unplaced, used_up_tries
from lms.reporting.records import Record
from lms.reporting.views.asking import asked_span, record_at
from lms.reporting.views.blueprint import bp
from lms.reporting.views.institutions import years

UNPLACED = "/institutions/none/people"


@bp.get("/institutions/<uuid:institution_id>/people")
@requires(ReportPermission.SEE_NAMES, on=record_at)
def show_names(record: Record) -> ResponseReturnValue:
    """Named progress, completion and certificates. Everybody who looks is recorded."""
    span = asked_span()
    return _names(
        Choice(span.period, institution=record.id),
        heading=_("People and certificates"),
        section=record.name,
        lede=f"{record.name}, {span.label()}",
        back=url_for(".show_institution", institution_id=record.id, **_asked()),
        line_url=lambda study: url_for(".show_progress", institution_id=record.id, enrolment_id=study, **_asked()),
    )


@bp.get("/institutions/<uuid:institution_id>/people/<uuid:enrolment_id>")
@requires(ReportPermission.SEE_NAMES, on=taking_part)
def show_progress(part: TakingPart) -> ResponseReturnValue:
    """What completion needs and what is done: the same lines as the person's own. Recorded."""
    record = record_at(part.seen_from)
    list_url = url_for(".show_names", institution_id=part.seen_from, **_asked())
    return _progress(
        part.study, section=record.name if record else "", back=list_url, back_text=_("People and certificates")
    )


@bp.get(UNPLACED)
@requires(ReportPermission.SEE_UNPLACED)
def show_unplaced() -> ResponseReturnValue:
    """The same of people in no institution's record: whoever helps them finds them here. Recorded."""
    span = asked_span()
    return _names(
        Choice(span.period, is_nowhere=True),
        heading=_("People without an institution"),
        section=_("Institutions"),
        lede=_(
            "%(period)s: people who stated no institution, or typed one that is not in the list.", period=span.label()
        ),
        back=url_for(".compare_institutions", **_asked()),
        line_url=lambda study: url_for(".show_unplaced_progress", enrolment_id=study, **_asked()),
    )


@bp.get(f"{UNPLACED}/<uuid:enrolment_id>")
@requires(ReportPermission.SEE_UNPLACED, on=unplaced)
def show_unplaced_progress(study: Study) -> ResponseReturnValue:
    title = _("People without an institution")
    return _progress(study, section=title, back=url_for(".show_unplaced", **_asked()), back_text=title)


def _names(choice: Choice, *, line_url: Callable[[UUID], str], **words: str) -> str:
    page = records.named_completions(choice, page_asked(request.args.get("page")))
    for named in page.rows:
        audit.record_look(actor_id(), "reporting.completion.seen", named.person)
    titles = {module.id: title for module, title in dimensions.modules()}
    return render_template(
        "reporting/show_names.html",
        span=asked_span(),
        years=years(),
        page=page,
        titles=titles,
        line_url=line_url,
        **words,
    )


def _progress(study: Study, **words: str) -> str:
    audit.record_look(actor_id(), "reporting.completion.seen", study.enrolment.person, module=study.document.slug)
    return render_template(
        "reporting/show_progress.html",
        enrolment=study.enrolment,
        document=study.document,
        lines=requirement_rows(study.document, study.done),
        certificate=standing_certificate(study.enrolment.id),
        may_open_certificate=allows(CertificatePermission.ENTER_OFFICE),
        tries=used_up_tries(study) if allows(QuizPermission.OPEN_TRIES, study) else None,
        may_make_exception=study.is_open and allows(QuizPermission.MAKE_EXCEPTION, study),
        **words,
    )


def _asked() -> dict[str, Any]:
    """The year and quarter of this page, for the pages around it."""
    span = asked_span()
    return {"year": span.year, "quarter": span.quarter}
