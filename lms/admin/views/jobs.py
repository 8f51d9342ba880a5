"""Mails and other work that have failed three times: why and when, and the way to try one or all of them again."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.admin import queries, services, words
from lms.admin.forms import ReasonForm
from lms.admin.policies import AdminPermission
from lms.admin.queries import Failed
from lms.admin.views.asking import actor, page_number
from lms.admin.views.blueprint import bp
from lms.core import audit, clock
from lms.core.i18n import _, n_
from lms.core.jobs import Job
from lms.core.policy import requires
from lms.ui.forms import Option


def part() -> Failed:
    """The part of the list that is asked for; all of it for whatever is no part."""
    asked = request.args.get("what", "")
    return Failed(asked) if asked in set(Failed) else Failed.ALL


@bp.get("/jobs")
@requires(AdminPermission.LIST_JOBS)
def list_jobs() -> ResponseReturnValue:
    page = queries.failed_jobs(part(), page_number())
    mails = queries.mails_of(page.rows)
    if mails:
        audit.record_look(actor().id, "admin.jobs.seen", mails=len(mails))
    return render_template(
        "admin/list_jobs.html",
        page=page,
        mails=mails,
        under_way=queries.jobs_under_way(),
        part=part(),
        parts=[Option(what.value, words.part_in_words(what)) for what in Failed],
        words=words,
    )


@bp.get("/jobs/<uuid:job_id>")
@requires(AdminPermission.RETRY_JOB, on=queries.job_by_id)
def show_job(job: Job) -> ResponseReturnValue:
    return _job_page(job, ReasonForm(formdata=None))


def _job_page(job: Job, form: ReasonForm) -> str:
    mail = queries.mails_of([job]).get(job.id)
    if mail is not None:
        audit.record_look(actor().id, "admin.jobs.seen", mails=1)
    return render_template("admin/show_job.html", job=job, mail=mail, form=form, words=words)


@bp.post("/jobs/<uuid:job_id>")
@requires(AdminPermission.RETRY_JOB, on=queries.job_for_update)
def try_again(job: Job) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return _job_page(job, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if services.try_again(job, by=actor().id, reason=form.reason.data, at=clock.now()):
        flash(_("It will be tried again within a minute."), "success")
    else:
        flash(_("This work no longer waits for a decision."), "notice")
    return redirect(url_for(".list_jobs"), HTTPStatus.SEE_OTHER)


@bp.get("/jobs/again")
@requires(AdminPermission.RETRY_JOB)
def confirm_all_again() -> ResponseReturnValue:
    return _all_page(ReasonForm(formdata=None))


def _all_page(form: ReasonForm) -> str:
    count = queries.count_failed(part())
    return render_template("admin/try_all_again.html", form=form, count=count, part=part(), words=words)


@bp.post("/jobs/again")
@requires(AdminPermission.RETRY_JOB)
def try_all_again() -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return _all_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    count = services.try_all_again(part(), by=actor().id, reason=form.reason.data, at=clock.now())
    if count:
        flash(n_("%(num)s is tried again from now on.", "%(num)s are tried again from now on.", count), "success")
    else:
        flash(_("Nothing waits for a decision any more."), "notice")
    return redirect(url_for(".list_jobs"), HTTPStatus.SEE_OTHER)
