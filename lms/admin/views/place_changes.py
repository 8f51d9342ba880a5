"""What is done to an institution of the list. Each page says beforehand what follows."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.admin import choices, consequences
from lms.admin.forms import TOP, ReasonForm
from lms.admin.place_forms import CloseForm, JoinForm, MoveForm, RenameForm, SpellingForm
from lms.admin.place_words import change_in_words
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor, only_searches
from lms.admin.views.blueprint import bp
from lms.admin.views.places import chosen_place
from lms.core import clock
from lms.core.i18n import LANGUAGES, _
from lms.core.policy import requires
from lms.institutions import queries as directory
from lms.institutions import services
from lms.institutions.errors import AnotherWaits, BelowItself, CannotBeUndone, NameTooEarly, NothingChanges, NotListed
from lms.institutions.models import Institution, InstitutionChange
from lms.ui.forms import Form, Option

SURE = "yes"
Answer = ResponseReturnValue


# ── Names ────────────────────────────────────────────────────────────────────


@bp.get("/institutions/listed/<uuid:place_id>/names")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.institution_to_change)
def ask_names(institution: Institution) -> Answer:
    return _page(institution, "confirm_names", SpellingForm(names=_present_names(institution)))


@bp.post("/institutions/listed/<uuid:place_id>/names")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.institution_for_update)
def confirm_names(institution: Institution) -> Answer:
    form = SpellingForm()
    return _carried_out(
        institution,
        "confirm_names",
        form,
        lambda: services.confirm_names(
            institution, form.names.data, reason=form.reason.data, by=actor().id, at=clock.now()
        ),
        _("The names are confirmed."),
    )


@bp.get("/institutions/listed/<uuid:place_id>/rename")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.institution_to_change)
def ask_new_name(institution: Institution) -> Answer:
    return _page(institution, "rename_place", RenameForm(names=_present_names(institution)))


@bp.post("/institutions/listed/<uuid:place_id>/rename")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.institution_for_update)
def rename_place(institution: Institution) -> Answer:
    form = RenameForm()
    return _carried_out(
        institution,
        "rename_place",
        form,
        lambda: services.rename_institution(
            institution, form.names.data, on=form.since.data, reason=form.reason.data, by=actor().id, at=clock.now()
        ),
        _("The new name is in the list."),
    )


def _present_names(institution: Institution) -> dict[str, str]:
    row = directory.name_row_on(institution, _today())
    return {code: directory.name_of(row, code) for code in LANGUAGES}


# ── Place in the tree, mergers, end ──────────────────────────────────────────


@bp.get("/institutions/listed/<uuid:place_id>/move")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.institution_to_change)
def ask_move(institution: Institution) -> Answer:
    return _page(institution, "move_place", _move_form(institution))


@bp.post("/institutions/listed/<uuid:place_id>/move")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.institution_for_update)
def move_place(institution: Institution) -> Answer:
    form = _move_form(institution)
    if only_searches():
        return _page(institution, "move_place", form)
    if form.validate() and form.sure.data != SURE:
        parent = None if form.parent.data == TOP else chosen_place(form.parent.data)
        return _sure_page(institution, "move_place", form, parent)
    return _carried_out(
        institution,
        "move_place",
        form,
        lambda: services.move_institution(
            institution,
            None if form.parent.data == TOP else chosen_place(form.parent.data),
            on=form.since.data or _today(),
            reason=form.reason.data,
            by=actor().id,
            at=clock.now(),
        ),
        _("The move is noted. From its day on, the institution has its new place."),
    )


def _move_form(institution: Institution) -> MoveForm:
    form = MoveForm()
    chosen = None if form.parent.data == TOP else form.parent.data
    likely = choices.around_kind(institution, _today())
    found = choices.places(form.words.data, likely, _today(), chosen=chosen)
    form.parent.options = [Option(TOP, _("To none: it stands by itself")), *found]
    return form


@bp.get("/institutions/listed/<uuid:place_id>/merge")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.institution_to_change)
def ask_merger(institution: Institution) -> Answer:
    return _page(institution, "merge_place", _join_form(institution))


@bp.post("/institutions/listed/<uuid:place_id>/merge")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.institution_for_update)
def merge_place(institution: Institution) -> Answer:
    form = _join_form(institution)
    if only_searches():
        return _page(institution, "merge_place", form)
    if form.validate() and form.sure.data != SURE:
        return _sure_page(institution, "merge_place", form, chosen_place(form.institution.data))
    return _carried_out(
        institution,
        "merge_place",
        form,
        lambda: services.merge_institutions(
            institution,
            chosen_place(form.institution.data),
            reason=form.reason.data,
            by=actor().id,
            at=clock.now(),
        ),
        _("The two are one now. People who worked here work there."),
    )


def _join_form(institution: Institution) -> JoinForm:
    form = JoinForm()
    day = _today()
    likely = directory.similar_to(directory.name_on(institution, day), but=institution.id, day=day)
    form.institution.options = [
        option
        for option in choices.places(form.words.data, likely, day, chosen=form.institution.data)
        if option.value != str(institution.id)
    ]
    return form


@bp.get("/institutions/listed/<uuid:place_id>/close")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.institution_to_change)
def ask_closing(institution: Institution) -> Answer:
    return _page(institution, "close_place", CloseForm())


@bp.post("/institutions/listed/<uuid:place_id>/close")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.institution_for_update)
def close_place(institution: Institution) -> Answer:
    form = CloseForm()
    return _carried_out(
        institution,
        "close_place",
        form,
        lambda: services.close_institution(
            institution, on=form.since.data, reason=form.reason.data, by=actor().id, at=clock.now()
        ),
        _("The institution is closed from the day you gave."),
    )


# ── Taking back ──────────────────────────────────────────────────────────────


@bp.get("/institutions/listed/<uuid:place_id>/changes/<uuid:change_id>/undo")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.change_of)
def ask_undo(change: InstitutionChange) -> Answer:
    return _undo_page(change, ReasonForm())


@bp.post("/institutions/listed/<uuid:place_id>/changes/<uuid:change_id>/undo")
@requires(AdminPermission.CHANGE_INSTITUTION, on=directory.change_for_update)
def undo_change(change: InstitutionChange) -> Answer:
    form = ReasonForm()
    if not form.validate():
        return _undo_page(change, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.undo_change(change, reason=form.reason.data, by=actor().id, at=clock.now())
    except CannotBeUndone:
        return _back_to(change.institution, _("This can no longer be undone: something newer builds on it."), "notice")
    return _back_to(change.institution, _("It is undone. What was before holds again."))


def _undo_page(change: InstitutionChange, form: ReasonForm) -> str:
    return render_template(
        "admin/undo_change.html",
        change=change,
        said=change_in_words(change),
        may_undo=change.id in directory.undoable_changes(change.institution_id),
        form=form,
        **_facts(change.institution),
    )


# ── What all of them share ───────────────────────────────────────────────────


def _carried_out(
    institution: Institution, page: str, form: Form, act: Callable[[], InstitutionChange], done: str
) -> Answer:
    """The act if the form is right; else the same page with what has to be put right."""
    if not form.validate():
        return _page(institution, page, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        act()
    except (NotListed, BelowItself, NothingChanges, AnotherWaits, NameTooEarly) as refusal:
        form.refuse_all(_refusals()[type(refusal)])
        return _page(institution, page, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _back_to(institution, done)


def _refusals() -> dict[type[Exception], str]:
    return {
        NotListed: _("One of the two institutions is no longer in the list."),
        BelowItself: _("The other one stands below this one. Move that one first."),
        NothingChanges: _("It is so already. Nothing was changed."),
        AnotherWaits: _("A change of this kind waits for its day already. Undo that one first."),
        NameTooEarly: _(
            "The present name began on this day or later. Choose a later day, or correct the spelling instead."
        ),
    }


def _page(institution: Institution, page: str, form: Form) -> str:
    return render_template(f"admin/{page}.html", form=form, **_facts(institution))


def _sure_page(institution: Institution, page: str, form: Form, other: Institution | None) -> str:
    """The answers again, and what follows from them, before anything is changed."""
    at = clock.now()
    sent = [(name, value) for name, value in request.form.items() if name not in {"csrf_token", "sure", "act", "words"}]
    return render_template(
        "admin/sure_of_change.html",
        page=page,
        sent=sent,
        other_name=directory.name_on(other, _today()) if other else None,
        watchers=consequences.watchers(institution.parent_id, other.id if other else None, at),
        since=getattr(form, "since", None) and form["since"].data,
        **_facts(institution),
    )


def _facts(institution: Institution) -> dict[str, object]:
    return {
        "institution": institution,
        "name": directory.name_on(institution, _today()),
        "touched": consequences.touched(institution.id, clock.now()),
    }


def _today() -> date:
    return clock.local_day(clock.now())


def _back_to(institution: Institution, text: str, category: str = "success") -> Answer:
    flash(text, category)
    return redirect(url_for(".show_place", place_id=institution.id), HTTPStatus.SEE_OTHER)
