"""A lesson begins from a file of text."""

from http import HTTPStatus
from pathlib import PurePath

from flask import flash
from flask.typing import ResponseReturnValue

from lms.authoring import queries
from lms.authoring.desks import Desk
from lms.authoring.editing import add_item, slug_of
from lms.authoring.editing.skeleton import lesson_of
from lms.authoring.forms.question_files import plain_name
from lms.authoring.forms.texts import LessonFileForm
from lms.authoring.lesson_pictures import Taken
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services.media import keep_picture
from lms.authoring.texts_in import read_text
from lms.authoring.views.blueprint import bp
from lms.authoring.views.pictures import refuse_beyond_quota
from lms.authoring.views.shared import back_to, page, save
from lms.core.policy import requires
from lms.core.sizes import takes_up_to
from lms.exchange.readings import Refused
from lms.ui.forms import clean_line

EDIT = AuthoringPermission.EDIT
MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE


@bp.get("/modules/<slug>/lessons/from-file")
@requires(EDIT, on=queries.desk_of)
def ask_for_lesson_file(desk: Desk) -> ResponseReturnValue:
    form = LessonFileForm(formdata=None, data={"language": desk.document.source_language})
    return page("lesson_from_file", desk, form=form)


@bp.post("/modules/<slug>/lessons/from-file")
@takes_up_to(LARGEST + MEGABYTE)
@requires(EDIT, on=queries.desk_for_update)
def add_lesson_from_file(desk: Desk) -> ResponseReturnValue:
    """The file is read once and not kept."""
    form = LessonFileForm()
    if not form.validate():
        return page("lesson_from_file", desk, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    name = plain_name(form.file.data.filename)
    try:
        taken_in = Taken(desk.document, PurePath(name).stem, keep)
        found = read_text(form.file.data.read(), name, taken_in)
    except Refused as refusal:
        form.refuse("file", str(refusal))
        return page("lesson_from_file", desk, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    title = clean_line(found.title) or PurePath(name).stem[:200]
    taken = ["new", "from-file", *(lesson.key for lesson in desk.document.lessons)]
    words = title if form.language.data == "en" else ""
    key = slug_of(words, otherwise=f"lesson-{len(taken) - 1}", taken=taken)
    lesson = lesson_of(key, form.language.data, title, found.body)
    save(desk, add_item(taken_in.document, "lessons", lesson), what=f"lessons:{key}")
    for sentence in found.lost:
        flash(sentence, "notice")
    return back_to(desk, "show_lesson", key=key)


def keep(content: bytes) -> None:
    """Raises ``NoPicture`` where nobody may keep more."""
    refuse_beyond_quota()
    keep_picture(content)
