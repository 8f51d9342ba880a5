"""Proving again who is sitting there, before what takes people's data away or changes who may do what."""

from http import HTTPStatus

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import addresses, passwords, queries, resending, services
from lms.accounts.forms import ConfirmForm
from lms.accounts.models import Account
from lms.accounts.navigation import home_of
from lms.accounts.relying import offers_passkeys
from lms.accounts.views.blueprint import bp
from lms.accounts.views.entering import NO_WAIT, Going, asked_going, question_for, refuse_second_step, refused
from lms.accounts.views.profile import PERMISSION, own_account, present_key, take_try
from lms.core import audit, clock
from lms.core.errors import answer, wants_json
from lms.core.i18n import _
from lms.core.policy import ProofTooOld, current_actor, is_fresh, requires
from lms.core.transactions import roll_back


def ask_to_confirm(error: ProofTooOld) -> ResponseReturnValue:
    """A page leads to the question and back; a form's fields are carried along. Nothing has been done yet."""
    roll_back()
    if wants_json():
        return answer(HTTPStatus.FORBIDDEN)
    if request.method in ("GET", "HEAD"):
        destination = request.full_path if request.query_string else request.path
        return redirect(url_for("accounts.sign_in_again_page", next=destination), HTTPStatus.SEE_OTHER)
    going = Going(kept=resending.keep_this_request())
    account = current_actor()
    assert account is not None  # noqa: S101  (the permission was checked before the proof)
    return _page(_form(account, going), account, going), HTTPStatus.FORBIDDEN


@bp.get("/sign-in/again")
@requires(PERMISSION, on=own_account)
def sign_in_again_page(account: Account) -> ResponseReturnValue:
    """The form; whose proof is fresh goes on."""
    going = Going(addresses.safe_next(request.args.get("next")))
    if is_fresh(account.proved_at, clock.now()):
        return redirect(going.destination or home_of(account), HTTPStatus.SEE_OTHER)
    return _page(_form(account, going), account, going)


@bp.post("/sign-in/again")
@requires(PERMISSION, on=own_account)
def sign_in_again(account: Account) -> ResponseReturnValue:
    """Check the proof, give the sign-in a new secret, go on to where the person was."""
    form, going = ConfirmForm(), asked_going()
    step = queries.second_step_of(account.id)
    form.offer(step)
    wait = _refuse(account, form, needs_second_step=bool(step))
    if wait is not None:
        return refused(_page(form, account, going), wait)
    at = clock.now()
    services.forgive(present_key(account))
    session["_user_id"] = account.sign_in_secret = services.renew_sign_in(session["_user_id"], at=at)
    audit.record(account.id, "accounts.sign_in.confirmed", account, at=at)
    return going.on(account)


def _refuse(account: Account, form: ConfirmForm, *, needs_second_step: bool) -> int | None:
    """None if everything is right. The second step is looked at only after the password, so that no code is lost."""
    if not form.validate_on_submit() or (needs_second_step and form.lacks_answer()) or not take_try(account, form):
        return NO_WAIT
    if not passwords.verify_password(form.password.data, account.password_hash)[0]:
        audit.record_refusal(account.id, "accounts:sign-in", account)
        form.refuse("password", _("This is not your present password."))
        return NO_WAIT
    return refuse_second_step(account, form) if needs_second_step else None


@bp.post("/sign-in/again/question")
@requires(PERMISSION, on=own_account)
def sign_in_again_question(account: Account) -> ResponseReturnValue:
    """What a passkey is to sign, for the script of the page."""
    return question_for(account)


def _form(account: Account, going: Going) -> ConfirmForm:
    form = ConfirmForm(formdata=None)
    form.next.data = going.destination or ""
    form.offer(queries.second_step_of(account.id))
    return form


def _page(form: ConfirmForm, account: Account, going: Going) -> str:
    return render_template(
        "accounts/sign_in_again.html",
        form=form,
        kept=going.signed(),
        has_second_step=queries.has_second_step(account.id),
        has_passkey=bool(queries.passkeys_of(account.id)) and offers_passkeys(),
    )
