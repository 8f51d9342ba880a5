"""The second step of signing in, in the profile: an app, passkeys, recovery codes."""

from http import HTTPStatus
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import NotFound

from lms.accounts import addresses, queries, services
from lms.accounts.errors import NoSecondStep, TooManyTries, WrongCode
from lms.accounts.forms import AppForm, PasskeyForm
from lms.accounts.models import Account, Passkey
from lms.accounts.navigation import home_of
from lms.accounts.policies import AccountPermission
from lms.accounts.queries import SecondStep
from lms.accounts.relying import offers_passkeys, relying
from lms.accounts.views.blueprint import bp
from lms.accounts.views.entering import say_too_many
from lms.accounts.views.profile import PERMISSION, own_account
from lms.core import clock
from lms.core.errors import answer, wants_json
from lms.core.i18n import _
from lms.core.policy import RolesAsleep, requires
from lms.core.site import site
from lms.core.transactions import roll_back
from lms.ui.qr import qr_drawing

#: How long the page with the QR code may stay open, in seconds.
SHOWN_FOR = 30 * 60


def passkey_to_remove(passkey_id: UUID) -> Passkey | None:
    return queries.passkey_by_id(passkey_id)


def _next() -> str | None:
    return addresses.safe_next(request.values.get("next"))


def ask_for_second_step(error: RolesAsleep) -> ResponseReturnValue:
    """A page for which a role is needed leads to the set-up first, and from there back."""
    roll_back()
    if wants_json() or request.method not in ("GET", "HEAD"):
        return answer(HTTPStatus.FORBIDDEN)
    destination = request.full_path if request.query_string else request.path
    return redirect(url_for("accounts.show_second_step", next=destination), HTTPStatus.SEE_OTHER)


@bp.get("/profile/second-step")
@requires(PERMISSION, on=own_account)
def show_second_step(account: Account) -> ResponseReturnValue:
    return render_template(
        "accounts/second_step.html",
        step=queries.second_step_of(account.id),
        is_awaited=account.owes_second_step,
        has_roles=account.has_roles_in_force(clock.now()),
        offers_passkeys=offers_passkeys(),
        next=_next(),
        full_codes=services.CODES,
    )


# ── The app ──────────────────────────────────────────────────────────────────


@bp.get("/profile/second-step/app")
@requires(PERMISSION, on=own_account, fresh=True)
def set_up_app(account: Account) -> ResponseReturnValue:
    """A new secret with each look; nothing is kept before the app has shown the right digits."""
    form = AppForm(formdata=None)
    secret = services.new_app_secret()
    form.app.data = _carried(account).dumps(secret)
    form.next.data = _next() or ""
    return _app_page(account, form, secret)


@bp.post("/profile/second-step/app")
@requires(PERMISSION, on=own_account, fresh=True)
def connect_app(account: Account) -> ResponseReturnValue:
    form, at = AppForm(), clock.now()
    try:
        secret = str(_carried(account).loads(form.app.data or "", max_age=SHOWN_FOR))
    except BadData:
        flash(_("The page was open for too long. Begin again with a new code."), "notice")
        return redirect(url_for(".set_up_app", next=_next()), HTTPStatus.SEE_OTHER)
    if not form.validate_on_submit() or not _may_try(account, form):
        return _app_page(account, form, secret), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        codes = services.add_app(account, secret, form.digits.data, own_secret=session["_user_id"], at=at)
    except WrongCode:
        form.refuse(
            "digits",
            _("These digits do not fit. Check that the clock of the phone is right, then enter the next ones."),
        )
        return _app_page(account, form, secret), HTTPStatus.UNPROCESSABLE_ENTITY
    return _added(account, codes, _("The app is connected."))


def _carried(account: Account) -> URLSafeTimedSerializer:
    """Carries the secret from the page that shows it to the one that keeps it, for this account only."""
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"app for {account.id}")


def _app_page(account: Account, form: AppForm, secret: str) -> str:
    address = services.address_for_app(secret, name=account.email or account.phone or "", issuer=_short_name())
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render_template(
        "accounts/second_step_app.html", form=form, address=address, drawing=qr_drawing(address), secret=groups
    )


def _short_name() -> str:
    """How the app lists the account: in Latin letters, so that the picture stays coarse."""
    return site().short_name["en"]


def _pace_key(account: Account) -> str:
    """Under which tries to connect an app are counted."""
    return f"app:{account.id}"


def _may_try(account: Account, form: AppForm) -> bool:
    key = _pace_key(account)
    roll_back()  # counting is saved apart, and nothing is changed yet
    try:
        services.take_try(key, services.SECOND_STEP_PACE, at=clock.now())
    except TooManyTries as error:
        say_too_many(form, error.seconds)
        return False
    return True


def _added(account: Account, codes: list[str], said: str) -> ResponseReturnValue:
    """This sign-in has passed the second step now; with the first one come the recovery codes, shown once.

    Whose role waited for it goes on to where that role works.
    """
    session["_user_id"] = account.sign_in_secret = services.renew_sign_in(
        session["_user_id"], at=clock.now(), has_second_step=True
    )
    were_roles_asleep, account.roles_asleep = account.roles_asleep, False
    after = _next() or (home_of(account) if were_roles_asleep else url_for(".show_second_step"))
    services.forgive(_pace_key(account))
    if codes:
        return _codes_page(codes, said, after)
    flash(said, "success")
    return redirect(after, HTTPStatus.SEE_OTHER)


# ── Passkeys ─────────────────────────────────────────────────────────────────


@bp.get("/profile/second-step/passkey")
@requires(PERMISSION, on=own_account, fresh=True)
def set_up_passkey(account: Account) -> ResponseReturnValue:
    if not offers_passkeys():
        raise NotFound
    form = PasskeyForm(formdata=None)
    form.name.data = addresses.device_name()
    form.next.data = _next() or ""
    return render_template("accounts/second_step_passkey.html", form=form)


@bp.post("/profile/second-step/passkey/question")
@requires(PERMISSION, on=own_account, fresh=True)
def new_passkey_question(account: Account) -> ResponseReturnValue:
    """What the browser needs to make one, for the script of the page."""
    question = services.ask_for_new_passkey(account, relying=relying(), at=clock.now())
    return current_app.response_class(question, mimetype="application/json")


@bp.post("/profile/second-step/passkey")
@requires(PERMISSION, on=own_account, fresh=True)
def keep_passkey(account: Account) -> ResponseReturnValue:
    form = PasskeyForm()
    if form.validate_on_submit():
        try:
            codes = _keep(account, form)
        except WrongCode:
            form.refuse_all(_("The passkey was not made. Try again, or connect an app instead."))
        else:
            return _added(account, codes, _("The passkey is saved."))
    return render_template("accounts/second_step_passkey.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY


def _keep(account: Account, form: PasskeyForm) -> list[str]:
    """Raises ``WrongCode``."""
    at = clock.now()
    passkey = services.new_passkey(account, form.passkey.data or "", form.name.data, relying=relying(), at=at)
    return services.add_passkey(account, passkey, own_secret=session["_user_id"], at=at)


# ── Taking away ──────────────────────────────────────────────────────────────


@bp.get("/profile/second-step/app/remove")
@requires(PERMISSION, on=own_account, fresh=True)
def ask_to_remove_app(account: Account) -> ResponseReturnValue:
    step = queries.second_step_of(account.id)
    if step.app is None:
        return redirect(url_for(".show_second_step"), HTTPStatus.SEE_OTHER)
    return _removal_page(step, None, url_for(".remove_app"))


@bp.post("/profile/second-step/app/remove")
@requires(PERMISSION, on=own_account, fresh=True)
def remove_app(account: Account) -> ResponseReturnValue:
    try:
        services.remove_app(account, at=clock.now())
    except NoSecondStep:
        return redirect(url_for(".show_second_step"), HTTPStatus.SEE_OTHER)
    flash(_("The app is disconnected. Its digits work no more."), "success")
    return redirect(url_for(".show_second_step"), HTTPStatus.SEE_OTHER)


@bp.get("/profile/second-step/passkeys/<uuid:passkey_id>/remove")
@requires(AccountPermission.HOLD_PASSKEY, on=passkey_to_remove, fresh=True)
def ask_to_remove_passkey(passkey: Passkey) -> ResponseReturnValue:
    step = queries.second_step_of(passkey.account_id)
    return _removal_page(step, passkey, url_for(".remove_passkey", passkey_id=passkey.id))


def _removal_page(step: SecondStep, passkey: Passkey | None, address: str) -> str:
    """Asks first, because the last one takes the recovery codes along."""
    is_last = len(step.passkeys) + (step.app is not None) == 1
    return render_template("accounts/second_step_remove.html", passkey=passkey, address=address, is_last=is_last)


@bp.post("/profile/second-step/passkeys/<uuid:passkey_id>/remove")
@requires(AccountPermission.HOLD_PASSKEY, on=passkey_to_remove, fresh=True)
def remove_passkey(passkey: Passkey) -> ResponseReturnValue:
    services.remove_passkey(passkey.account, passkey, at=clock.now())
    flash(_("The passkey is removed. It works no more."), "success")
    return redirect(url_for(".show_second_step"), HTTPStatus.SEE_OTHER)


# ── Recovery codes ───────────────────────────────────────────────────────────


@bp.post("/profile/second-step/codes")
@requires(PERMISSION, on=own_account, fresh=True)
def renew_codes(account: Account) -> ResponseReturnValue:
    """Ten new ones, shown once; those before work no more."""
    try:
        codes = services.renew_codes(account, at=clock.now())
    except NoSecondStep:
        return redirect(url_for(".show_second_step"), HTTPStatus.SEE_OTHER)
    after = _next() or url_for(".show_second_step")
    return _codes_page(codes, _("The codes you had before work no more."), after)


def _codes_page(codes: list[str], said: str, after: str) -> str:
    return render_template("accounts/second_step_codes.html", codes=codes, said=said, next=after)
