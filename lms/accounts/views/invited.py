"""The door for people who are invited: what the institution has said of them need not be said again.

``/i/<code>`` is printed and typed, so it is short and carries no language; it leads to the page of the invitation.
That page and one more are the whole registration. Looking changes nothing: mail programs open links to check them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import consents, passwords, queries, services, steps
from lms.accounts.errors import ContactTaken, TooManyTries, WeakPassword
from lms.accounts.forms.invited import CodeForm, DeclineForm, InvitedAboutStep, InvitedStep
from lms.accounts.forms.signing_in import password_hint
from lms.accounts.models import Registration
from lms.accounts.navigation import home_of
from lms.accounts.policies import AccountPermission
from lms.accounts.services.signing_in import short_hash
from lms.accounts.views.blueprint import bp
from lms.accounts.views.opening import agreed_in, name_consents, open_and_enter, refuse_kindly
from lms.accounts.views.typed_so_far import remember, step
from lms.core import clock
from lms.core.codes import grouped
from lms.core.headers import kept_apart
from lms.core.i18n import LANGUAGE_COOKIE, LANGUAGES, PREFIX, _
from lms.core.policy import current_actor, public, requires
from lms.core.transactions import roll_back
from lms.institutions import queries as directory
from lms.invitations import services as invitations
from lms.invitations.codes import code_from
from lms.invitations.errors import InvitationSpent, NotInvited
from lms.invitations.models import Invitation, InvitationState, Way
from lms.invitations.queries import Opened, leads_nowhere, opened_by
from lms.people.errors import TooYoung

#: Beside the pages of the room, because the printed address stands outside the languages.
door = Blueprint("invited", __name__, template_folder="../templates")

#: Wrong codes from one address before it has to wait: more than a hall full of people mistypes.
CODE_PACE = services.Pace(free=100, longest=60)
#: The way back from the second page is kept by the visitor's own browser; here is only the hash of the code.
KEPT_CODE = "invitation"
View = Callable[..., ResponseReturnValue]


@door.get("/i")
@public
def ask_code() -> ResponseReturnValue:
    """For whoever types the address without the code."""
    return _code_page(CodeForm(formdata=None))


@door.post("/i")
@public
def read_code() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(form, 422)
    return redirect(url_for(".open_door", code=code_from(form.code.data), language=request.args.get("language")), 303)


def _code_page(form: CodeForm, status: int = 200) -> Response:
    return kept_apart(render_template("accounts/invited_code.html", form=form), status)


def by_code(*, lock: bool = False) -> Callable[[View], View]:
    """Hand what the code opens to the view; a wrong code is answered with the question for it, and not too often."""

    def decorate(view: View) -> View:
        @wraps(view)
        def loaded(code: str, **values: Any) -> ResponseReturnValue:
            typed = code_from(code)
            opened = opened_by(typed, lock=lock) if typed else None
            return kept_apart(view(opened, **values)) if opened else _unknown(code)

        return loaded

    return decorate


def as_printed(code: str) -> str:
    """In groups, to be compared with the slip group by group; what cannot be a code stays as it was typed."""
    read = code_from(code)
    return grouped(read) if read else code[:40]


def _unknown(code: str) -> ResponseReturnValue:
    roll_back()  # counting is saved apart
    form = CodeForm(formdata=None)
    form.code.data = as_printed(code)
    try:
        services.take_try(f"invitation:{short_hash(request.remote_addr or '')}", CODE_PACE, at=clock.now())
    except TooManyTries:
        form.refuse_all(_("There were too many tries. Wait a minute, then try again."))
        return _code_page(form, 429)
    form.refuse("code", _("There is no invitation with this code. Check each group of four."))
    return _code_page(form, 404)


@door.get("/i/<code>")
@public
@by_code()
def open_door(opened: Opened) -> ResponseReturnValue:
    """In the language the visitor has chosen here before, else in that of the invitation."""
    chosen = request.args.get("language") or request.cookies.get(LANGUAGE_COOKIE)
    language = chosen if chosen in LANGUAGES else opened.invitation.language
    return redirect(_address(language=language), 303)


def _address(**values: Any) -> str:
    """The page of the invitation whose code is in the address of this request."""
    return url_for("invited.show_invitation", code=(request.view_args or {})["code"], **values)


@door.get(f"{PREFIX}/invitation/<code>")
@public
@by_code()
def show_invitation(opened: Opened) -> ResponseReturnValue:
    """The first of two pages, or why there is nothing to fill in."""
    invitation, actor = opened.invitation, current_actor()
    if not _is_open(opened):
        return _closed_page(opened)
    if actor is not None:
        return _page("invited_signed_in", opened, is_mine=_is_of(invitation, actor))
    if queries.account_by_login(invitation.contact or "") is not None:
        return _page("invited_known", opened)
    return _first_page(opened, InvitedStep(formdata=None))


def _is_open(opened: Opened) -> bool:
    is_good = opened.invitation.is_open_at(clock.now()) and not opened.is_replaced
    return is_good and not leads_nowhere(opened.invitation)


def _is_of(invitation: Invitation, account: Any) -> bool:
    return bool({invitation.email, invitation.phone} & ({account.email, account.phone} - {None}))


def _page(name: str, opened: Opened, **facts: Any) -> str:
    """A page about the invitation; all of them say who invites."""
    day = clock.local_day(clock.now())
    return render_template(
        f"accounts/{name}.html",
        invitation=opened.invitation,
        institution=directory.name_on(opened.invitation.institution, day),
        code=(request.view_args or {})["code"],
        **facts,
    )


def _first_page(opened: Opened, form: InvitedStep, status: int = 200) -> ResponseReturnValue:
    form.offer(_kind_of(opened.invitation))
    form.password.hint = password_hint(is_long=False)
    return _page("invited_contact", opened, form=form), status


def _kind_of(invitation: Invitation) -> str:
    """The group that the institution's type belongs to."""
    return next(row.group_code for row in directory.types() if row.code == invitation.institution.type_code)


def _closed_page(opened: Opened) -> ResponseReturnValue:
    """Used: sign in. Otherwise a kind word, and a way to another code where one can be made."""
    invitation = opened.invitation
    if invitation.state is InvitationState.ACCEPTED:
        return _page("invited_used", opened)
    inviter = queries.names_of_accounts([invitation.invited_by_id]).get(invitation.invited_by_id)
    is_invited = invitation.state is InvitationState.INVITED
    has_no_place = is_invited and leads_nowhere(invitation)
    return _page(
        "invited_closed", opened, inviter=inviter, has_no_place=has_no_place, can_ask=is_invited and not has_no_place
    )


@door.post(f"{PREFIX}/invitation/<code>")
@public
@by_code()
def begin_with_invitation(opened: Opened) -> ResponseReturnValue:
    """Contact and workplace are known; the hash of the password and the profession come to them."""
    if not _is_open(opened) or queries.account_by_login(opened.invitation.contact or "") is not None:
        return redirect(_address(), 303)
    form, invitation = InvitedStep(), opened.invitation
    form.offer(_kind_of(invitation))
    if not form.validate_on_submit():
        return _first_page(opened, form, 422)
    try:
        passwords.refuse_weak(form.password.data, is_long=False, own_words=[invitation.contact or "", invitation.name])
    except WeakPassword as error:
        form.say_weakness(error, is_long=False)
        return _first_page(opened, form, 422)
    answers = {
        **steps.answers_of_invitation(invitation, _kind_of(invitation)),
        "shared": bool(form.shared.data),
        "password_hash": passwords.hash_password(form.password.data),
        "profession": form.profession.data,
        "invited_name": invitation.name,
        "invited_by_mail": opened.code.way is Way.MAIL,
    }
    session[KEPT_CODE] = (request.view_args or {})["code"]
    secret = services.begin_registration(answers, at=clock.now())
    response = make_response(redirect(url_for("accounts.register_invited"), 303))
    remember(response, secret, for_a_day=not form.shared.data)
    return response


@bp.get("/register/invited")
@public
@step("invited")
def register_invited(registration: Registration) -> ResponseReturnValue:
    form = InvitedAboutStep(formdata=None)
    form["name"].data = registration.answers["invited_name"]
    return _second_page(form, registration)


def _second_page(form: InvitedAboutStep, registration: Registration, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "accounts/invited_about.html",
        form=name_consents(form),
        texts=consents.texts(),
        code=session.get(KEPT_CODE),
    ), status


@bp.post("/register/invited")
@public
@step("invited")
def finish_with_invitation(registration: Registration) -> ResponseReturnValue:
    form, at = name_consents(InvitedAboutStep()), clock.now()
    form.birth_year.most = clock.local_day(at).year
    if not form.validate_on_submit():
        return _second_page(form, registration, 422)
    facts = ("name", "latin", "sex", "birth_year")
    registration.answers = {**registration.answers, **{name: form[name].data for name in facts}}
    try:
        return open_and_enter(registration, agreed_in(form))
    except TooYoung:
        return refuse_kindly(registration)
    except (ContactTaken, InvitationSpent, NotInvited):
        form.refuse_all(_("This invitation cannot be used any more. Open it again to see why."))
        return _second_page(form, registration, 422)


@door.post(f"{PREFIX}/invitation/<code>/accept")
@requires(AccountPermission.OWN_PROFILE)
@by_code()
def accept_invitation(opened: Opened) -> ResponseReturnValue:
    """Somebody with an account comes: the workplace is now the one that invites, and it is confirmed."""
    actor: Any = current_actor()
    if opened.is_replaced:
        return redirect(_address(), 303)
    try:
        by_mail = opened.code.way is Way.MAIL
        services.accept_invitation(actor, opened.invitation.id, by_mail=by_mail, at=clock.now())
    except (InvitationSpent, NotInvited):
        return redirect(_address(), 303)
    flash(_("You have accepted the invitation."), "success")
    return redirect(home_of(actor), 303)


@door.get(f"{PREFIX}/invitation/<code>/decline")
@public
@by_code()
def ask_why(opened: Opened) -> ResponseReturnValue:
    if not _is_open(opened):
        return redirect(_address(), 303)
    return _page("invited_decline", opened, form=DeclineForm(formdata=None))


@door.post(f"{PREFIX}/invitation/<code>/decline")
@public
@by_code(lock=True)
def decline_invitation(opened: Opened) -> ResponseReturnValue:
    form = DeclineForm()
    if not form.validate_on_submit():
        return _page("invited_decline", opened, form=form), 422
    if _is_open(opened):
        invitations.decline(opened.invitation, form.reason.data, at=clock.now())
    return redirect(_address(), 303)


@door.post(f"{PREFIX}/invitation/<code>/again")
@public
@by_code(lock=True)
def ask_again(opened: Opened) -> ResponseReturnValue:
    """The person who invited sees the wish; the same answer each time."""
    invitations.ask_again(opened.invitation, at=clock.now())
    flash(_("Your wish is noted. The person who invited you can now make a new code for you."), "success")
    return redirect(_address(), 303)
