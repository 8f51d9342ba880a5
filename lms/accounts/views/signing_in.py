"""Sign in and out, and what is shown when a sign-in or a form token has ended."""

from http import HTTPStatus

from flask import current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized

from lms.accounts import addresses, resending, services
from lms.accounts.errors import SignInRefused, TooManyTries
from lms.accounts.forms import SignInForm
from lms.accounts.navigation import home_of
from lms.accounts.resending import Kept
from lms.accounts.views.blueprint import bp
from lms.accounts.views.entering import Going, go_in, refused, resend_page, say_too_many
from lms.core import clock
from lms.core.errors import answer, wants_json
from lms.core.i18n import _
from lms.core.policy import current_actor, public
from lms.core.transactions import roll_back


@bp.get("/sign-in")
@public
def sign_in_page() -> ResponseReturnValue:
    """The form; somebody who is signed in already goes on."""
    actor = current_actor()
    destination = addresses.safe_next(request.args.get("next"))
    if actor is not None:
        return redirect(destination or home_of(actor), 303)
    form = SignInForm(formdata=None)
    form.next.data = destination or ""
    return render_template("accounts/sign_in.html", form=form, kept=None)


@bp.post("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Sign in, then go on to where the person was going, or offer to send what was typed there."""
    form, kept = SignInForm(), resending.kept_from(request.form.get("kept"))
    if not form.validate_on_submit():
        return _form_again(form, kept, 422)
    at, login = clock.now(), form.login.data
    roll_back()  # nothing is changed yet, and no lock must be held while the password is checked
    try:
        proof = services.prove(
            login,
            form.password.data,
            device=addresses.device_of(login),
            address=request.remote_addr or "",
            at=at,
        )
    except SignInRefused:
        form.refuse("login", _("The e-mail or phone and the password do not match."))
        return _form_again(form, kept, 422)
    except TooManyTries as error:
        say_too_many(form, error.seconds)
        return refused(_form_page(form, kept), error.seconds)
    account = services.accept(proof, at=at)
    return go_in(account, is_shared=bool(form.shared.data), going=Going(addresses.safe_next(form.next.data), kept))


def _form_again(form: SignInForm, kept: Kept | None, status: int) -> ResponseReturnValue:
    return _form_page(form, kept), status


def _form_page(form: SignInForm, kept: Kept | None) -> str:
    return render_template("accounts/sign_in.html", form=form, kept=kept.signed() if kept else None)


@bp.get("/sign-out")
@public
def sign_out_page() -> ResponseReturnValue:
    """A question, because following a link must change nothing."""
    if current_actor() is None:
        return redirect(url_for(".sign_in_page"), 303)
    return render_template("accounts/sign_out.html")


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the sign-in on the server and empty the cookie and the browser's storage."""
    secret = session.get("_user_id")
    if secret:
        services.end_sign_in(secret, at=clock.now())
    session.clear()
    current_app.login_manager._update_request_context_with_user()  # type: ignore[attr-defined]  # noqa: SLF001
    flash(_("You are signed out."), "success")
    response = make_response(redirect(url_for(".sign_in_page"), 303))
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def ask_to_sign_in(error: Unauthorized) -> ResponseReturnValue:
    """Nobody is signed in: a page leads to the form and back; a form's fields are carried along."""
    roll_back()
    if wants_json():
        return answer(HTTPStatus.UNAUTHORIZED)
    if request.method in ("GET", "HEAD"):
        destination = request.full_path if request.query_string else request.path
        return redirect(url_for("accounts.sign_in_page", next=destination), 303)
    form = SignInForm(formdata=None)
    kept = resending.keep_this_request()
    return _form_again(form, kept, HTTPStatus.UNAUTHORIZED)


def ask_to_send_again(error: CSRFError) -> ResponseReturnValue:
    """The form's token is missing or too old: one button sends it again, if it came from here."""
    roll_back()
    if wants_json():
        return answer(HTTPStatus.FORBIDDEN if current_actor() else HTTPStatus.UNAUTHORIZED)
    if request.endpoint == "accounts.sign_in":
        form = SignInForm()
        form.refuse_all(_("This page was open for too long. Enter your password again."))
        return _form_again(form, resending.kept_from(request.form.get("kept")), 422)
    view = current_app.view_functions.get(request.endpoint or "")
    if current_actor() is None and getattr(view, "permission", "") != "public":
        return ask_to_sign_in(Unauthorized())
    kept = resending.keep_this_request()
    if kept is None:
        return answer(HTTPStatus.FORBIDDEN)
    return resend_page(kept), HTTPStatus.FORBIDDEN
