"""People, the roles they hold, and the suspension of accounts. Each look at a person is recorded."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import services
from lms.accounts.errors import AlreadyEnded, LastAdministrator, RoleHeld
from lms.accounts.models import Account, Role, RoleGrant
from lms.accounts.queries import account_for_admin, account_with_roles, has_second_step, sign_ins_of
from lms.admin import choices, queries, words
from lms.admin.forms import FOR_MODULES, GrantForm, ReasonForm, RoleForm
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor, only_searches, page_number
from lms.admin.views.blueprint import bp
from lms.core import audit, clock
from lms.core.i18n import NATIVE_NAMES, _, language
from lms.core.policy import allows, requires
from lms.people.queries import person_with_names
from lms.ui.filters import contact, table_date, table_datetime
from lms.ui.forms import Option

GRANT = f"/people/<uuid:account_id>/roles/<any({','.join(Role)}):role>"


def account_to_see(account_id: UUID) -> Account:
    return account_with_roles(account_id, clock.now())


@bp.get("/people")
@requires(AdminPermission.LIST_PEOPLE)
def list_people() -> ResponseReturnValue:
    wanted = request.args.get("who", "").strip()
    role = request.args.get("role", "")
    at = clock.now()
    page = queries.people_found(wanted, Role(role) if role in set(Role) else None, at, page_number())
    audit.record_look(actor().id, "admin.people.listed", people=len(page.rows))
    return render_template(
        "admin/list_people.html", page=page, wanted=wanted, role=role, roles=role_options(), at=at, words=words
    )


@bp.get("/people/<uuid:account_id>")
@requires(AdminPermission.SEE_PERSON, on=account_to_see)
def show_person(account: Account) -> ResponseReturnValue:
    at = clock.now()
    audit.record_look(actor().id, "admin.person.seen", account)
    modules = dict(queries.module_names(language()))
    return render_template(
        "admin/show_person.html",
        account=account,
        facts=facts_of(account),
        held=[grant for grant in account.grants if grant.holds_at(at)],
        later=[grant for grant in account.grants if grant.starts_at > at and not grant.has_ended_at(at)],
        before=[grant for grant in account.grants if grant.has_ended_at(at)],
        scopes=words.scopes_of(account.grants, modules, clock.local_day(at)),
        recent=words.lines_of(queries.recent_lines(account.id, at), clock.local_day(at)),
        history=words.lines_of(queries.history_of_access(account), clock.local_day(at)),
        words=words,
        has_second_step=has_second_step(account.id),
        may_change=allows(AdminPermission.CHANGE_ACCESS, account),
    )


def facts_of(account: Account) -> list[dict[str, Any]]:
    """Who the person is and how to reach them; nothing about studies and results."""
    at = clock.now()
    seen = sign_ins_of(account, at)
    return [
        {"term": _("Names"), "value": " · ".join(dict.fromkeys(name.full_name for name in account.person.names))},
        *merged_into(account),
        {"term": _("E-mail"), "value": account.email},
        {"term": _("Phone"), "value": contact(account.phone)},
        {"term": _("Language of messages"), "value": NATIVE_NAMES[account.person.language]},
        {"term": _("Workplace"), "value": words.workplace_in_words(account.person_id, clock.local_day(at))},
        {"term": _("Second step at sign-in"), "value": _("Set up") if has_second_step(account.id) else _("Not set up")},
        {"term": _("Account since"), "value": table_date(account.created_at)},
        {"term": _("Last seen"), "value": table_datetime(seen[0].seen_at) if seen else _("Not signed in")},
    ]


def merged_into(account: Account) -> list[dict[str, Any]]:
    """As whom the record counts, if somebody said that two records are one person's. A look at the other one too."""
    if account.person.merged_into_id is None:
        return []
    into = person_with_names(account.person.merged_into_id)
    audit.record_look(actor().id, "admin.person.seen", into)
    return [{"term": _("Merged into"), "value": f"{into.full_name(language()) or '–'} · {table_date(into.created_at)}"}]


def role_options() -> list[Option]:
    return [Option(role.value, words.role_in_words(role), words.role_explained(role)) for role in Role]


@bp.get("/people/<uuid:account_id>/roles/new")
@requires(AdminPermission.CHANGE_ACCESS, on=account_to_see, fresh=True)
def choose_role(account: Account) -> ResponseReturnValue:
    """First which role; the next page asks only for what belongs to it."""
    chosen = request.args.get("role")
    if chosen in set(Role):
        return redirect(url_for(".ask_grant", account_id=account.id, role=chosen), HTTPStatus.SEE_OTHER)
    form = RoleForm(request.args)
    form.role.options = role_options()
    has_asked = bool(request.args)
    if has_asked:
        form.validate()
    return _role_page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY if has_asked else HTTPStatus.OK


def _role_page(account: Account, form: RoleForm) -> str:
    return render_template("admin/choose_role.html", account=account, form=form)


def _grant_form(account: Account, role: Role) -> GrantForm:
    form = GrantForm.for_role(role, queries.module_names(language()) if role in FOR_MODULES else [])
    if role is Role.FOCAL_POINT:
        day = clock.local_day(clock.now())
        likely = choices.around_workplace(account.person_id, day)
        form.institution.options = choices.places(form.words.data, likely, day, chosen=form.institution.data)
    return form


def _grant_page(account: Account, role: Role, form: GrantForm) -> str:
    return render_template("admin/give_role.html", account=account, role=role, form=form, words=words)


@bp.get(GRANT)
@requires(AdminPermission.CHANGE_ACCESS, on=account_to_see, fresh=True)
def ask_grant(account: Account, role: str) -> ResponseReturnValue:
    return _grant_page(account, Role(role), _grant_form(account, Role(role)))


@bp.post(GRANT)
@requires(AdminPermission.CHANGE_ACCESS, on=account_for_admin, fresh=True)
def give_role(account: Account, role: str) -> ResponseReturnValue:
    at = clock.now()
    form = _grant_form(account, Role(role))
    if only_searches():
        return _grant_page(account, Role(role), form)
    if not form.check(clock.local_day(at)):
        return _grant_page(account, Role(role), form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.give_role(
            account,
            Role(role),
            by=actor(),
            reason=form.reason.data,
            at=at,
            scope=form.scope(clock.local_day(at)),
        )
    except RoleHeld:
        form.refuse_all(_("This person holds this role already. End it first to change the last day."))
        return _grant_page(account, Role(role), form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _back_to(account, _("The role is given. It works from the person's next page on."))


@bp.get("/people/<uuid:account_id>/roles/<uuid:grant_id>/end")
@requires(AdminPermission.CHANGE_ACCESS, on=account_to_see, fresh=True)
def confirm_end(account: Account, grant_id: UUID) -> ResponseReturnValue:
    return _end_page(account, _grant(account, grant_id), ReasonForm())


@bp.post("/people/<uuid:account_id>/roles/<uuid:grant_id>/end")
@requires(AdminPermission.CHANGE_ACCESS, on=account_for_admin, fresh=True)
def end_role(account: Account, grant_id: UUID) -> ResponseReturnValue:
    grant, form = _grant(account, grant_id), ReasonForm()
    if not form.validate():
        return _end_page(account, grant, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.end_role(grant, by=actor(), reason=form.reason.data, at=clock.now())
    except AlreadyEnded:
        return _back_to(account, _("This role has ended already."), "notice")
    except LastAdministrator:
        form.refuse_all(last_administrator())
        return _end_page(account, grant, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _back_to(account, _("The role has ended. It no longer works from the person's next page on."))


def _grant(account: Account, grant_id: UUID) -> RoleGrant:
    """One of this person's; anybody else's is absent."""
    found = next((grant for grant in account.grants if grant.id == grant_id), None)
    return found or abort(HTTPStatus.NOT_FOUND)


def _end_page(account: Account, grant: RoleGrant, form: ReasonForm) -> str:
    modules = dict(queries.module_names(language()))
    scope = words.scopes_of([grant], modules, clock.local_day(clock.now()))[grant.id]
    return render_template("admin/end_role.html", account=account, grant=grant, scope=scope, form=form, words=words)


@bp.get("/people/<uuid:account_id>/suspension")
@bp.get("/people/<uuid:account_id>/suspension/end", endpoint="confirm_restoring")
@requires(AdminPermission.CHANGE_ACCESS, on=account_to_see, fresh=True)
def confirm_suspension(account: Account) -> ResponseReturnValue:
    """Suspend, or restore: whichever is possible."""
    return _suspension_page(account, ReasonForm())


@bp.post("/people/<uuid:account_id>/suspension")
@requires(AdminPermission.CHANGE_ACCESS, on=account_for_admin, fresh=True)
def suspend(account: Account) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return _suspension_page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.suspend(account, by=actor(), reason=form.reason.data, at=clock.now())
    except AlreadyEnded:
        return _back_to(account, _("This account is suspended already."), "notice")
    except LastAdministrator:
        form.refuse_all(last_administrator())
        return _suspension_page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _back_to(account, _("The account is suspended and signed out everywhere. Its records stay."))


@bp.post("/people/<uuid:account_id>/suspension/end")
@requires(AdminPermission.CHANGE_ACCESS, on=account_for_admin, fresh=True)
def restore(account: Account) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return _suspension_page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.restore(account, by=actor(), reason=form.reason.data, at=clock.now())
    except AlreadyEnded:
        return _back_to(account, _("This account is not suspended."), "notice")
    return _back_to(account, _("The account is restored. The person can sign in again."))


def _suspension_page(account: Account, form: ReasonForm) -> str:
    return render_template("admin/suspend.html", account=account, form=form)


def last_administrator() -> str:
    return _("This is the last lasting administrator. Give the role to somebody else first.")


def _back_to(account: Account, text: str, category: str = "success") -> ResponseReturnValue:
    flash(text, category)
    return redirect(url_for(".show_person", account_id=account.id), HTTPStatus.SEE_OTHER)
