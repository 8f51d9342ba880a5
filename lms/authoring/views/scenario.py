"""The scenario: its frame, its situations and its endings."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.authoring import queries
from lms.authoring.checking import Problems, problems_in
from lms.authoring.desks import Desk
from lms.authoring.editing import fingerprint, item_of, remove_item
from lms.authoring.editors import EndingEditor, FrameEditor, NodeEditor
from lms.authoring.editors.base import Absent
from lms.authoring.editors.scenario import begun
from lms.authoring.forms.modules import DeleteForm
from lms.authoring.policies import AuthoringPermission
from lms.authoring.views.blueprint import bp
from lms.authoring.views.shared import back_to, edit_page, page, save, save_part
from lms.core.policy import requires

EDIT = AuthoringPermission.EDIT
EDITORS = {"nodes": NodeEditor, "endings": EndingEditor}


@bp.get("/modules/<slug>/scenario")
@requires(EDIT, on=queries.desk_of)
def show_scenario(desk: Desk) -> ResponseReturnValue:
    problems = Problems(problems_in(desk.document))
    return page("scenario", desk, scenario=begun(desk.document), findings=problems)


@bp.get("/modules/<slug>/scenario/frame")
@requires(EDIT, on=queries.desk_of)
def show_frame(desk: Desk) -> ResponseReturnValue:
    return edit_page(desk, FrameEditor(desk.document))


@bp.post("/modules/<slug>/scenario/frame")
@requires(EDIT, on=queries.desk_for_update)
def save_frame(desk: Desk) -> ResponseReturnValue:
    return save_part(desk, FrameEditor(desk.document), lambda: back_to(desk, "show_scenario"))


@bp.get("/modules/<slug>/scenario/<any(nodes,endings):field>/new")
@requires(EDIT, on=queries.desk_of)
def ask_for_place(desk: Desk, field: str) -> ResponseReturnValue:
    return edit_page(desk, EDITORS[field](desk.document))


@bp.post("/modules/<slug>/scenario/<any(nodes,endings):field>/new")
@requires(EDIT, on=queries.desk_for_update)
def add_place(desk: Desk, field: str) -> ResponseReturnValue:
    return save_part(desk, EDITORS[field](desk.document), lambda: back_to(desk, "show_scenario"))


@bp.get("/modules/<slug>/scenario/<any(nodes,endings):field>/<key>")
@requires(EDIT, on=queries.desk_of)
def show_place(desk: Desk, field: str, key: str) -> ResponseReturnValue:
    return edit_page(desk, EDITORS[field](desk.document, key))


@bp.post("/modules/<slug>/scenario/<any(nodes,endings):field>/<key>")
@requires(EDIT, on=queries.desk_for_update)
def save_place(desk: Desk, field: str, key: str) -> ResponseReturnValue:
    return save_part(desk, EDITORS[field](desk.document, key), lambda: back_to(desk, "show_scenario"))


@bp.get("/modules/<slug>/scenario/<any(nodes,endings):field>/<key>/delete")
@requires(EDIT, on=queries.desk_of)
def ask_to_delete_place(desk: Desk, field: str, key: str) -> ResponseReturnValue:
    editor, scenario = EDITORS[field](desk.document, key), begun(desk.document)
    form = DeleteForm(formdata=None, data={"base": fingerprint(editor.part)})
    used = [node.key for node in scenario.nodes if any(choice.next == key for choice in node.choices)]
    url = url_for(".show_scenario", slug=desk.slug)
    return page("delete", desk, form=form, name=editor.heading, used=used, back_url=url, action=request.path)


@bp.post("/modules/<slug>/scenario/<any(nodes,endings):field>/<key>/delete")
@requires(EDIT, on=queries.desk_for_update)
def delete_place(desk: Desk, field: str, key: str) -> Response:
    scenario = begun(desk.document)
    if item_of(scenario, field, key) is None:
        raise Absent
    save(desk, FrameEditor(desk.document).saved(remove_item(scenario, field, key)), what=f"scenario:{key}:deleted")
    return back_to(desk, "show_scenario")
