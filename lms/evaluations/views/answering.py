"""The form after completion, and the follow-ups. Nothing here is in the audit log, nor whose request it was."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from lms.accounts.models import Account
from lms.catalogue.queries import document_of
from lms.core import clock
from lms.core.i18n import _
from lms.core.logs import unnamed
from lms.core.policy import requires
from lms.evaluations import queries, services
from lms.evaluations.errors import AlreadyAnswered
from lms.evaluations.forms import EvaluationForm, FollowUpForm
from lms.evaluations.occasions import Occasion, month_of
from lms.evaluations.offers import title_in
from lms.evaluations.policies import EvaluationPermission
from lms.evaluations.queries import Question
from lms.evaluations.views.blueprint import bp


def evaluation(slug: str, actor: Account) -> Question | None:
    return queries.question_to(actor, slug, Occasion.MODULE, clock.local_day(clock.now()))


@bp.get("/modules/<slug>/evaluation")
@requires(EvaluationPermission.ANSWER, on=evaluation)
@unnamed
def ask(question: Question) -> ResponseReturnValue:
    return _page(question, EvaluationForm(formdata=None))


@bp.post("/modules/<slug>/evaluation")
@requires(EvaluationPermission.ANSWER, on=evaluation)
@unnamed
def answer(question: Question) -> ResponseReturnValue:
    return _keep(question, EvaluationForm())


def follow_up(slug: str, months: str, actor: Account) -> Question | None:
    occasion = {"3": Occasion.THREE_MONTHS, "6": Occasion.SIX_MONTHS}[months]
    return queries.question_to(actor, slug, occasion, clock.local_day(clock.now()))


@bp.get('/modules/<slug>/follow-up/<any("3","6"):months>')
@requires(EvaluationPermission.ANSWER_AGAIN, on=follow_up)
@unnamed
def ask_again(question: Question) -> ResponseReturnValue:
    return _page(question, FollowUpForm(formdata=None))


@bp.post('/modules/<slug>/follow-up/<any("3","6"):months>')
@requires(EvaluationPermission.ANSWER_AGAIN, on=follow_up)
@unnamed
def answer_again(question: Question) -> ResponseReturnValue:
    return _keep(question, FollowUpForm())


def _keep(question: Question, form: EvaluationForm | FollowUpForm) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(question, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.answer(question, form.said(), month=month_of(clock.local_day(clock.now())))
    except AlreadyAnswered:
        flash(_("You have answered already. Everybody answers once."), "notice")
    else:
        flash(_("Thank you. Your reply is kept without your name."), "success")
    # To a page whose log lines have no actor either, so that none stands right beside this one.
    return redirect(request.path, HTTPStatus.SEE_OTHER)


def _page(question: Question, form: EvaluationForm | FollowUpForm) -> str:
    title, lang = title_in(document_of(question.edition_id))
    return render_template("evaluations/ask.html", question=question, form=form, title=title, lang=lang)
