"""The page of a module: its outline and what still stands between it and publication. Settings, rules, authors."""

from http import HTTPStatus
from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.authoring import queries, review_queries
from lms.authoring.checking import Problems, problems_in
from lms.authoring.checklist import checklist_of
from lms.authoring.desks import Desk
from lms.authoring.editors import ObjectivesEditor, RulesEditor, SettingsEditor
from lms.authoring.forms.modules import AuthorForm
from lms.authoring.places import titles_of_lessons
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import drafts
from lms.authoring.views.blueprint import bp
from lms.authoring.views.choices import output_options, profession_options
from lms.authoring.views.person import me
from lms.authoring.views.shared import back_to, edit_page, page, save_part
from lms.catalogue.guarding import has_material
from lms.core import clock
from lms.core.i18n import _, language
from lms.core.policy import requires

EDIT, END = AuthoringPermission.EDIT, AuthoringPermission.END


@bp.get("/modules/<slug>")
@requires(EDIT, on=queries.desk_of)
def show_module(desk: Desk) -> ResponseReturnValue:
    problems = Problems(problems_in(desk.document))
    open_comments = review_queries.open_comment_count(desk.module.id)
    groups = checklist_of(desk, problems, open_comments=open_comments)
    before_review = [row for group in groups if not group.get("is_review") for row in group["rows"]]
    return page(
        "module",
        desk,
        groups=groups,
        left=sum(row["state"] == "missing" for row in before_review),
        titles=titles_of_lessons(desk.document, language()),
        findings=problems,
        open_comments=open_comments,
        leaves_emptied=has_material(desk.document),
    )


def settings_editor(desk: Desk) -> SettingsEditor:
    editor = SettingsEditor(desk.document)
    editor.professions, editor.outputs = tuple(profession_options()), tuple(output_options())
    return editor


@bp.get("/modules/<slug>/settings")
@requires(EDIT, on=queries.desk_of)
def show_settings(desk: Desk) -> ResponseReturnValue:
    return edit_page(desk, settings_editor(desk))


@bp.post("/modules/<slug>/settings")
@requires(EDIT, on=queries.desk_for_update)
def save_settings(desk: Desk) -> ResponseReturnValue:
    return save_part(desk, settings_editor(desk), lambda: back_to(desk, "show_module"))


@bp.get("/modules/<slug>/rules")
@requires(EDIT, on=queries.desk_of)
def show_rules(desk: Desk) -> ResponseReturnValue:
    return edit_page(desk, RulesEditor(desk.document))


@bp.post("/modules/<slug>/rules")
@requires(EDIT, on=queries.desk_for_update)
def save_rules(desk: Desk) -> ResponseReturnValue:
    return save_part(desk, RulesEditor(desk.document), lambda: back_to(desk, "show_module"))


@bp.get("/modules/<slug>/objectives")
@requires(EDIT, on=queries.desk_of)
def show_objectives(desk: Desk) -> ResponseReturnValue:
    return edit_page(desk, ObjectivesEditor(desk.document))


@bp.post("/modules/<slug>/objectives")
@requires(EDIT, on=queries.desk_for_update)
def save_objectives(desk: Desk) -> ResponseReturnValue:
    return save_part(desk, ObjectivesEditor(desk.document), lambda: back_to(desk, "show_module"))


# ── Authors ───────────────────────────────────────────────────────────────────


@bp.get("/modules/<slug>/authors")
@requires(END, on=queries.desk_of)
def show_authors(desk: Desk) -> ResponseReturnValue:
    return authors_page(desk, AuthorForm(formdata=None))


@bp.post("/modules/<slug>/authors")
@requires(END, on=queries.desk_for_update)
def add_author(desk: Desk) -> ResponseReturnValue:
    form = AuthorForm()
    if not form.validate():
        return authors_page(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    account = queries.trainer_by_contact(form.contact.data, clock.now())
    if account is None:
        form.refuse("contact", _("There is no trainer with this address or number. An administrator gives the role."))
        return authors_page(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    drafts.add_author(desk.module, account.id, by=me().id, at=clock.now())
    flash(_("%(name)s can now edit the module.", name=account.display_name), "success")
    return back_to(desk, "show_authors")


@bp.post("/modules/<slug>/authors/<uuid:account_id>/remove")
@requires(END, on=queries.desk_for_update)
def remove_author(desk: Desk, account_id: UUID) -> Response:
    drafts.remove_author(desk.module, account_id, by=me().id, at=clock.now())
    flash(_("Saved."), "success")
    return back_to(desk, "show_authors")


def authors_page(desk: Desk, form: AuthorForm) -> str:
    return page("authors", desk, form=form, authors=queries.authors_of(desk.module.id))
