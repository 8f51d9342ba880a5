"""Translations leave for translators' tools and come back: taken away, looked at, brought in."""

from http import HTTPStatus

from flask import Response, flash, request
from flask.typing import ResponseReturnValue

from lms.authoring import queries, side_by_side
from lms.authoring.desks import Desk
from lms.authoring.editors.base import Absent
from lms.authoring.forms.translators import BringBackForm, KeepStatesForm
from lms.authoring.models import QuestionUpload
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import uploads
from lms.authoring.services.translations import bring_back
from lms.authoring.translation_queries import file_of
from lms.authoring.translators import ENDINGS, READERS, TYPES, WRITERS, compared, units_of
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.shared import back_to, page
from lms.core import audit, clock
from lms.core.i18n import _, n_
from lms.core.policy import actor_id, requires
from lms.core.sizes import takes_up_to
from lms.exchange.readings import Refused

EDIT = AuthoringPermission.EDIT
MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
#: So many differences stand on the page.
MOST_SHOWN = 300


@bp.get("/modules/<slug>/languages/<any(ky,ru,en):code>/take-away/<any(xliff,po):form>")
@requires(EDIT, on=queries.desk_of)
def take_translation_away(desk: Desk, code: str, form: str) -> Response:
    expect_language(desk, code)
    source = desk.document.source_language
    audit.record_look(actor_id(), "authoring.texts.taken_away", desk.module, language=code, format=form)
    response = Response(WRITERS[form](desk.slug, source, code, units_of(desk.document, code)), mimetype=TYPES[form])
    name = f"{desk.slug}-{source}-{code}.{ENDINGS[form]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/modules/<slug>/languages/<any(ky,ru,en):code>/bring-back")
@requires(EDIT, on=queries.desk_of)
def ask_for_translation(desk: Desk, code: str) -> ResponseReturnValue:
    expect_language(desk, code)
    return page("bring_back", desk, code=code, form=BringBackForm(formdata=None))


@bp.post("/modules/<slug>/languages/<any(ky,ru,en):code>/bring-back")
@takes_up_to(LARGEST + MEGABYTE)
@requires(EDIT, on=queries.desk_of)
def look_at_translation(desk: Desk, code: str) -> ResponseReturnValue:
    """Nothing comes into the module by it; the file is kept until somebody has looked at it."""
    expect_language(desk, code)
    form = BringBackForm()
    if not form.validate():
        return page("bring_back", desk, code=code, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    content, name = form.file.data.read(), form.file.data.filename
    kind = "po" if name.lower().endswith(".po") else "xliff"
    try:
        READERS[kind](content, desk.slug, code)
    except Refused as refusal:
        form.refuse("file", str(refusal))
        return page("bring_back", desk, code=code, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    uploads.keep(desk.module.id, content, form=kind, language=code, name=name, by=me().id, at=clock.now())
    return back_to(desk, "show_translation", code=code)


@bp.get("/modules/<slug>/languages/<any(ky,ru,en):code>/bring-back/file")
@requires(EDIT, on=queries.desk_of)
def show_translation(desk: Desk, code: str) -> ResponseReturnValue:
    """What the file says otherwise, before anything is taken."""
    expect_language(desk, code)
    upload = file_of(desk.module.id, me().id, code)
    if upload is None:
        return back_to(desk, "ask_for_translation", code=code)
    units = READERS[upload.form](upload.content, desk.slug, code)
    return preview(desk, code, upload, compared(desk.document, code, units))


@bp.post("/modules/<slug>/languages/<any(ky,ru,en):code>/bring-back/file")
@requires(EDIT, on=queries.desk_for_update)
def bring_translation_back(desk: Desk, code: str) -> ResponseReturnValue:
    expect_language(desk, code)
    upload = file_of(desk.module.id, me().id, code)
    if upload is None or request.form.get("act") == "drop":
        if upload is not None:
            uploads.drop(upload)
        return back_to(desk, "ask_for_translation", code=code)
    units = READERS[upload.form](upload.content, desk.slug, code)
    keeps = bool(KeepStatesForm().keep_states.data)
    outcome = bring_back(desk.draft, desk.document, code, units, keeps_states=keeps, by=me().id, at=clock.now())
    uploads.drop(upload)
    flash(n_("%(num)d text is saved.", "%(num)d texts are saved.", len(outcome.taken)), "success")
    return back_to(desk, "show_languages")


def preview(desk: Desk, code: str, upload: QuestionUpload, found: object) -> str:
    return page(
        "show_translation",
        desk,
        code=code,
        upload=upload,
        found=found,
        form=KeepStatesForm(formdata=None),
        place_named=side_by_side.place_naming(desk),
        most=MOST_SHOWN,
        title=_("What the file holds"),
    )


def expect_language(desk: Desk, code: str) -> None:
    """Raises ``Absent`` for the source language."""
    if code == desk.document.source_language:
        raise Absent
