"""Judging examples, one at a time. The page shows the example and the module, and nothing else of it."""

from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import Account
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import current_actor, requires
from lms.evaluations import follow_up_queries, results, services
from lms.evaluations.errors import AlreadyJudged
from lms.evaluations.models import FollowUpReply
from lms.evaluations.policies import EvaluationPermission
from lms.evaluations.views.blueprint import bp
from lms.evaluations.views.results import own_account

VERDICTS = {"applied": True, "not_applied": False}


@bp.get("/reports/evaluations/coding")
@requires(EvaluationPermission.CODE, on=own_account)
def show_coding(account: Account) -> ResponseReturnValue:
    reply = follow_up_queries.next_to_code(account.id, after=_id(request.args.get("after", "")))
    return render_template(
        "evaluations/code_example.html",
        reply=reply,
        title=results.titles(account).get(reply.module_id, "") if reply else "",
        left=follow_up_queries.number_to_code(account.id),
    )


@bp.post("/reports/evaluations/coding/<uuid:reply_id>")
@requires(EvaluationPermission.CODE, on=follow_up_queries.reply_to_code)
def code_example(reply: FollowUpReply) -> ResponseReturnValue:
    verdict, actor = VERDICTS.get(request.form.get("verdict", "")), current_actor()
    if verdict is None or actor is None:
        abort(HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.judge(reply, actor, is_applied=verdict, at=clock.now())
    except AlreadyJudged:
        flash(_("This example was judged already."), "notice")
    return redirect(url_for(".show_coding", after=reply.id), HTTPStatus.SEE_OTHER)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
