"""Mails and other work that have failed three times, and the way to try them again."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.admin import queries, services, words
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor, page_number
from lms.admin.views.blueprint import bp
from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.jobs import Job
from lms.core.policy import requires


@bp.get("/jobs")
@requires(AdminPermission.LIST_JOBS)
def list_jobs() -> ResponseReturnValue:
    page = queries.failed_jobs(page_number())
    mails = queries.mails_of(page.rows)
    if mails:
        audit.record_look(actor().id, "admin.jobs.seen", mails=len(mails))
    under_way = queries.jobs_under_way()
    return render_template("admin/list_jobs.html", page=page, mails=mails, under_way=under_way, words=words)


@bp.post("/jobs/<uuid:job_id>")
@requires(AdminPermission.RETRY_JOB, on=queries.job_for_update)
def try_again(job: Job) -> ResponseReturnValue:
    if services.try_again(job, by=actor().id, at=clock.now()):
        flash(_("It will be tried again within a minute."), "success")
    else:
        flash(_("This work no longer waits for a decision."), "notice")
    return redirect(url_for(".list_jobs"), HTTPStatus.SEE_OTHER)
