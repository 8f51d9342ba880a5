"""A file of a draft gives its name to another one: texts need no change, and editions keep what they show."""

from http import HTTPStatus

import msgspec
from flask import abort
from flask.typing import ResponseReturnValue

from lms.authoring import queries
from lms.authoring.desks import Desk
from lms.authoring.editing import replace_item
from lms.authoring.forms.texts import ChangeFileForm
from lms.authoring.images import drawn_anew
from lms.authoring.incoming_pictures import refuse_beyond_room
from lms.authoring.packs.bare_media import refuse_written
from lms.authoring.packs.downloads import TYPES as DOCUMENTS
from lms.authoring.packs.downloads import look_into
from lms.authoring.packs.media_reading import media_facts
from lms.authoring.packs.pictures import TYPES as PICTURES
from lms.authoring.packs.pictures import NoPicture, look_at
from lms.authoring.packs.recordings import LARGEST_FILM, MEGABYTE, listen_to, without_place
from lms.authoring.packs.recordings import TYPES as RECORDINGS
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import media
from lms.authoring.views import pictures, recordings
from lms.authoring.views.blueprint import bp
from lms.authoring.views.shared import back_to, page, save
from lms.catalogue.documents import MediaFile
from lms.core.i18n import _
from lms.core.pictures import OF_POINTS
from lms.core.policy import requires
from lms.core.sizes import takes_up_to

ENDINGS = PICTURES | RECORDINGS | DOCUMENTS
#: What else files of a kind are called.
ALSO = {".jpg": (".jpeg",), ".ogg": (".opus",)}


@bp.get("/modules/<slug>/pictures/<name>/change")
@requires(AuthoringPermission.EDIT, on=queries.desk_of)
def ask_to_change_file(desk: Desk, name: str) -> ResponseReturnValue:
    file = file_called(desk, name)
    return change_page(desk, file, form_for(file, formdata=None, data={"analysis": file.analysis}))


@bp.post("/modules/<slug>/pictures/<name>/change")
@takes_up_to(LARGEST_FILM + MEGABYTE)
@requires(AuthoringPermission.EDIT, on=queries.desk_for_update)
def change_file(desk: Desk, name: str) -> ResponseReturnValue:
    file = file_called(desk, name)
    form = form_for(file)
    if not form.validate():
        return change_page(desk, file, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        changed = replaced(desk, file, form.file.data.read()) if form.file.data else file
    except NoPicture as error:
        form.refuse("file", str(error))
        return change_page(desk, file, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if "analysis" in form:
        changed = msgspec.structs.replace(changed, analysis=form.analysis.data)
    save(desk, replace_item(desk.document, "media", name, changed), what=f"media:{name}")
    if file.is_recording:  # its length, and what is said in it, may not be what they were
        return back_to(desk, "show_recording", name=name)
    return back_to(desk, "list_pictures")


def replaced(desk: Desk, file: MediaFile, given: bytes) -> MediaFile:
    """The file with other bytes. Raises ``NoPicture``."""
    if file.is_recording:
        return other_recording(desk, file, given)
    pictures.refuse_beyond_quota()
    if file.is_download:
        refuse_another_kind(file, look_into(given))
        return kept(desk, file, given)
    refuse_another_kind(file, look_at(given).type)
    if file.type in OF_POINTS:
        return other_picture(desk, file, given)
    refuse_written(given, file.type)
    return kept(desk, file, given)


def other_recording(desk: Desk, file: MediaFile, given: bytes) -> MediaFile:
    """With all that is said of it, which the author looks at next. Raises ``NoPicture``."""
    recordings.refuse_beyond_quota()
    content = without_place(given)
    refuse_another_kind(file, listen_to(content))
    recordings.refuse_beyond_room(desk, len(content) - file.size)
    media.refuse_beyond_store(len(content))
    media.put(content)
    return msgspec.structs.replace(file, **media_facts(file.name, content, file.type, None, None))


def other_picture(desk: Desk, file: MediaFile, given: bytes) -> MediaFile:
    """Drawn anew. Raises ``NoPicture``."""
    content, kind, _ending, width, height = drawn_anew(given)
    refuse_beyond_room(desk.document, len(content) - file.size)
    media.keep_picture(content)
    return MediaFile(**media_facts(file.name, content, kind, width, height))


def kept(desk: Desk, file: MediaFile, given: bytes) -> MediaFile:
    """A document or a drawing, as it is. Raises ``NoPicture``."""
    refuse_beyond_room(desk.document, len(given) - file.size)
    media.refuse_beyond_store(len(given))
    media.put(given)
    drawing = look_at(given) if file.is_picture else None
    size = (drawing.width, drawing.height) if drawing else (None, None)
    return MediaFile(**media_facts(file.name, given, file.type, *size))


def refuse_another_kind(file: MediaFile, kind: str) -> None:
    """Texts call it by a name that ends as files of its kind do."""
    if kind != file.type:
        raise NoPicture(_("Choose a file of the same kind: its name ends in %(ending)s.", ending=ENDINGS[file.type]))


def file_called(desk: Desk, name: str) -> MediaFile:
    file = desk.document.media_by_name.get(name)
    if file is None:
        abort(HTTPStatus.NOT_FOUND)
    return file


def form_for(file: MediaFile, **values: object) -> ChangeFileForm:
    """What a lesson gives away is never material for analysis."""
    form, ending = ChangeFileForm(**values), ENDINGS[file.type]
    form.file.take(ending, *ALSO.get(ending, ()))
    if file.is_download:
        del form.analysis
    return form


def change_page(desk: Desk, file: MediaFile, form: ChangeFileForm) -> str:
    return page("change_file", desk, form=form, file=file, used_in=pictures.used_in(desk, file.name))
