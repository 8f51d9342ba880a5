"""The queue of those who have lost the password and get no mail: for the coordinator and administrators.

Each look at a request is recorded, making a code asks for a fresh proof, and the code is seen once.
"""

from http import HTTPStatus
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import queries, services
from lms.accounts.errors import CodeRefused, RequestDecided
from lms.accounts.forms import DecisionForm
from lms.accounts.models import CodePurpose, PasswordRequestState
from lms.accounts.policies import AccountPermission
from lms.accounts.queries import Asking
from lms.accounts.services.codes import LASTS, find_code
from lms.accounts.slips import password_slip
from lms.accounts.views.blueprint import bp
from lms.accounts.words import workplace_in_words
from lms.core import audit, clock
from lms.core.codes import grouped, read_code
from lms.core.i18n import _, language
from lms.core.paging import page_asked
from lms.core.policy import actor_id, allows, requires
from lms.documents import UnprintableText
from lms.documents.slips import print_slips
from lms.people.queries import current_workplace

QUEUE = "/admin/password-requests"


def asking(request_id: UUID) -> Asking | None:
    return queries.asking(request_id, clock.now())


def asking_for_update(request_id: UUID) -> Asking | None:
    return queries.asking_for_update(request_id, clock.now())


@bp.get(QUEUE)
@requires(AccountPermission.SEE_REQUESTS)
def list_password_requests() -> ResponseReturnValue:
    page = queries.requests_waiting(page_asked(request.args.get("page")))
    for row in page.rows:
        audit.record_look(actor_id(), "accounts.password_request.seen", row.account)
    return render_template("accounts/password_requests.html", page=page)


@bp.get(f"{QUEUE}/<uuid:request_id>")
@requires(AccountPermission.SEE_REQUESTS, on=asking)
def show_password_request(asked: Asking) -> ResponseReturnValue:
    return _page(asked, DecisionForm(formdata=None))


def _page(asked: Asking, form: DecisionForm, status: int = HTTPStatus.OK) -> ResponseReturnValue:
    audit.record_look(actor_id(), "accounts.password_request.seen", asked.account)
    workplace = current_workplace(asked.account.person_id)
    page = render_template(
        "accounts/password_request.html",
        asked=asked,
        form=form,
        is_waiting=asked.request.state is PasswordRequestState.WAITING,
        may_answer=allows(AccountPermission.ANSWER_REQUEST, asked),
        workplace=workplace_in_words(workplace, clock.local_day(clock.now())) if workplace else "",
    )
    return page, status


@bp.post(f"{QUEUE}/<uuid:request_id>")
@requires(AccountPermission.ANSWER_REQUEST, on=asking_for_update, fresh=True)
def decide_password_request(asked: Asking) -> ResponseReturnValue:
    form, at = DecisionForm(), clock.now()
    if not form.validate():
        return _page(asked, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if request.form.get("act") == "decline":
            services.decline_request(asked.request, by=actor_id(), reason=form.reason.data, at=at)
            flash(_("The request is declined. Nothing has changed for the account."), "success")
            return redirect(url_for(".list_password_requests"), HTTPStatus.SEE_OTHER)
        code = services.answer_request(asked.request, by=actor_id(), reason=form.reason.data, at=at)
    except RequestDecided:
        flash(_("This request was decided already."), "notice")
        return redirect(url_for(".list_password_requests"), HTTPStatus.SEE_OTHER)
    until = at + LASTS[CodePurpose.PASSWORD]
    return render_template("accounts/password_code.html", asked=asked, code=grouped(code), until=until)


@bp.post(f"{QUEUE}/<uuid:request_id>/slip")
@requires(AccountPermission.ANSWER_REQUEST, on=asking)
def print_password_code(asked: Asking) -> ResponseReturnValue:
    """The page that showed the code sends it back, because nobody else knows it."""
    at, typed = clock.now(), read_code(request.form.get("code", ""))
    try:
        code = find_code(asked.account.id, CodePurpose.PASSWORD, typed, at=at)
        slip = password_slip(asked.account, typed, until=code.expires_at)
        document = print_slips([slip], title=_("Slips with codes"), language=language(), at=at)
    except CodeRefused:
        flash(_("This code does not work any more. Make a new one."), "notice")
    except UnprintableText as refused:
        flash(_("“%(name)s” holds letters that cannot be printed. Correct the name first.", name=refused.text), "error")
    else:
        response = Response(document, mimetype="application/pdf")
        response.headers["Content-Disposition"] = f'attachment; filename="slip-{clock.local_day(at)}.pdf"'
        return response
    return redirect(url_for(".list_password_requests"), HTTPStatus.SEE_OTHER)
