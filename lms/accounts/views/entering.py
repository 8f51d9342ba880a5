"""The way in, whatever opened the door: a password, a link for a new one, a provider. Nobody skips the second step."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import Response, current_app, flash, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import addresses, consents, queries, resending, services
from lms.accounts.errors import TooManyTries, WrongCode
from lms.accounts.forms import SecondStepForm, SignInForm
from lms.accounts.models import Account
from lms.accounts.navigation import home_of
from lms.accounts.provider import Vouched
from lms.accounts.relying import offers_passkeys, relying
from lms.accounts.resending import Kept
from lms.accounts.views.blueprint import bp
from lms.core import audit, clock
from lms.core.i18n import _, n_
from lms.core.installation import is_demonstration
from lms.core.policy import current_actor, public
from lms.core.transactions import roll_back
from lms.ui.forms import Form

#: Under which the browser's cookie keeps the half of a sign-in.
HALF = "half"


@dataclass(frozen=True)
class Going:
    """Where the person was going, or what they were sending, when they were asked to sign in."""

    destination: str | None = None
    kept: Kept | None = None

    def signed(self) -> str | None:
        return self.kept.signed() if self.kept else None

    def on(self, account: Account) -> Response:
        """Go there."""
        if self.kept is not None:
            return make_response(resend_page(self.kept))
        if self.destination is None and consents.outdated(account.person_id):
            return make_response(redirect(url_for("accounts.show_new_texts"), HTTPStatus.SEE_OTHER))
        return make_response(redirect(self.destination or home_of(account), HTTPStatus.SEE_OTHER))


def resend_page(kept: Kept) -> str:
    """One button that sends the fields to the address they were meant for."""
    return render_template("accounts/send_again.html", kept=kept)


def asked_going() -> Going:
    """What the hidden fields of the form carry."""
    return Going(addresses.safe_next(request.form.get("next")), resending.kept_from(request.form.get("kept")))


def go_in(account: Account, *, is_shared: bool, going: Going, vouched: Vouched | None = None) -> Response:
    """The first step was right: go in, or be asked for the second one first.

    ``vouched``: by the word of the provider, which may stand for the second step too. Else the password was given.
    """
    at = clock.now()
    proved_at = vouched.proved_at if vouched else at
    is_strong = vouched is not None and vouched.has_second_step
    if not is_strong and queries.has_second_step(account.id):
        session[HALF] = services.begin_half(account, is_shared_computer=is_shared, proved_at=proved_at, at=at)
        return make_response(_page(_form(account, going), account, going))
    return _inside(account, is_shared=is_shared, going=going, proved_at=proved_at, has_second_step=is_strong)


def _inside(
    account: Account, *, is_shared: bool, going: Going, proved_at: datetime | None, has_second_step: bool
) -> Response:
    at = clock.now()
    secret = services.open_sign_in(
        account,
        device=addresses.device_name(),
        is_shared_computer=is_shared,
        has_second_step=has_second_step,
        proof_age=at - proved_at if proved_at else None,
        at=at,
    )
    audit.record(account.id, "accounts.sign_in.opened", account, at=at)
    begin_session(account, secret, is_shared_computer=is_shared, has_second_step=has_second_step)
    if services.come_back(account, at=at):
        flash(_("You have signed in, so your account stays. Nothing was removed."), "success")
    response = going.on(account)
    addresses.remember_device(response, *contacts_of(account))
    return response


def contacts_of(account: Account) -> list[str]:
    """By what the person may sign in."""
    return [contact for contact in (account.email, account.phone) if contact]


def begin_session(account: Account, secret: str, *, is_shared_computer: bool, has_second_step: bool = False) -> None:
    """A new cookie for a new sign-in; an older one of this browser ends. Nothing of the old cookie stays."""
    before = session.get("_user_id")
    if before:
        services.end_sign_in(before, at=clock.now())
    session.clear()
    g.pop("csrf_token", None)  # the token that was made for the old cookie
    session["_user_id"] = secret
    session.permanent = not is_shared_computer
    current_app.login_manager._update_request_context_with_user(account)  # type: ignore[attr-defined]  # noqa: SLF001
    account.sign_in_secret = secret
    account.roles_asleep = roles_sleep(has_second_step=has_second_step)


def roles_sleep(*, has_second_step: bool) -> bool:
    """Whether roles do nothing in this sign-in: with real people, they wait for the second step."""
    return not has_second_step and not is_demonstration(current_app)


@bp.get("/sign-in/second-step")
@public
def sign_in_second_step_page() -> ResponseReturnValue:
    """The question again, after the page was loaded anew."""
    at = clock.now()
    half = queries.half_sign_in(session.get(HALF), at)
    if half is None or current_actor() is not None:
        return redirect(url_for(".sign_in_page"), HTTPStatus.SEE_OTHER)
    account = queries.account_with_roles(half.account_id, at)
    return _page(_form(account, Going()), account, Going())


@bp.post("/sign-in/second-step")
@public
def sign_in_second_step() -> ResponseReturnValue:
    """Check the second step; then the person is in. Ten minutes after the password it is asked for again."""
    at, going = clock.now(), asked_going()
    half = queries.half_sign_in(session.get(HALF), at)
    if half is None:
        return _from_the_start(going)
    account = queries.account_with_roles(half.account_id, at)
    form = SecondStepForm()
    form.offer(queries.second_step_of(account.id))
    wait = refuse_second_step(account, form)
    if wait is not None:
        return refused(_page(form, account, going), wait)
    is_shared, proved_at = half.is_shared_computer, half.proved_at
    services.end_half(half)
    return _inside(account, is_shared=is_shared, going=going, proved_at=proved_at, has_second_step=True)


def _from_the_start(going: Going) -> ResponseReturnValue:
    """The first step was too long ago."""
    form = SignInForm(formdata=None)
    form.next.data = going.destination or ""
    page = render_template("accounts/sign_in.html", form=form, kept=going.signed())
    return page, HTTPStatus.UNAUTHORIZED


def _form(account: Account, going: Going) -> SecondStepForm:
    form = SecondStepForm(formdata=None)
    form.next.data = going.destination or ""
    form.offer(queries.second_step_of(account.id))
    return form


def _page(form: SecondStepForm, account: Account, going: Going) -> str:
    has_passkey = bool(queries.passkeys_of(account.id)) and offers_passkeys()
    return render_template("accounts/sign_in_second_step.html", form=form, kept=going.signed(), has_passkey=has_passkey)


@bp.post("/sign-in/second-step/question")
@public
def sign_in_passkey_question() -> ResponseReturnValue:
    """What a passkey is to sign, for the script of the page."""
    at = clock.now()
    half = queries.half_sign_in(session.get(HALF), at)
    account = queries.account_with_roles(half.account_id, at) if half else None
    return question_for(account)


def question_for(account: Account | None) -> Response:
    """Nothing for somebody who has not given the password."""
    if account is None:
        return current_app.response_class("{}", HTTPStatus.UNAUTHORIZED, mimetype="application/json")
    question = services.ask_for_passkey(account, relying=relying(), at=clock.now())
    return current_app.response_class(question, mimetype="application/json")


#: Nothing to wait for: the answer was just wrong.
NO_WAIT = 0


def refuse_second_step(account: Account, form: SecondStepForm) -> int | None:
    """None if the answer is right. Else it is said on the form, and returned how many seconds to wait."""
    if not form.validate_on_submit() or form.lacks_answer():
        return NO_WAIT
    at = clock.now()
    key = services.second_step_key(account.id, addresses.device_of(*contacts_of(account)))
    roll_back()  # counting is saved apart, and nothing is changed yet
    try:
        services.take_try(key, services.SECOND_STEP_PACE, at=at)
    except TooManyTries as error:
        say_too_many(form, error.seconds)
        return error.seconds
    try:
        services.pass_second_step(account, form.answer, relying=relying(), at=at)
    except WrongCode:
        audit.record_refusal(None, "accounts:second-step", account)
        form.refuse_answer()
        return NO_WAIT
    services.forgive(key)
    return None


def say_too_many(form: Form, seconds: int) -> None:
    form.refuse_all(
        n_(
            "There were too many tries. Wait %(num)d second, then try again.",
            "There were too many tries. Wait %(num)d seconds, then try again.",
            seconds,
        )
    )


def refused(page: str, wait: int) -> Response:
    """The form again; 429 says how long to wait."""
    if wait == NO_WAIT:
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    response = make_response(page, HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(wait)
    return response
