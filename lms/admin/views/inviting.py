"""Inviting staff: a person with an account, a role and a way in, before that person has done anything here."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import services
from lms.accounts.errors import AlreadyEnded, ContactTaken
from lms.accounts.models import Account, Role
from lms.accounts.queries import account_by_login, account_for_admin
from lms.admin import choices, queries, words
from lms.admin.forms import FOR_MODULES, InviteForm, ReasonForm, RoleForm
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor, only_searches
from lms.admin.views.blueprint import bp
from lms.admin.views.links import link_for
from lms.admin.views.people import account_to_see, role_options
from lms.core import clock, mail
from lms.core.i18n import _, language
from lms.core.policy import requires

INVITE = f"/people/new/<any({','.join(Role)}):role>"


@bp.get("/people/new")
@requires(AdminPermission.INVITE, fresh=True)
def choose_role_to_invite() -> ResponseReturnValue:
    """First for which role; the next page asks only for what belongs to it."""
    chosen = request.args.get("role")
    if chosen in set(Role):
        return redirect(url_for(".ask_to_invite", role=chosen), HTTPStatus.SEE_OTHER)
    form = RoleForm(request.args)
    form.role.options = role_options()
    has_asked = bool(request.args)
    if has_asked:
        form.validate()
    page = render_template("admin/choose_role_to_invite.html", form=form)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if has_asked else HTTPStatus.OK


def _form(role: Role) -> InviteForm:
    form = InviteForm.for_role(role, queries.module_names(language()) if role in FOR_MODULES else [])
    if role is Role.FOCAL_POINT:
        day = clock.local_day(clock.now())
        form.institution.options = choices.places(form.words.data, [], day, chosen=form.institution.data)
    return form


def _page(role: Role, form: InviteForm, known: Account | None = None) -> str:
    return render_template("admin/invite.html", role=role, form=form, words=words, known=known)


@bp.get(INVITE)
@requires(AdminPermission.INVITE, fresh=True)
def ask_to_invite(role: str) -> ResponseReturnValue:
    return _page(Role(role), _form(Role(role)))


@bp.post(INVITE)
@requires(AdminPermission.INVITE, fresh=True)
def invite_staff(role: str) -> ResponseReturnValue:
    at, form = clock.now(), _form(Role(role))
    if only_searches():
        return _page(Role(role), form)
    contact = services.normal_contact(form.contact.data or "") if form.check(clock.local_day(at)) else None
    if contact is None:
        return _page(Role(role), form), HTTPStatus.UNPROCESSABLE_ENTITY
    newcomer = services.Newcomer(form.name.data, contact, form.language.data)
    scope, reason = form.scope(clock.local_day(at)), form.reason.data
    try:
        account = services.invite_staff(newcomer, Role(role), by=actor(), reason=reason, at=at, scope=scope)
    except ContactTaken:
        form.refuse("contact", _("Somebody has an account with this already. Give that person the role."))
        return _page(Role(role), form, account_by_login(contact.value)), HTTPStatus.UNPROCESSABLE_ENTITY
    return _send(account, reason)


@bp.get("/people/<uuid:account_id>/invitation")
@requires(AdminPermission.CHANGE_ACCESS, on=account_to_see, fresh=True)
def ask_new_invitation(account: Account) -> ResponseReturnValue:
    return _again_page(account, ReasonForm(formdata=None))


def _again_page(account: Account, form: ReasonForm) -> str:
    return render_template("admin/invite_again.html", account=account, form=form)


@bp.post("/people/<uuid:account_id>/invitation")
@requires(AdminPermission.CHANGE_ACCESS, on=account_for_admin, fresh=True)
def invite_again(account: Account) -> ResponseReturnValue:
    """Another link for somebody who has not come in yet; the one before stops working."""
    form = ReasonForm()
    if not form.validate():
        return _again_page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        return _send(account, form.reason.data)
    except AlreadyEnded:
        flash(_("This person has come in already. A lost password is replaced by a link."), "notice")
        return redirect(url_for(".show_person", account_id=account.id), HTTPStatus.SEE_OTHER)


def _send(account: Account, reason: str) -> ResponseReturnValue:
    """Mail the link, or show it once where no mail can bring it."""
    address = services.invite(
        account, by=actor(), reason=reason, address_of=link_for(account), is_mailed=mail.is_on(), at=clock.now()
    )
    if address is not None:
        return render_template("admin/invitation_made.html", account=account, address=address)
    flash(_("The invitation is on its way to %(email)s.", email=account.email), "success")
    return redirect(url_for(".show_person", account_id=account.id), HTTPStatus.SEE_OTHER)
