"""Proving again who is sitting there, before what takes people's data away or changes who may do what."""

from http import HTTPStatus

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import addresses, passwords, resending, services
from lms.accounts.forms import ConfirmForm
from lms.accounts.models import Account
from lms.accounts.navigation import home_of
from lms.accounts.resending import Kept
from lms.accounts.views.blueprint import bp
from lms.accounts.views.profile import PERMISSION, own_account, present_key, take_try
from lms.accounts.views.signing_in import resend_page
from lms.core import audit, clock
from lms.core.errors import answer, wants_json
from lms.core.i18n import _
from lms.core.policy import ProofTooOld, is_fresh, requires
from lms.core.transactions import roll_back


def ask_to_confirm(error: ProofTooOld) -> ResponseReturnValue:
    """A page leads to the question and back; a form's fields are carried along. Nothing has been done yet."""
    roll_back()
    if wants_json():
        return answer(HTTPStatus.FORBIDDEN)
    if request.method in ("GET", "HEAD"):
        destination = request.full_path if request.query_string else request.path
        return redirect(url_for("accounts.sign_in_again_page", next=destination), HTTPStatus.SEE_OTHER)
    return _page(ConfirmForm(formdata=None), resending.keep_this_request(), HTTPStatus.FORBIDDEN)


@bp.get("/sign-in/again")
@requires(PERMISSION, on=own_account)
def sign_in_again_page(account: Account) -> ResponseReturnValue:
    """The form; whose proof is fresh goes on."""
    destination = addresses.safe_next(request.args.get("next"))
    if is_fresh(account.proved_at, clock.now()):
        return redirect(destination or home_of(account), HTTPStatus.SEE_OTHER)
    form = ConfirmForm(formdata=None)
    form.next.data = destination or ""
    return _page(form, None)


@bp.post("/sign-in/again")
@requires(PERMISSION, on=own_account)
def sign_in_again(account: Account) -> ResponseReturnValue:
    """Check the proof, give the sign-in a new secret, go on to where the person was."""
    form, kept = ConfirmForm(), resending.kept_from(request.form.get("kept"))
    if not form.validate_on_submit() or not take_try(account, form):
        return _page(form, kept, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not passwords.verify_password(form.password.data, account.password_hash)[0]:
        audit.record_refusal(account.id, "accounts:sign-in", account)
        form.refuse("password", _("This is not your present password."))
        return _page(form, kept, HTTPStatus.UNPROCESSABLE_ENTITY)
    _note_proof(account)
    if kept is not None:
        return make_response(resend_page(kept))
    return redirect(addresses.safe_next(form.next.data) or home_of(account), HTTPStatus.SEE_OTHER)


def _note_proof(account: Account) -> None:
    at = clock.now()
    services.forgive(present_key(account))
    session["_user_id"] = account.sign_in_secret = services.renew_sign_in(session["_user_id"], at=at)
    audit.record(account.id, "accounts.sign_in.confirmed", account, at=at)


def _page(form: ConfirmForm, kept: Kept | None, status: int = HTTPStatus.OK) -> ResponseReturnValue:
    signed = kept.signed() if kept else None
    return render_template("accounts/sign_in_again.html", form=form, kept=signed), status
