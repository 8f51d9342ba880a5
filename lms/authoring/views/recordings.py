"""Sound and film of a draft: uploaded, and described for those who do not hear or see them."""

from datetime import timedelta
from http import HTTPStatus

from flask.typing import ResponseReturnValue

from lms.authoring import queries
from lms.authoring.desks import Desk
from lms.authoring.editing import add_item
from lms.authoring.editors.recordings import RecordingEditor, captioned, described
from lms.authoring.forms.fields import write_in
from lms.authoring.forms.texts import NewRecordingForm
from lms.authoring.incoming_pictures import free_name
from lms.authoring.packs.files import MOST_RECORDED
from lms.authoring.packs.media_reading import media_facts
from lms.authoring.packs.pictures import NoPicture
from lms.authoring.packs.recordings import LARGEST_FILM, MEGABYTE, TYPES, NoRecording, listen_to, without_place
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services.media import put, refuse_beyond_store
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.shared import back_to, edit_page, page, save, save_part
from lms.catalogue.documents import MediaFile
from lms.core import clock
from lms.core.i18n import LANGUAGES, _
from lms.core.policy import requires
from lms.core.sizes import takes_up_to

EDIT = AuthoringPermission.EDIT
#: Of pictures and recordings together, before one more recording: those are large, and the store keeps them all.
MOST_IN_A_DAY = 40


@bp.get("/modules/<slug>/recordings/new")
@requires(EDIT, on=queries.desk_of)
def ask_for_recording(desk: Desk) -> ResponseReturnValue:
    return page("new_recording", desk, form=new_form(desk, formdata=None))


@bp.post("/modules/<slug>/recordings/new")
@takes_up_to(LARGEST_FILM + 2 * MEGABYTE)
@requires(EDIT, on=queries.desk_for_update)
def add_recording(desk: Desk) -> ResponseReturnValue:
    form = new_form(desk)
    if not form.validate():
        return page("new_recording", desk, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    content = without_place(form.file.data.read())
    try:
        refuse_beyond_quota()
        kind = listen_to(content)
        refuse_captions_of_sound(form, kind)
        refuse_beyond_room(desk, len(content))
        refuse_beyond_store(len(content))
    except NoPicture as error:
        form.refuse("file", str(error))
        return page("new_recording", desk, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    put(content)
    name = free_name(desk.document, form.name.data or form.file.data.filename, TYPES[kind], otherwise="recording")
    recording = captioned(described(MediaFile(**media_facts(name, content, kind, None, None)), form), form)
    save(desk, add_item(desk.document, "media", recording), what=f"media:{name}")
    return back_to(desk, "list_pictures")


def new_form(desk: Desk, **values: None) -> NewRecordingForm:
    form = NewRecordingForm(**values)
    write_in(form, desk.document.source_language)
    return form


def refuse_captions_of_sound(form: NewRecordingForm, kind: str) -> None:
    if not kind.startswith("video/") and any(form[f"captions_{code}"].data for code in LANGUAGES):
        raise NoRecording(_("Only a film has captions. What is said in sound stands in its text."))


def refuse_beyond_quota() -> None:
    if queries.pictures_changed(me().id, clock.now() - timedelta(days=1)) >= MOST_IN_A_DAY:
        raise NoRecording(_("Too many files were added within a day. Go on tomorrow."))


def refuse_beyond_room(desk: Desk, size: int) -> None:
    """A module with more could be downloaded as a package, and not be loaded again."""
    if sum(file.size for file in desk.document.media if file.is_recording) + size > MOST_RECORDED:
        most = MOST_RECORDED // MEGABYTE
        raise NoRecording(_("The recordings of a module may have %(size)s MB together. Delete one first.", size=most))


@bp.get("/modules/<slug>/recordings/<name>")
@requires(EDIT, on=queries.desk_of)
def show_recording(desk: Desk, name: str) -> ResponseReturnValue:
    return edit_page(desk, RecordingEditor(desk.document, name))


@bp.post("/modules/<slug>/recordings/<name>")
@requires(EDIT, on=queries.desk_for_update)
def save_recording(desk: Desk, name: str) -> ResponseReturnValue:
    return save_part(desk, RecordingEditor(desk.document, name), lambda: back_to(desk, "list_pictures"))
