"""Lessons and sources: lists, editors, order, deletion."""

from http import HTTPStatus

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.authoring import queries
from lms.authoring.checking import Problems, current_known, problems_in
from lms.authoring.desks import Desk
from lms.authoring.drawing import draw_body
from lms.authoring.editing import add_item, item_of, move_item, slug_of
from lms.authoring.editing.skeleton import empty_lesson
from lms.authoring.editors import LessonEditor, NewSourceEditor, SourceEditor
from lms.authoring.forms.fields import write_in
from lms.authoring.forms.texts import NewLessonForm
from lms.authoring.packs.shapes import convert
from lms.authoring.policies import AuthoringPermission
from lms.authoring.views.blueprint import bp
from lms.authoring.views.shared import back_to, delete_page, delete_part, edit_page, page, save, save_part
from lms.authoring.views.together import others_in_words, save_by_itself
from lms.catalogue.documents import Source
from lms.core.i18n import LANGUAGES
from lms.core.policy import requires
from lms.ui.forms import clean_text

EDIT = AuthoringPermission.EDIT


# ── Lessons ───────────────────────────────────────────────────────────────────


@bp.get("/modules/<slug>/lessons/new")
@requires(EDIT, on=queries.desk_of)
def ask_for_lesson(desk: Desk) -> ResponseReturnValue:
    return page("new_lesson", desk, form=new_lesson_form(desk, formdata=None))


@bp.post("/modules/<slug>/lessons/new")
@requires(EDIT, on=queries.desk_for_update)
def add_lesson(desk: Desk) -> ResponseReturnValue:
    form = new_lesson_form(desk)
    if not form.validate():
        return page("new_lesson", desk, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    taken = ["new", "from-file", *(lesson.key for lesson in desk.document.lessons)]
    key = slug_of(form.title.data["en"], otherwise=f"lesson-{len(taken) - 1}", taken=taken)
    save(desk, add_item(desk.document, "lessons", empty_lesson(key, form.title.data)), what=f"lessons:{key}")
    return back_to(desk, "show_lesson", key=key)


def new_lesson_form(desk: Desk, **values: None) -> NewLessonForm:
    form = NewLessonForm(**values)
    write_in(form, desk.document.source_language, needed=("title",))
    return form


@bp.get("/modules/<slug>/lessons/<key>")
@requires(EDIT, on=queries.desk_of)
def show_lesson(desk: Desk, key: str) -> ResponseReturnValue:
    return edit_page(desk, LessonEditor(desk.document, key), others=others_in_words(desk, key))


@bp.post("/modules/<slug>/lessons/<key>")
@requires(EDIT, on=queries.desk_for_update)
def save_lesson(desk: Desk, key: str) -> ResponseReturnValue:
    editor = LessonEditor(desk.document, key)
    if request.form.get("act") == "autosave":
        return save_by_itself(desk, editor)
    if request.form.get("act") == "preview":
        form = editor.form(is_posted=True)
        drawn = {code: draw_body(desk, form.body.data[code], code) for code in LANGUAGES}
        return edit_page(desk, editor, form=form, drawn=drawn)
    return save_part(desk, editor, lambda: back_to(desk, "show_lesson", key=key))


@bp.post("/modules/<slug>/preview-text")
@requires(EDIT, on=queries.desk_of)
def draw_text(desk: Desk) -> ResponseReturnValue:
    """For the script beside the text: the same drawing as a page, nothing is stored."""
    sent = request.get_json(silent=True) or {}
    text, code = clean_text(str(sent.get("text", ""))), sent.get("language")
    return str(draw_body(desk, text, code if code in LANGUAGES else desk.document.source_language))


@bp.post("/modules/<slug>/lessons/<key>/move")
@requires(EDIT, on=queries.desk_for_update)
def move_lesson(desk: Desk, key: str) -> Response:
    by = -1 if request.args.get("to") == "up" else 1
    save(desk, move_item(desk.document, "lessons", key, by), what=f"lessons:{key}:moved")
    return back_to(desk, "show_module", _anchor="lessons")


@bp.get("/modules/<slug>/lessons/<key>/delete")
@requires(EDIT, on=queries.desk_of)
def ask_to_delete_lesson(desk: Desk, key: str) -> ResponseReturnValue:
    url = url_for(".show_module", slug=desk.slug)
    return delete_page(desk, "lessons", key, name=LessonEditor(desk.document, key).heading, back_url=url)


@bp.post("/modules/<slug>/lessons/<key>/delete")
@requires(EDIT, on=queries.desk_for_update)
def delete_lesson(desk: Desk, key: str) -> Response:
    delete_part(desk, "lessons", key)
    return back_to(desk, "show_module")


# ── Sources ───────────────────────────────────────────────────────────────────


@bp.get("/modules/<slug>/sources")
@requires(EDIT, on=queries.desk_of)
def list_sources(desk: Desk) -> ResponseReturnValue:
    known = current_known().sources
    others = [raw for key, raw in sorted(known.items()) if key not in desk.document.sources_by_key]
    return page("sources", desk, others=others, findings=Problems(problems_in(desk.document)))


@bp.post("/modules/<slug>/sources")
@requires(EDIT, on=queries.desk_for_update)
def take_source(desk: Desk) -> Response:
    """Take a source of the platform's common list into the module."""
    source, misfits = convert(current_known().sources.get(request.form.get("key", "")), Source)
    if source is not None and not misfits and item_of(desk.document, "sources", source.key) is None:
        save(desk, add_item(desk.document, "sources", source), what=f"sources:{source.key}")
    return back_to(desk, "list_sources")


@bp.get("/modules/<slug>/sources/new")
@requires(EDIT, on=queries.desk_of)
def ask_for_source(desk: Desk) -> ResponseReturnValue:
    return edit_page(desk, NewSourceEditor(desk.document))


@bp.post("/modules/<slug>/sources/new")
@requires(EDIT, on=queries.desk_for_update)
def add_source(desk: Desk) -> ResponseReturnValue:
    return save_part(desk, NewSourceEditor(desk.document), lambda: back_to(desk, "list_sources"))


@bp.get("/modules/<slug>/sources/<key>")
@requires(EDIT, on=queries.desk_of)
def show_source(desk: Desk, key: str) -> ResponseReturnValue:
    return edit_page(desk, SourceEditor(desk.document, key))


@bp.post("/modules/<slug>/sources/<key>")
@requires(EDIT, on=queries.desk_for_update)
def save_source(desk: Desk, key: str) -> ResponseReturnValue:
    return save_part(desk, SourceEditor(desk.document, key), lambda: back_to(desk, "list_sources"))


@bp.get("/modules/<slug>/sources/<key>/delete")
@requires(EDIT, on=queries.desk_of)
def ask_to_delete_source(desk: Desk, key: str) -> ResponseReturnValue:
    return delete_page(desk, "sources", key, name=key, back_url=url_for(".list_sources", slug=desk.slug))


@bp.post("/modules/<slug>/sources/<key>/delete")
@requires(EDIT, on=queries.desk_for_update)
def delete_source(desk: Desk, key: str) -> Response:
    delete_part(desk, "sources", key)
    return back_to(desk, "list_sources")
