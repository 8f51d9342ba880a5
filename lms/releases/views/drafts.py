"""Drafts: a period, the text, a look at the numbers, checks, and the way into the ice."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock, jobs
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _, language
from lms.core.policy import actor_id, requires
from lms.releases import checks, freezing, periods, queries, services, tasks
from lms.releases.drawing import drawn, paragraphs
from lms.releases.errors import AlreadyFrozen, ChangedMeanwhile, DraftExists, OnItsWay
from lms.releases.forms import PeriodForm, StoredText, TextForm
from lms.releases.models import FrozenReport, ReportDraft
from lms.releases.policies import ReleasePermission
from lms.releases.previewing import donor_preview, is_compared, key_of, team_preview
from lms.releases.views.blueprint import bp

DRAFT = "/drafts/<uuid:draft_id>"


@bp.get("/donor")
@requires(ReleasePermission.SEE)
def list_reports() -> ResponseReturnValue:
    """Drafts, then what was frozen, the newest first."""
    reports = queries.reports()
    return render_template(
        "releases/list_reports.html",
        drafts=queries.drafts(),
        reports=reports,
        replaced={row.supersedes_id: row for row in reports if row.supersedes_id},
        in_words=periods.in_words,
    )


@bp.get("/new")
@requires(ReleasePermission.DRAFT)
def ask_period() -> ResponseReturnValue:
    form = PeriodForm(formdata=None)
    form.offer(clock.local_day(clock.now()))
    return render_template("releases/ask_period.html", form=form)


@bp.post("/new")
@requires(ReleasePermission.DRAFT)
def begin_draft() -> ResponseReturnValue:
    form = PeriodForm()
    form.offer(clock.local_day(clock.now()))
    if not form.validate_on_submit():
        return render_template("releases/ask_period.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    span, period = form.chosen()
    try:
        draft = services.begin_draft(span, period, by=actor_id(), at=clock.now())
    except DraftExists as there:
        flash(_("There is a draft for this period already."), "notice")
        return redirect(url_for(".show_draft", draft_id=there.draft_id), 303)
    except AlreadyFrozen as there:
        flash(_("This period was reported already. A correction is a new version of that report."), "notice")
        return redirect(url_for(".show_report", report_id=there.report_id), 303)
    return redirect(url_for(".show_draft", draft_id=draft.id), 303)


@bp.get(DRAFT)
@requires(ReleasePermission.DRAFT, on=queries.draft_or_report)
def show_draft(found: ReportDraft | FrozenReport) -> ResponseReturnValue:
    """The text in one language; once submitted, a page that waits; once frozen, the way to the report."""
    if isinstance(found, FrozenReport):
        return redirect(url_for(".show_report", report_id=found.id), 303)
    if found.submitted_at is not None:
        return render_template("releases/wait_for_report.html", draft=found, job=jobs.job_by_key(found.job_key))
    return _text_page(found, TextForm(formdata=None))


def _text_page(
    draft: ReportDraft, form: TextForm, status: int = HTTPStatus.OK, *, stored: Sequence[StoredText] = ()
) -> ResponseReturnValue:
    code = _text_language()
    form.show(draft, code, freezing.titles())
    if not form.is_submitted() or stored:
        form.base.raw_data, form.base.data = None, services.base_of(draft, code)
    return render_template(
        "releases/show_draft.html",
        draft=draft,
        form=form,
        code=code,
        languages=NATIVE_NAMES,
        stored=stored,
        period=periods.in_words(draft.span, draft.period),
    ), status


def _text_language() -> str:
    asked = request.args.get("text", language())
    return asked if asked in LANGUAGES else language()


@bp.post(DRAFT)
@requires(ReleasePermission.DRAFT, on=queries.draft_for_update)
def save_draft(draft: ReportDraft) -> ResponseReturnValue:
    form, code = TextForm(), _text_language()
    form.show(draft, code, freezing.titles())
    if not form.validate_on_submit():
        return _text_page(draft, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.write(
            draft,
            code,
            form.typed(),
            still_right=set(form.still_right.data or []),
            tables=form.tables.data,
            base=form.base.data or "",
            at=clock.now(),
        )
    except OnItsWay:
        return _back_to_waiting(draft)
    except ChangedMeanwhile:
        return _text_page(draft, form, HTTPStatus.CONFLICT, stored=form.stored_text(draft, code, freezing.titles()))
    flash(_("Saved."), "success")
    if request.form.get("next") == "check":
        _ask_for_comparison(draft)
        return redirect(url_for(".check_draft", draft_id=draft.id), 303)
    return redirect(url_for(".show_draft", draft_id=draft.id, text=code), 303)


def _back_to_waiting(draft: ReportDraft) -> ResponseReturnValue:
    flash(_("The report was submitted. It cannot be changed any more."), "notice")
    return redirect(url_for(".show_draft", draft_id=draft.id), 303)


@bp.get(f"{DRAFT}/check")
@requires(ReleasePermission.DRAFT, on=queries.draft_by_id)
def check_draft(draft: ReportDraft) -> ResponseReturnValue:
    """What a reader will see, with the live numbers, and what is still open; a look at all numbers is recorded."""
    if draft.submitted_at is not None:
        return redirect(url_for(".show_draft", draft_id=draft.id), 303)
    at, is_donor = clock.now(), request.args.get("for") != "team"
    preview = donor_preview(draft, at=at) if is_donor else team_preview(draft, at=at)
    if not is_donor:
        audit.record_look(actor_id(), "releases.draft.seen", draft)
    return render_template(
        "releases/check_draft.html",
        draft=draft,
        period=periods.in_words(draft.span, draft.period),
        checks=checks.checks_of(draft, clock.local_day(at)),
        is_donor=is_donor,
        passages=paragraphs(draft.narrative),
        preview=preview,
        tables=[drawn(table) for table in preview.tables or ()],
    )


@bp.post(f"{DRAFT}/compare")
@requires(ReleasePermission.DRAFT, on=queries.draft_for_update)
def compare_draft(draft: ReportDraft) -> ResponseReturnValue:
    """With everything that was handed out before, as the data is now."""
    if draft.submitted_at is None:
        _ask_for_comparison(draft)
    return redirect(url_for(".check_draft", draft_id=draft.id), 303)


def _ask_for_comparison(draft: ReportDraft) -> None:
    """Anew, unless one is on its way."""
    if not is_compared():
        return
    key = key_of(draft)
    jobs.forget_ended(key)
    jobs.enqueue(tasks.compare_draft, str(draft.id), key, unique_key=key)


@bp.post(f"{DRAFT}/submit")
@requires(ReleasePermission.SUBMIT, on=queries.draft_for_update, fresh=True)
def submit_draft(draft: ReportDraft) -> ResponseReturnValue:
    try:
        services.submit(draft, by=actor_id(), at=clock.now())
    except OnItsWay:
        return _back_to_waiting(draft)
    jobs.enqueue(tasks.freeze_report, str(draft.id), unique_key=draft.job_key)
    return redirect(url_for(".show_draft", draft_id=draft.id), 303)


@bp.post(f"{DRAFT}/reopen")
@requires(ReleasePermission.DRAFT, on=queries.draft_for_update)
def reopen_draft(draft: ReportDraft) -> ResponseReturnValue:
    """Only after freezing has failed for good."""
    if draft.submitted_at is not None:
        job = jobs.job_by_key(draft.job_key)
        if job is None or job.state != "failed":
            abort(HTTPStatus.CONFLICT)
        services.reopen(draft, by=actor_id(), at=clock.now())
    return redirect(url_for(".show_draft", draft_id=draft.id), 303)


@bp.get(f"{DRAFT}/discard")
@requires(ReleasePermission.DRAFT, on=queries.draft_by_id)
def ask_discarding(draft: ReportDraft) -> ResponseReturnValue:
    return render_template(
        "releases/discard_draft.html", draft=draft, period=periods.in_words(draft.span, draft.period)
    )


@bp.post(f"{DRAFT}/discard")
@requires(ReleasePermission.DRAFT, on=queries.draft_for_update)
def discard_draft(draft: ReportDraft) -> ResponseReturnValue:
    try:
        services.discard(draft, by=actor_id(), at=clock.now())
    except OnItsWay:
        return _back_to_waiting(draft)
    flash(_("The draft is discarded."), "success")
    return redirect(url_for(".list_reports"), 303)
