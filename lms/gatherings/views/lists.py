"""Many events from a file: first looked at line by line, then added, and taken back if need be."""

from http import HTTPStatus

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.i18n import _, n_
from lms.core.policy import actor_id, requires
from lms.gatherings import importing, lists, queries
from lms.gatherings.forms import ListForm
from lms.gatherings.models import GatheringImport
from lms.gatherings.policies import GatheringPermission
from lms.gatherings.views.blueprint import bp
from lms.sheets.uploads import TableRefused


@bp.get("/import")
@requires(GatheringPermission.IMPORT)
def ask_list() -> ResponseReturnValue:
    return _page_to_send(ListForm())


def _page_to_send(form: ListForm, status: HTTPStatus = HTTPStatus.OK) -> ResponseReturnValue:
    return render_template("gatherings/upload_list.html", form=form, imports=queries.imports()), status


@bp.get("/import/template.<any(xlsx,csv):ending>")
@requires(GatheringPermission.IMPORT)
def download_template(ending: str) -> ResponseReturnValue:
    content, kind = lists.template_file(ending)
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="events.{ending}"'})


@bp.post("/import")
@requires(GatheringPermission.IMPORT)
def read_list() -> ResponseReturnValue:
    """Nothing comes into the record by it; the lines are kept until they are confirmed."""
    form = ListForm()
    if not form.validate():
        return _page_to_send(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        entries = lists.read_list(form.file.data.read())
    except TableRefused as refusal:
        form.refuse("file", refusal.sentence())
        return _page_to_send(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    upload = importing.keep(entries, by=actor_id(), at=clock.now())
    return redirect(url_for(".show_list", list_id=upload.id), HTTPStatus.SEE_OTHER)


@bp.get("/import/<uuid:list_id>")
@requires(GatheringPermission.IMPORT, on=queries.import_by_id)
def show_list(upload: GatheringImport) -> ResponseReturnValue:
    lines = lists.plan(upload, clock.local_day(clock.now()))
    return render_template(
        "gatherings/show_list.html",
        upload=upload,
        lines=lines,
        new=sum(line.is_new for line in lines),
        present=sum(line.is_there for line in lines),
        faulty=sum(line.details is None for line in lines),
        standing=len(queries.standing_of(upload.id)),
    )


@bp.post("/import/<uuid:list_id>")
@requires(GatheringPermission.IMPORT, on=queries.import_for_update)
def import_list(upload: GatheringImport) -> ResponseReturnValue:
    at = clock.now()
    count = importing.confirm(upload, clock.local_day(at), by=actor_id(), at=at)
    flash(
        n_("%(num)s event was added.", "%(num)s events were added.", count) if count else _("Nothing was added."),
        "success" if count else "notice",
    )
    return redirect(url_for(".show_list", list_id=upload.id), HTTPStatus.SEE_OTHER)


@bp.post("/import/<uuid:list_id>/undo")
@requires(GatheringPermission.IMPORT, on=queries.import_for_update)
def take_back_list(upload: GatheringImport) -> ResponseReturnValue:
    count = importing.take_back(upload, by=actor_id(), at=clock.now())
    flash(n_("%(num)s event was taken back.", "%(num)s events were taken back.", count), "success")
    return redirect(url_for(".show_list", list_id=upload.id), HTTPStatus.SEE_OTHER)
