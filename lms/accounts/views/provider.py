"""Sign-in through the provider: out to it, back from it, and the link between an identity and an account.

The way back is a GET from another site, which must change nothing; so it shows a page whose button goes on.
"""

import logging
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import NotFound

from lms.accounts import addresses, queries, services
from lms.accounts.errors import IdentityTaken
from lms.accounts.models import Account
from lms.accounts.policies import AccountPermission
from lms.accounts.provider import Provider, ProviderFailed, Question, Vouched, ask, hear, sign_in_provider
from lms.accounts.views.blueprint import bp
from lms.accounts.views.entering import Going, go_in
from lms.accounts.views.typed_so_far import remember
from lms.core import clock
from lms.core.i18n import _, asked_language, language
from lms.core.policy import current_actor, public, requires
from lms.core.transactions import roll_back

log = logging.getLogger(__name__)

#: The provider knows one address to come back to, so it stands outside the languages.
door = Blueprint("provider", __name__, template_folder="../templates")
#: Under which the cookie keeps what was asked, and why.
ASKED = "provider"
SIGN_IN, LINK = "sign-in", "link"
#: What comes back through the browser.
ANSWER = ("state", "code", "iss", "error")
#: Seconds between the provider's answer and the button that links it.
LINKED_WITHIN = 10 * 60
RETRY_SECONDS = "60"


def linkable(actor: Account) -> Account | None:
    """The own account, where there is a provider."""
    return actor if sign_in_provider() else None


def the_provider() -> Provider:
    """Where none is configured, the pages are absent."""
    found = sign_in_provider()
    if found is None:
        raise NotFound
    return found


def _back() -> str:
    return str(current_app.config["SITE_URL"]) + url_for("provider.come_back")


def _out(purpose: str, destination: str | None) -> ResponseReturnValue:
    """To the provider, with a question that only this browser can have answered."""
    roll_back()  # nobody's lock is held while others are waited for
    try:
        address, question = ask(the_provider(), back=_back(), at=clock.now())
    except ProviderFailed as error:
        return _failed(error)
    session[ASKED] = {**asdict(question), "purpose": purpose, "next": destination, "language": language()}
    return redirect(address, HTTPStatus.SEE_OTHER)


def _failed(error: ProviderFailed) -> ResponseReturnValue:
    """The person reads what to do; the reason goes into the server's log."""
    log.warning("Sign-in through the provider failed: %s", error)
    page = render_template("accounts/provider_failed.html", provider=the_provider())
    return page, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": RETRY_SECONDS}


@bp.get("/sign-in/provider")
@public
def sign_in_at_provider() -> ResponseReturnValue:
    return _out(SIGN_IN, addresses.safe_next(request.args.get("next")))


@door.get("/provider/back")
@public
def come_back() -> ResponseReturnValue:
    """In the language in which the person left. Nothing is asked of the provider yet, and nothing is decided."""
    the_provider()
    asked = session.get(ASKED)
    if asked is None or request.args.get("state") != asked["state"]:
        code = asked["language"] if asked else asked_language()
        return redirect(url_for("accounts.sign_in_page", language=code), HTTPStatus.SEE_OTHER)
    answer = {name: request.args[name] for name in ANSWER if name in request.args}
    session[ASKED] = {**asked, "answer": answer}
    return redirect(url_for("accounts.show_arrival", language=asked["language"]), HTTPStatus.SEE_OTHER)


@bp.get("/sign-in/provider/arrival")
@public
def show_arrival() -> ResponseReturnValue:
    """One button goes on; on a shared computer it is said here."""
    asked = session.get(ASKED)
    if asked is None or "code" not in asked.get("answer", {}):
        return redirect(url_for(".sign_in_page"), HTTPStatus.SEE_OTHER)
    links = asked["purpose"] == LINK
    return render_template("accounts/provider_arrival.html", provider=the_provider(), links=links)


@bp.post("/sign-in/provider/arrival")
@public
def arrive() -> ResponseReturnValue:
    """Ask the provider who it is. The question is spent, whatever the answer."""
    asked: dict[str, Any] | None = session.pop(ASKED, None)
    if asked is None or "answer" not in asked:
        return redirect(url_for(".sign_in_page"), HTTPStatus.SEE_OTHER)
    question = Question(asked["state"], asked["nonce"], asked["verifier"])
    roll_back()  # nobody's lock is held while others are waited for
    try:
        vouched = hear(the_provider(), question, asked["answer"], back=_back(), at=clock.now())
    except ProviderFailed as error:
        return _failed(error)
    if asked["purpose"] == LINK:
        return _ask_to_link(vouched)
    return _enter(vouched, Going(addresses.safe_next(asked["next"])), is_shared=bool(request.form.get("shared")))


def _enter(vouched: Vouched, going: Going, *, is_shared: bool) -> ResponseReturnValue:
    """By the subject only. Who is new here registers, with what the provider vouches for filled in."""
    at = clock.now()
    account = queries.account_of_identity(vouched.issuer, vouched.subject)
    if account is None:
        return _register(vouched, is_shared=is_shared)
    if account.suspended_at is not None:
        flash(_("This account cannot be used now. Ask the coordinator."), "error")
        return redirect(url_for(".sign_in_page"), HTTPStatus.SEE_OTHER)
    services.note_use(account, at=at)
    account = queries.account_with_roles(account.id, at)
    return go_in(account, is_shared=is_shared, going=going, vouched=vouched)


def _register(vouched: Vouched, *, is_shared: bool) -> ResponseReturnValue:
    known = {"name": vouched.name, "birth_year": vouched.birth_year, "sex": vouched.sex, "email": vouched.email}
    identity = {"issuer": vouched.issuer, "subject": vouched.subject}
    answers = {"vouched": {name: value for name, value in known.items() if value}, "identity": identity}
    secret = services.begin_registration({**answers, "shared": is_shared}, at=clock.now())
    response = make_response(redirect(url_for(".register_contact"), HTTPStatus.SEE_OTHER))
    remember(response, secret, for_a_day=not is_shared)
    return response


# ── The link, in the profile ─────────────────────────────────────────────────


@bp.get("/profile/provider")
@requires(AccountPermission.LINK_IDENTITY, on=linkable)
def show_identity(account: Account) -> ResponseReturnValue:
    identity = queries.identity_of(account.id)
    return render_template("accounts/profile_provider.html", provider=the_provider(), identity=identity)


@bp.get("/profile/provider/link")
@requires(AccountPermission.LINK_IDENTITY, on=linkable, fresh=True)
def link_at_provider(account: Account) -> ResponseReturnValue:
    return _out(LINK, None)


def _carried(account: Account) -> URLSafeTimedSerializer:
    """Carries an identity from the page that names it to the button, for this account only."""
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"identity for {account.id}")


def _ask_to_link(vouched: Vouched) -> ResponseReturnValue:
    """Named first and linked by a button: somebody else's page may have sent the browser here."""
    account = current_actor()
    if account is None:
        return redirect(url_for(".sign_in_page"), HTTPStatus.SEE_OTHER)
    identity = _carried(account).dumps({"issuer": vouched.issuer, "subject": vouched.subject})
    return render_template(
        "accounts/profile_provider_link.html", provider=the_provider(), vouched=vouched, identity=identity
    )


@bp.post("/profile/provider")
@requires(AccountPermission.LINK_IDENTITY, on=linkable, fresh=True)
def link_identity(account: Account) -> ResponseReturnValue:
    try:
        identity = _carried(account).loads(request.form.get("identity", ""), max_age=LINKED_WITHIN)
        services.link_identity(account, **identity, at=clock.now())
    except BadData:
        flash(_("The page was open for too long. Begin again."), "notice")
    except IdentityTaken:
        flash(_("This account at the provider opens another account here, or another one opens yours."), "error")
    else:
        flash(_("Linked. From now on you can sign in through the provider."), "success")
    return redirect(url_for(".show_identity"), HTTPStatus.SEE_OTHER)


@bp.post("/profile/provider/unlink")
@requires(AccountPermission.LINK_IDENTITY, on=linkable, fresh=True)
def unlink_identity(account: Account) -> ResponseReturnValue:
    services.unlink_identity(account, at=clock.now())
    flash(_("Not linked any more. You sign in with your password."), "success")
    return redirect(url_for(".show_identity"), HTTPStatus.SEE_OTHER)
