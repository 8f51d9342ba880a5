"""One institution of the list: what it is, what happened to it; and adding another one."""

from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.admin import choices, consequences, place_words
from lms.admin.forms import TOP
from lms.admin.place_forms import AddForm
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor, only_searches
from lms.admin.views.blueprint import bp
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires
from lms.institutions import queries as directory
from lms.institutions import services
from lms.institutions.errors import NotListed
from lms.institutions.models import Institution
from lms.ui.forms import Option


@bp.get("/institutions/listed/<uuid:place_id>")
@requires(AdminPermission.SEE_INSTITUTION, on=directory.institution_in_list)
def show_place(institution: Institution) -> ResponseReturnValue:
    at = clock.now()
    day = clock.local_day(at)
    return render_template(
        "admin/show_place.html",
        institution=institution,
        name=directory.name_on(institution, day),
        spellings=place_words.spellings(institution, day),
        facts=place_words.place_facts(institution, day),
        names=place_words.name_lines(institution, day),
        merged_into=place_words.merged_into(institution, day),
        touched=consequences.touched(institution.id, at),
        is_shown=institution.state in directory.SHOWN,
        history=place_words.history_lines(directory.changes_of(institution.id)),
        undoable=directory.undoable_changes(institution.id),
    )


@bp.get("/institutions/new")
@requires(AdminPermission.ADD_INSTITUTIONS)
def ask_new_place() -> ResponseReturnValue:
    return _new_page(_form())


@bp.post("/institutions/new")
@requires(AdminPermission.ADD_INSTITUTIONS)
def add_place() -> ResponseReturnValue:
    form = _form()
    if only_searches():
        return _new_page(form)
    if not form.check(choices.regions_of_districts()):
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    wanted = services.NewInstitution(
        names=form.names.data,
        type_code=form.kind.data,
        region_code=form.region.data,
        district_code=form.district.data or None,
        parent_id=None if form.parent.data == TOP else UUID(form.parent.data),
    )
    if directory.same_names(wanted.names, type_code=wanted.type_code, region_code=wanted.region_code):
        form.refuse("names", _("An institution of this kind and region has this name already."))
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        [added] = services.add_to_list([wanted], reason=form.reason.data, by=actor().id, at=clock.now())
    except NotListed:
        form.refuse("parent", _("This institution is no longer in the list. Choose another."))
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The institution is in the list."), "success")
    return redirect(url_for(".show_place", place_id=added.id), HTTPStatus.SEE_OTHER)


def _form() -> AddForm:
    day = clock.local_day(clock.now())
    form = AddForm()
    unchosen = Option("", _("Choose from the list"))  # nothing is answered beforehand
    form.kind.options = [unchosen, *choices.kinds()]
    form.region.options = [unchosen, *choices.regions()]
    form.district.options = choices.districts()
    chosen = None if form.parent.data == TOP else form.parent.data
    found = choices.places(form.words.data, [], day, chosen=chosen)
    form.parent.options = [Option(TOP, _("To none: it stands by itself")), *found]
    return form


def _new_page(form: AddForm) -> str:
    return render_template("admin/add_place.html", form=form)


def chosen_place(place_id: str) -> Institution:
    """One of a picker's; the service looks whether it still stands in the list."""
    return directory.institution_by_id(UUID(place_id)) or abort(HTTPStatus.NOT_FOUND)
