"""The list of institutions, and names that people typed because theirs is not in it."""

from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.admin import choices, queries
from lms.admin.forms import TOP, NewForm, ReasonForm, SameForm
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor, only_searches, page_number
from lms.admin.views.blueprint import bp
from lms.core import clock
from lms.core.i18n import _, language
from lms.core.policy import requires
from lms.institutions import queries as directory
from lms.institutions import services
from lms.institutions.errors import AlreadyDecided, NotListed
from lms.institutions.models import Institution, InstitutionState
from lms.people.services import script_of
from lms.ui.forms import Option


@bp.get("/institutions")
@requires(AdminPermission.LIST_INSTITUTIONS)
def list_institutions() -> ResponseReturnValue:
    """The queue first, then the list."""
    wanted, region, kind, names = (request.args.get(key, "").strip() for key in ("name", "region", "kind", "names"))
    day = clock.local_day(clock.now())
    page = directory.institutions_found(
        wanted, page_number(), region=region, kind=kind, unconfirmed=names == "unconfirmed"
    )
    queue = queries.queue_of_names()
    return render_template(
        "admin/list_institutions.html",
        queue=queue,
        people=queries.people_at([row.id for row in queue.rows]),
        page=page,
        parents=directory.names_on({row.parent_id for row in page.rows if row.parent_id}, day),
        name=lambda institution: directory.name_on(institution, day),
        kinds=directory.type_names(),
        regions=directory.region_names(),
        typed={"name": wanted, "region": region, "kind": kind, "names": names},
    )


@bp.get("/institutions/<uuid:institution_id>")
@requires(AdminPermission.DECIDE_NAME, on=queries.typed_name)
def show_name(institution: Institution) -> ResponseReturnValue:
    """Is it the same as one of the list, a new one, or none?"""
    return _same_page(institution, _same_form(institution))


@bp.post("/institutions/<uuid:institution_id>")
@requires(AdminPermission.DECIDE_NAME, on=directory.proposed_for_update)
def merge(institution: Institution) -> ResponseReturnValue:
    form = _same_form(institution)
    if only_searches():
        return _same_page(institution, form)
    if not form.validate():
        return _same_page(institution, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.merge_institution(institution, _chosen(form.institution.data), by=actor().id, at=clock.now())
    except AlreadyDecided:
        return _decided_before(institution)
    except NotListed:
        form.refuse("institution", not_listed())
        return _same_page(institution, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to_the_queue(_("The name is joined to the institution. People who typed it now work there."))


def _same_form(institution: Institution) -> SameForm:
    day = clock.local_day(clock.now())
    form = SameForm()
    likely = directory.similar_to(directory.name_on(institution, day), but=institution.id, day=day)
    form.institution.options = choices.places(form.words.data, likely, day, chosen=form.institution.data)
    return form


def _same_page(institution: Institution, form: SameForm) -> str:
    return render_template("admin/show_name.html", form=form, **_facts(institution))


@bp.get("/institutions/<uuid:institution_id>/new")
@requires(AdminPermission.DECIDE_NAME, on=queries.typed_name)
def edit_new(institution: Institution) -> ResponseReturnValue:
    """The typed name stands in the language it was probably typed in; the others are written by the coordinator."""
    typed = directory.name_on(institution, clock.local_day(clock.now()))
    names = {script_of(typed, language()).value: typed}
    return _new_page(
        institution, _new_form(institution, names=names, kind=institution.type_code, region=institution.region_code)
    )


@bp.post("/institutions/<uuid:institution_id>/new")
@requires(AdminPermission.DECIDE_NAME, on=directory.proposed_for_update)
def approve(institution: Institution) -> ResponseReturnValue:
    form = _new_form(institution)
    if only_searches():
        return _new_page(institution, form)
    if not form.check(choices.regions_of_districts()):
        return _new_page(institution, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.approve_institution(
            institution,
            names=form.names.data,
            type_code=form.kind.data,
            region_code=form.region.data,
            district_code=form.district.data or None,
            parent=None if form.parent.data == TOP else _chosen(form.parent.data),
            by=actor().id,
            at=clock.now(),
        )
    except AlreadyDecided:
        return _decided_before(institution)
    except NotListed:
        form.refuse("parent", not_listed())
        return _new_page(institution, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to_the_queue(_("The institution is in the list."))


def _new_form(institution: Institution, **known: object) -> NewForm:
    day = clock.local_day(clock.now())
    form = NewForm(**known)
    form.kind.options, form.region.options = choices.kinds(), choices.regions()
    form.district.options = choices.districts()
    chosen = None if form.parent.data == TOP else form.parent.data
    found = choices.places(form.words.data, choices.around_kind(institution, day), day, chosen=chosen)
    form.parent.options = [Option(TOP, _("To none: it stands by itself")), *found]
    return form


def _new_page(institution: Institution, form: NewForm) -> str:
    return render_template("admin/add_institution.html", form=form, **_facts(institution))


@bp.get("/institutions/<uuid:institution_id>/refusal")
@requires(AdminPermission.DECIDE_NAME, on=queries.typed_name)
def confirm_refusal(institution: Institution) -> ResponseReturnValue:
    return _refusal_page(institution, ReasonForm())


@bp.post("/institutions/<uuid:institution_id>/refusal")
@requires(AdminPermission.DECIDE_NAME, on=directory.proposed_for_update)
def refuse(institution: Institution) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return _refusal_page(institution, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.refuse_institution(institution, reason=form.reason.data, by=actor().id, at=clock.now())
    except AlreadyDecided:
        return _decided_before(institution)
    return _to_the_queue(_("The name is refused. The people who typed it are asked to choose their workplace again."))


def _refusal_page(institution: Institution, form: ReasonForm) -> str:
    return render_template("admin/refuse_name.html", form=form, **_facts(institution))


def _chosen(institution_id: str) -> Institution:
    """One of the picker's; the service looks whether it still stands in the list."""
    return directory.institution_by_id(UUID(institution_id)) or abort(HTTPStatus.NOT_FOUND)


def _facts(institution: Institution) -> dict[str, object]:
    """What is known of a typed name."""
    typed = directory.name_on(institution, clock.local_day(clock.now()))
    return {
        "institution": institution,
        "typed": typed,
        "typed_in": script_of(typed, language()).value,
        "kind": directory.type_names().get(institution.type_code),
        "region": directory.region_names().get(institution.region_code),
        "people": queries.people_at([institution.id]).get(institution.id, 0),
        "is_open": institution.state is InstitutionState.PROPOSED,
    }


def not_listed() -> str:
    return _("This institution is no longer in the list. Choose another.")


def _decided_before(institution: Institution) -> ResponseReturnValue:
    flash(_("Somebody has decided about this name in the meantime."), "notice")
    return redirect(url_for(".show_name", institution_id=institution.id), HTTPStatus.SEE_OTHER)


def _to_the_queue(text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for(".list_institutions"), HTTPStatus.SEE_OTHER)
