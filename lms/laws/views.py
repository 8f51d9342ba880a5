"""The register over HTTP."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import names_of_accounts
from lms.catalogue.queries import modules_ever_written_by
from lms.core import clock
from lms.core.i18n import PREFIX, _
from lms.core.policy import actor_id, allows, requires
from lms.laws import queries, register, services
from lms.laws.articles import articles_in
from lms.laws.errors import AlreadyCleared
from lms.laws.forms import ChangeForm, ClearForm
from lms.laws.policies import LawPermission
from lms.laws.queries import FlagSeen
from lms.laws.register import Act
from lms.laws.words import day_of_text, name_of_text, place_of_law, titled

bp = Blueprint("laws", __name__, url_prefix=f"{PREFIX}/studio/law", template_folder="templates")
for spelling in (titled, place_of_law, day_of_text):
    bp.add_app_template_filter(spelling)

READ, RECORD, CLEAR = LawPermission.READ, LawPermission.RECORD, LawPermission.CLEAR


def act_cited(act: str) -> Act:
    """An act that some text cites; others are absent."""
    found = register.act_called(act)
    if found is None:
        abort(HTTPStatus.NOT_FOUND)
    return found


@bp.get("")
@requires(READ)
def show_register() -> ResponseReturnValue:
    return register_page()


@bp.post("")
@requires(RECORD)
def confirm_acts() -> ResponseReturnValue:
    """The acts that were ticked are in force."""
    known = register.acts_known(queries.shelves())
    chosen = [key for key in request.form.getlist("act") if key in known]
    if not chosen:
        return register_page(error=_("Tick the acts that you have looked at.")), HTTPStatus.UNPROCESSABLE_ENTITY
    services.confirm(chosen, by=actor_id(), at=clock.now())
    flash(_("Kept: in force as of today."), "success")
    return redirect(url_for(".show_register"), HTTPStatus.SEE_OTHER)


def register_page(error: str | None = None) -> str:
    shelves = queries.shelves()
    return render_template(
        "laws/register.html",
        acts=list(register.acts_known(shelves).values()),
        waiting=queries.open_flags(),
        confirmed=queries.confirmations(),
        due=register.to_confirm(shelves, clock.now()),
        error=error,
    )


@bp.get("/<act>")
@requires(READ, on=act_cited)
def show_act(act: Act) -> ResponseReturnValue:
    return act_page(act, ChangeForm(formdata=None))


@bp.post("/<act>")
@requires(RECORD, on=act_cited)
def record_change(act: Act) -> ResponseReturnValue:
    form = ChangeForm()
    if not form.validate():
        return act_page(act, form), HTTPStatus.UNPROCESSABLE_ENTITY
    services.record_change(
        act.key,
        articles_in(form.articles.data or ""),
        changed_on=form.changed_on.data,
        what=form.what.data,
        link=form.link.data or None,
        by=actor_id(),
        at=clock.now(),
    )
    flash(_("Kept. Learners are told at every text below until it is cleared."), "success")
    return redirect(url_for(".show_act", act=act.key), HTTPStatus.SEE_OTHER)


def act_page(act: Act, form: ChangeForm) -> str:
    changes = queries.changes_of(act.key)
    flags = queries.flags_of(changes)
    documents = {line.module.id: line.document for line in act.lines}
    written = modules_ever_written_by(actor_id())
    cleared_by = {flag.cleared_by_id for found in flags.values() for flag in found}
    return render_template(
        "laws/act.html",
        act=act,
        form=form,
        changes=changes,
        flags=flags,
        names=names_of_accounts(cleared_by),
        name_of=lambda flag: name_of_text(documents.get(flag.module_id), flag.place),
        line_name=lambda line: name_of_text(line.document, line.citing.place),
        may_clear=lambda flag: flag.cleared_at is None and allows(CLEAR, FlagSeen(flag, flag.module_id in written)),
    )


@bp.get("/texts/<uuid:flag_id>")
@requires(CLEAR, on=queries.flag_seen)
def ask_to_clear(flag: FlagSeen) -> ResponseReturnValue:
    return clear_page(flag, ClearForm(formdata=None))


@bp.post("/texts/<uuid:flag_id>")
@requires(CLEAR, on=queries.flag_for_update)
def clear_text(flag: FlagSeen) -> ResponseReturnValue:
    form = ClearForm()
    if not form.validate():
        return clear_page(flag, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.clear(flag.flag, reason=form.reason.data, by=actor_id(), at=clock.now())
        flash(_("Cleared. Learners are told no longer."), "success")
    except AlreadyCleared:
        flash(_("Somebody has cleared this text meanwhile."), "notice")
    return redirect(url_for(".show_act", act=flag.flag.change.act), HTTPStatus.SEE_OTHER)


def clear_page(seen: FlagSeen, form: ClearForm) -> str:
    act = register.act_called(seen.flag.change.act)
    lines = [line for line in act.lines if _is_of(line, seen.flag.module_id, seen.flag.place)] if act else []
    document = lines[0].document if lines else None
    return render_template(
        "laws/clear.html",
        flag=seen.flag,
        act=act,
        lines=lines,
        form=form,
        name=name_of_text(document, seen.flag.place),
    )


def _is_of(line: register.Line, module_id: UUID, place: str) -> bool:
    return line.module.id == module_id and line.citing.place == place
