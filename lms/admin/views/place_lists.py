"""Many institutions from a file: first looked at line by line, then added."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.admin import place_lists
from lms.admin.forms import ReasonForm
from lms.admin.place_forms import ImportForm, ListForm
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor
from lms.admin.views.blueprint import bp
from lms.core import clock
from lms.core.i18n import _, in_language, n_
from lms.core.policy import requires
from lms.institutions import queries as directory
from lms.institutions import services
from lms.institutions.errors import ImportInUse
from lms.institutions.models import Institution, InstitutionChange, InstitutionUpload
from lms.institutions.services import LineState, PlannedLine
from lms.sheets.uploads import TableRefused
from lms.ui.forms import Option


@bp.get("/institutions/import")
@requires(AdminPermission.ADD_INSTITUTIONS)
def ask_list() -> ResponseReturnValue:
    return _page_to_send(ListForm())


def _page_to_send(form: ListForm) -> str:
    return render_template("admin/upload_list.html", form=form, imports=directory.confirmed_uploads())


@bp.get("/institutions/import/template.<any(xlsx,csv):ending>")
@requires(AdminPermission.ADD_INSTITUTIONS)
def download_template(ending: str) -> ResponseReturnValue:
    content, kind = place_lists.template_file(ending)
    headers = {"Content-Disposition": f'attachment; filename="institutions.{ending}"'}
    return Response(content, mimetype=kind, headers=headers)


@bp.post("/institutions/import")
@requires(AdminPermission.ADD_INSTITUTIONS)
def read_list() -> ResponseReturnValue:
    """Nothing comes into the directory by it; the lines are kept until they are confirmed."""
    form = ListForm()
    if not form.validate():
        return _page_to_send(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        entries = place_lists.read_list(form.file.data.read())
    except TableRefused as refusal:
        form.refuse("file", refusal.sentence())
        return _page_to_send(form), HTTPStatus.UNPROCESSABLE_ENTITY
    upload = services.keep_upload(entries, by=actor().id, at=clock.now())
    return redirect(url_for(".show_list", upload_id=upload.id), HTTPStatus.SEE_OTHER)


@bp.get("/institutions/import/<uuid:upload_id>")
@requires(AdminPermission.ADD_INSTITUTIONS, on=directory.upload_by_id)
def show_list(upload: InstitutionUpload) -> ResponseReturnValue:
    return _preview(upload, services.plan(upload), ImportForm())


@bp.post("/institutions/import/<uuid:upload_id>")
@requires(AdminPermission.ADD_INSTITUTIONS, on=directory.upload_for_update)
def import_list(upload: InstitutionUpload) -> ResponseReturnValue:
    lines, form = services.plan(upload), ImportForm()
    _offer(form, lines)
    if not form.validate():
        return _preview(upload, lines, form), HTTPStatus.UNPROCESSABLE_ENTITY
    also = {int(number) for number in form.also.data} if "also" in form else set()
    count = services.add_planned(upload, also, reason=form.reason.data, by=actor().id, at=clock.now())
    flash(
        n_("%(num)s institution was added.", "%(num)s institutions were added.", count)
        if count
        else _("Nothing was added: all of it is in the list already."),
        "success" if count else "notice",
    )
    return redirect(url_for(".show_list", upload_id=upload.id), HTTPStatus.SEE_OTHER)


@bp.get("/institutions/import/<uuid:upload_id>/undo")
@requires(AdminPermission.ADD_INSTITUTIONS, on=directory.upload_by_id)
def ask_to_take_back_list(upload: InstitutionUpload) -> ResponseReturnValue:
    return _page_to_take_back(upload, ReasonForm())


@bp.post("/institutions/import/<uuid:upload_id>/undo")
@requires(AdminPermission.ADD_INSTITUTIONS, on=directory.upload_for_update)
def take_back_list(upload: InstitutionUpload) -> ResponseReturnValue:
    """All of it or nothing: with some of them something may have happened since."""
    form = ReasonForm()
    if not form.validate():
        return _page_to_take_back(upload, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        count = services.take_back_import(upload, reason=form.reason.data, by=actor().id, at=clock.now())
    except ImportInUse as refusal:
        return _page_to_take_back(upload, form, in_use=refusal.institutions), HTTPStatus.CONFLICT
    flash(
        n_("%(num)s institution was taken back.", "%(num)s institutions were taken back.", count)
        if count
        else _("Nothing of this import stands in the list any more."),
        "success" if count else "notice",
    )
    return redirect(url_for(".list_institutions"), HTTPStatus.SEE_OTHER)


def _page_to_take_back(upload: InstitutionUpload, form: ReasonForm, in_use: Sequence[Institution] = ()) -> str:
    day = clock.local_day(clock.now())
    return render_template(
        "admin/take_back_list.html",
        upload=upload,
        standing=[(row.institution, directory.name_on(row.institution, day)) for row in _standing(upload)],
        in_use=[(place, directory.name_on(place, day)) for place in in_use],
        form=form,
    )


def _standing(upload: InstitutionUpload) -> Sequence[InstitutionChange]:
    return directory.standing_of_import(upload.id) if upload.added_count else ()


def _preview(upload: InstitutionUpload, lines: list[PlannedLine], form: ImportForm) -> str:
    day = clock.local_day(clock.now())
    _offer(form, lines)
    counted = place_lists.counted(lines)
    return render_template(
        "admin/show_list.html",
        upload=upload,
        lines=[
            (line, cells, place_lists.state_in_words(line.state), place_lists.remarks(line, day))
            for line, cells in zip(lines, place_lists.understood(lines), strict=True)
        ],
        counted={state.value: counted[state] for state in LineState},
        can_add=bool(counted[LineState.NEW] or counted[LineState.ALIKE]),
        standing=len(_standing(upload)),
        form=form,
    )


def _offer(form: ImportForm, lines: list[PlannedLine]) -> None:
    """Lines that look like others can be added all the same; where there are none, it is not asked."""
    if "also" not in form:
        return
    day = clock.local_day(clock.now())
    form.also.options = [
        Option(
            str(line.line),
            _("Line %(number)s: %(name)s", number=line.line, name=in_language(line.new.names)),
            _("Looks like: %(name)s", name=directory.name_on(line.other, day)),
        )
        for line in lines
        if line.state is LineState.ALIKE and line.new and line.other
    ]
    if not form.also.options:
        del form.also
