"""Knowledge checks and the bank: the list, the kinds to choose from, the editors, deletion."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.authoring import bank, queries, question_queries
from lms.authoring.about_kinds import kinds_for
from lms.authoring.checking import Problems, problems_in
from lms.authoring.desks import Desk
from lms.authoring.editing import reuse
from lms.authoring.editors import BankEditor, QuestionEditor, ReusedEditor, editor_of, new_editor
from lms.authoring.places import titles_of_lessons
from lms.authoring.policies import AuthoringPermission
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.shared import back_to, delete_page, delete_part, edit_page, page, save_part
from lms.catalogue.asking import citing_in_a_line
from lms.core.i18n import _, language
from lms.core.paging import page_asked
from lms.core.policy import requires
from lms.questions.documents import Question
from lms.questions.kinds import KINDS
from lms.questions.origins import owner_in, owner_of

EDIT = AuthoringPermission.EDIT
MORE = "more-"


# ── The list ──────────────────────────────────────────────────────────────────


@bp.get("/modules/<slug>/<any(checks,questions):field>")
@requires(EDIT, on=queries.desk_of)
def list_questions(desk: Desk, field: str) -> ResponseReturnValue:
    document, asked = desk.document, bank.asked_in(request.args)
    questions = getattr(document, field)
    rows = bank.page_of(bank.chosen(questions, asked), page_asked(request.args.get("page")))
    names = {one.key: one.text.get(language()) or one.key for one in document.objectives}
    names |= titles_of_lessons(document, language())
    owners = {question.key: owner_of(desk.slug, question) for question in rows.rows}
    return page(
        "questions",
        desk,
        field=field,
        questions=questions,
        rows=rows,
        asked=asked,
        names=names,
        choices=bank.choices_in(document, questions, names),
        kinds=KINDS,
        owners=owners,
        uses=question_queries.uses_of(owners.values()) if field == "questions" else {},
        missing={question.key: bank.missing_languages(question) for question in rows.rows},
        findings=Problems(problems_in(document)),
    )


# ── Editors ───────────────────────────────────────────────────────────────────


@bp.get("/modules/<slug>/<any(checks,questions):field>/new")
@requires(EDIT, on=queries.desk_of)
def choose_kind(desk: Desk, field: str) -> ResponseReturnValue:
    return page("choose_kind", desk, field=field, kinds=kinds_for(field))


@bp.get("/modules/<slug>/<any(checks,questions):field>/new/<kind>")
@requires(EDIT, on=queries.desk_of)
def ask_for_question(desk: Desk, field: str, kind: str) -> ResponseReturnValue:
    return edit_page(desk, new_editor(desk.document, field, kind))


@bp.post("/modules/<slug>/<any(checks,questions):field>/new/<kind>")
@requires(EDIT, on=queries.desk_for_update)
def add_question(desk: Desk, field: str, kind: str) -> ResponseReturnValue:
    return save_or_grow(desk, new_editor(desk.document, field, kind))


@bp.get("/modules/<slug>/<any(checks,questions):field>/<key>")
@requires(EDIT, on=queries.desk_of)
def show_question(desk: Desk, field: str, key: str) -> ResponseReturnValue:
    editor = editor_of(desk.document, field, key)
    return edit_page(desk, editor, **facts_of(desk, editor))


@bp.post("/modules/<slug>/<any(checks,questions):field>/<key>")
@requires(EDIT, on=queries.desk_for_update)
def save_question(desk: Desk, field: str, key: str) -> ResponseReturnValue:
    return save_or_grow(desk, editor_of(desk.document, field, key))


def save_or_grow(desk: Desk, editor: BankEditor) -> ResponseReturnValue:
    """Save; or show the form again with more rows and everything that was typed, and save nothing."""
    act = request.form.get("act", "")
    if act.startswith(MORE) and isinstance(editor, QuestionEditor):
        editor.grown = act.removeprefix(MORE)
        return edit_page(desk, editor, form=editor.form(is_posted=True))
    return save_part(
        desk,
        editor,
        lambda: back_to(desk, "show_question", field=editor.field, key=editor.key),
        **facts_of(desk, editor),
    )


def facts_of(desk: Desk, editor: BankEditor) -> dict[str, object]:
    """What the page of a question that another module owns shows beside its form."""
    question = editor.part
    if question is None or not isinstance(editor, ReusedEditor):
        return {}
    owner = owner_in(question.origin)
    newest = question_queries.offered(me(), desk.slug, owner) if owner else None
    is_new = newest is not None and (
        reuse.content_of(newest.question, newest.document) != reuse.content_of(question, desk.document)
    )
    return {
        "question": question,
        "newest": newest,
        "is_new": is_new,
        "cited": citing_in_a_line(desk.document, language()),
    }


# ── Deletion ──────────────────────────────────────────────────────────────────


@bp.get("/modules/<slug>/<any(checks,questions):field>/<key>/delete")
@requires(EDIT, on=queries.desk_of)
def ask_to_delete_question(desk: Desk, field: str, key: str) -> ResponseReturnValue:
    editor = editor_of(desk.document, field, key)
    url = url_for(".list_questions", slug=desk.slug, field=field)
    also = used_elsewhere(desk, editor.part) if field == "questions" else []
    return delete_page(desk, field, key, name=editor.heading, back_url=url, also_used=also)


def used_elsewhere(desk: Desk, question: Question | None) -> list[str]:
    """Codes of other modules that hold a question of this one; they keep it as they have it."""
    if question is None or question.origin:
        return []
    uses = question_queries.everywhere((desk.slug, question.key))
    return list(dict.fromkeys(_("module %(code)s", code=use.code) for use in uses if use.slug != desk.slug))


@bp.post("/modules/<slug>/<any(checks,questions):field>/<key>/delete")
@requires(EDIT, on=queries.desk_for_update)
def delete_question(desk: Desk, field: str, key: str) -> Response:
    delete_part(desk, field, key)
    return back_to(desk, "list_questions", field=field)
