"""Questions in and out of other formats: a file is sent, looked at, brought in; a bank is taken away."""

from http import HTTPStatus
from uuid import UUID

from flask import Response, flash, request
from flask.typing import ResponseReturnValue

from lms.authoring import incoming, queries
from lms.authoring.desks import Desk
from lms.authoring.editors.base import Absent
from lms.authoring.forms.question_files import RECOGNISED, BringInForm, SureForm, plain_name
from lms.authoring.incoming_pictures import bring_pictures
from lms.authoring.models import QuestionUpload
from lms.authoring.packs.pictures import NoPicture
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import uploads
from lms.authoring.services.media import put, refuse_beyond_store
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.shared import back_to, page, save
from lms.catalogue.guarding import without_material
from lms.core import audit, clock, files
from lms.core.i18n import _, n_
from lms.core.paging import PAGE, Page, page_asked
from lms.core.policy import actor_id, requires
from lms.core.sizes import takes_up_to
from lms.exchange import workbook
from lms.exchange.formats import ENDINGS, FORMATS, NAMES, TYPES, recognised
from lms.exchange.readings import Reading, Refused, Weight, Written
from lms.exchange.told import asked

EDIT = AuthoringPermission.EDIT
MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
XLSX = TYPES["xlsx"]


@bp.get("/modules/<slug>/questions/bring-in")
@requires(EDIT, on=queries.desk_of)
def ask_for_file(desk: Desk) -> ResponseReturnValue:
    form = BringInForm(formdata=None, data={"form": RECOGNISED, "language": desk.document.source_language})
    return page("bring_in", desk, form=form)


@bp.get("/modules/<slug>/questions/template.xlsx")
@requires(EDIT, on=queries.desk_of)
def download_question_template(desk: Desk) -> ResponseReturnValue:
    return _sent(workbook.template(), XLSX, "questions.xlsx")


@bp.post("/modules/<slug>/questions/bring-in")
@takes_up_to(LARGEST + MEGABYTE)
@requires(EDIT, on=queries.desk_of)
def look_at_file(desk: Desk) -> ResponseReturnValue:
    """Nothing comes into the module by it; the file is kept until somebody has looked at it."""
    form = BringInForm()
    if not form.validate():
        return page("bring_in", desk, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    content, name = form.file.data.read(), plain_name(form.file.data.filename)
    code = recognised(content, name) if form.form.data == RECOGNISED else form.form.data
    try:
        code = read_once(content, code, form.language.data)
    except Refused as refusal:
        form.refuse("file", str(refusal))
        return page("bring_in", desk, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    upload = uploads.keep(
        desk.module.id, content, form=code, language=form.language.data, name=name, by=me().id, at=clock.now()
    )
    return back_to(desk, "show_file", upload_id=upload.id)


def read_once(content: bytes, code: str | None, language: str) -> str:
    """The format, if the file can be read in it. Raises Refused."""
    if code is None:
        raise Refused(_("The format was not recognised. Choose it from the list."))
    FORMATS[code].read(content, language=language)
    return code


@bp.get("/modules/<slug>/questions/bring-in/<uuid:upload_id>")
@requires(EDIT, on=queries.desk_of)
def show_file(desk: Desk, upload_id: UUID) -> ResponseReturnValue:
    return _preview(desk, queries.upload_of(desk.module.id, upload_id), SureForm(formdata=None))


@bp.post("/modules/<slug>/questions/bring-in/<uuid:upload_id>")
@requires(EDIT, on=queries.desk_for_update)
def bring_in(desk: Desk, upload_id: UUID) -> ResponseReturnValue:
    upload = queries.upload_of(desk.module.id, upload_id)
    if request.form.get("act") == "drop":
        uploads.drop(upload)
        return back_to(desk, "list_questions", field="questions")
    form = SureForm()
    reading = _read(upload)
    planned = incoming.plan(desk.document, reading)
    counts = incoming.counted(planned)
    count = counts["new"] + (counts["other"] if form.replace.data else 0)
    if not count:
        flash(_("Nothing of the file is new."), "notice")
        return _preview(desk, upload, form), HTTPStatus.UNPROCESSABLE_ENTITY
    brought = bring_pictures(desk.document, planned, reading.media, replace=form.replace.data)
    try:
        refuse_beyond_store(sum(map(len, brought.contents)))
    except NoPicture as full:
        flash(str(full), "notice")
        return _preview(desk, upload, form), HTTPStatus.UNPROCESSABLE_ENTITY
    after = incoming.with_incoming(brought.document, brought.planned, replace=form.replace.data)
    for content in brought.contents:
        put(content)
    save(desk, after, what=f"questions:{upload.form}")
    uploads.drop(upload)
    for remark in brought.remarks:
        flash(f"{remark.place}: {remark.text}", "notice")
    flash(n_("%(num)s question came in.", "%(num)s questions came in.", count), "success")
    return back_to(desk, "list_questions", field="questions")


def _read(upload: QuestionUpload) -> Reading:
    if upload.form not in FORMATS:
        raise Absent  # a file of translations
    return FORMATS[upload.form].read(upload.content, language=upload.language)


def _preview(desk: Desk, upload: QuestionUpload, form: SureForm) -> str:
    reading = _read(upload)
    planned = incoming.plan(desk.document, reading)
    number = min(max(1, page_asked(request.args.get("page"))), max(1, -(-len(planned) // PAGE)))
    shown = planned[(number - 1) * PAGE : number * PAGE]
    return page(
        "show_file",
        desk,
        upload=upload,
        format_name=NAMES[upload.form],
        form=form,
        counts=incoming.counted(planned),
        shown=Page(shown, number, len(planned)),
        asked=asked,
        left_out=[remark for remark in reading.remarks if remark.weight is Weight.LEFT_OUT],
        lost=[remark for remark in reading.remarks if remark.weight is Weight.LOST],
        pictures=len(reading.media),
    )


# ── Away ──────────────────────────────────────────────────────────────────────


@bp.get("/modules/<slug>/questions/take-away")
@requires(EDIT, on=queries.desk_of)
def choose_format(desk: Desk) -> ResponseReturnValue:
    """What each format cannot hold, before anything is taken."""
    written = {code: _written(desk, code) for code in FORMATS}
    return page("take_away", desk, written=written, names=NAMES, is_left_out=lambda one: one.weight is Weight.LEFT_OUT)


@bp.get("/modules/<slug>/questions/take-away/<form>")
@requires(EDIT, on=queries.desk_of)
def take_away(desk: Desk, form: str) -> ResponseReturnValue:
    if form not in FORMATS:
        raise Absent
    # With the right answers: who has a bank can be asked later.
    audit.record_look(actor_id(), "authoring.questions.taken_away", desk.module, format=form)
    return _sent(_written(desk, form).content, TYPES[form], f"{desk.slug}-questions.{ENDINGS[form]}")


def _written(desk: Desk, form: str) -> Written:
    document = without_material(desk.document)
    media = {file.name: files.get(f"media/{file.sha256}") for file in document.media if not file.is_recording}
    return FORMATS[form].write(document.questions, media=media)


def _sent(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
