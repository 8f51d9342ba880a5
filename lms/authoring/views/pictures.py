"""Pictures of a draft: uploaded, shown to those who may see the draft, deleted."""

from datetime import timedelta
from http import HTTPStatus

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Answer

from lms.authoring import queries
from lms.authoring.checking import Problems, problems_in
from lms.authoring.desks import Desk
from lms.authoring.editing import add_item
from lms.authoring.editing.references import references_to
from lms.authoring.forms.texts import DocumentForm, PictureForm
from lms.authoring.images import drawn_anew
from lms.authoring.incoming_pictures import MOST_OF_A_MODULE, free_name, refuse_beyond_room
from lms.authoring.media_queries import kept_bytes
from lms.authoring.packs.downloads import LARGEST, MEGABYTE, look_into
from lms.authoring.packs.downloads import TYPES as DOCUMENTS
from lms.authoring.packs.files import MOST_RECORDED
from lms.authoring.packs.media_reading import media_facts
from lms.authoring.packs.pictures import NoPicture
from lms.authoring.places import titles_of_lessons
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import media
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.shared import back_to, delete_page, delete_part, page, save
from lms.catalogue.documents import MediaFile
from lms.core import clock, files
from lms.core.i18n import LANGUAGES, _, language
from lms.core.pictures import FORMS, OF_POINTS, WHOLE
from lms.core.policy import requires
from lms.core.sending import PICTURE_POLICY, RECORDING_POLICY, captions, in_parts, is_inside_page, kept_nowhere, picture
from lms.core.sizes import takes_up_to

MOST_IN_A_DAY = 200
SIZES, SPOKEN = ",".join(f"'{form}'" for form in FORMS), ",".join(LANGUAGES)


@bp.get("/modules/<slug>/pictures")
@requires(AuthoringPermission.EDIT, on=queries.desk_of)
def list_pictures(desk: Desk) -> ResponseReturnValue:
    return pictures_page(desk, PictureForm(formdata=None))


@bp.post("/modules/<slug>/pictures")
@requires(AuthoringPermission.EDIT, on=queries.desk_for_update)
def add_picture(desk: Desk) -> ResponseReturnValue:
    form = PictureForm()
    if not form.validate():
        return pictures_page(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        refuse_beyond_quota()
        content, kind, ending, width, height = drawn_anew(form.file.data.read())
        refuse_beyond_room(desk.document, len(content))
        media.keep_picture(content)
    except NoPicture as error:
        form.refuse("file", str(error))
        return pictures_page(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    name = free_name(desk.document, form.name.data or form.file.data.filename, ending)
    picture = MediaFile(**media_facts(name, content, kind, width, height), analysis=form.analysis.data)
    save(desk, add_item(desk.document, "media", picture), what=f"media:{name}")
    return back_to(desk, "list_pictures")


@bp.post("/modules/<slug>/documents")
@takes_up_to(LARGEST + MEGABYTE)
@requires(AuthoringPermission.EDIT, on=queries.desk_for_update)
def add_document(desk: Desk) -> ResponseReturnValue:
    """A document that a lesson gives away; it is kept as it is."""
    form = DocumentForm()
    if not form.validate():
        return pictures_page(desk, PictureForm(formdata=None), form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        refuse_beyond_quota()
        content = form.document.data.read()
        kind = look_into(content)
        refuse_beyond_room(desk.document, len(content))
        media.refuse_beyond_store(len(content))
    except NoPicture as error:
        form.refuse("document", str(error))
        return pictures_page(desk, PictureForm(formdata=None), form), HTTPStatus.UNPROCESSABLE_ENTITY
    media.put(content)
    name = free_name(desk.document, form.document.data.filename, DOCUMENTS[kind], otherwise="document")
    file = MediaFile(**media_facts(name, content, kind, None, None))
    save(desk, add_item(desk.document, "media", file), what=f"media:{name}")
    return back_to(desk, "list_pictures")


def used_in(desk: Desk, name: str) -> list[str]:
    """Titles of lessons, and keys of questions, that show or play a file."""
    titles = titles_of_lessons(desk.document, language())
    return [titles.get(key, key) for key in references_to(desk.document, "media", name)]


def room_of(desk: Desk) -> list[tuple[str, int, int]]:
    """What is kept, how much of it, and how much there may be."""
    kept = dict.fromkeys((False, True), 0)
    for file in desk.document.media:
        kept[file.is_recording] += file.size
    return [
        (_("Pictures of this module"), kept[False], MOST_OF_A_MODULE),
        (_("Recordings of this module"), kept[True], MOST_RECORDED),
        (_("All modules of the platform"), kept_bytes(), files.room()),
    ]


def refuse_beyond_quota() -> None:
    """What was kept once stays in the store, because an edition may show it: so nobody keeps without end."""
    if queries.pictures_changed(me().id, clock.now() - timedelta(days=1)) >= MOST_IN_A_DAY:
        raise NoPicture(_("Too many pictures were added within a day. Go on tomorrow."))


def pictures_page(desk: Desk, form: PictureForm, document_form: DocumentForm | None = None) -> str:
    return page(
        "pictures",
        desk,
        form=form,
        document_form=document_form or DocumentForm(formdata=None),
        findings=Problems(problems_in(desk.document)),
        room=room_of(desk),
        used_in={file.name: used_in(desk, file.name) for file in desk.document.media},
    )


@bp.get("/modules/<slug>/pictures/<sha256>/<name>")
@requires(AuthoringPermission.EDIT, on=queries.desk_of)
def send_picture(desk: Desk, sha256: str, name: str) -> ResponseReturnValue:
    return picture_of(desk.document.media_by_name.get(name), sha256)


@bp.get(f"/modules/<slug>/pictures/<sha256>/<name>/<any({SIZES}):size>")
@requires(AuthoringPermission.EDIT, on=queries.desk_of)
def send_picture_in_size(desk: Desk, sha256: str, name: str, size: str) -> ResponseReturnValue:
    return picture_of(desk.document.media_by_name.get(name), sha256, size)


@bp.get(f"/modules/<slug>/pictures/<sha256>/<name>/<any({SPOKEN}):spoken>.vtt")
@requires(AuthoringPermission.EDIT, on=queries.desk_of)
def send_captions(desk: Desk, sha256: str, name: str, spoken: str) -> ResponseReturnValue:
    return captions_of(desk.document.media_by_name.get(name), sha256, spoken)


def captions_of(file: MediaFile | None, sha256: str, spoken: str) -> Response:
    """What is said in a film, for those who may see the draft; of material for analysis inside its page only."""
    if file is None or file.sha256 != sha256 or (file.analysis and not is_inside_page()):
        abort(HTTPStatus.NOT_FOUND)
    said = captions(file.captions_in(spoken))
    return kept_nowhere(said) if file.analysis else said


def picture_of(file: MediaFile | None, sha256: str, size: str = WHOLE) -> Response:
    """The bytes, for those who may see the draft; no shared cache keeps them."""
    if file is None or file.sha256 != sha256:
        abort(HTTPStatus.NOT_FOUND)
    if size != WHOLE and (file.analysis or file.type not in OF_POINTS):
        abort(HTTPStatus.NOT_FOUND)
    if file.analysis and not is_inside_page():
        abort(HTTPStatus.NOT_FOUND)
    if file.is_recording:
        response = in_parts(f"media/{sha256}", file.type, file.size)
    else:
        response = picture(sha256, file.type, size)
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Content-Security-Policy"] = RECORDING_POLICY if file.is_recording else PICTURE_POLICY
    if file.is_download:
        response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return kept_nowhere(response) if file.analysis else response


@bp.get("/modules/<slug>/pictures/<name>/delete")
@requires(AuthoringPermission.EDIT, on=queries.desk_of)
def ask_to_delete_picture(desk: Desk, name: str) -> ResponseReturnValue:
    return delete_page(desk, "media", name, name=name, back_url=url_for(".list_pictures", slug=desk.slug))


@bp.post("/modules/<slug>/pictures/<name>/delete")
@requires(AuthoringPermission.EDIT, on=queries.desk_for_update)
def delete_picture(desk: Desk, name: str) -> Answer:
    """Taken out of the draft; editions that show it keep it."""
    delete_part(desk, "media", name)
    return back_to(desk, "list_pictures")
