"""The queue of those who mark, and an essay on its desk. Nothing here tells whose it is."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.i18n import _, language
from lms.core.policy import requires
from lms.grading import pages, queries, services
from lms.grading.desks import Desk
from lms.grading.errors import GradeIsFixed, TakenByAnother
from lms.grading.forms import CommentForm, levels_in, marking_form
from lms.grading.policies import GradingPermission
from lms.grading.views.blueprint import bp, me

QUEUE = "/studio/grade"
ESSAY = f"{QUEUE}/<uuid:essay_id>"


@bp.get(QUEUE)
@requires(GradingPermission.ENTER)
def show_queue() -> ResponseReturnValue:
    return render_template("grading/queue.html", **pages.queue_page(me(), at=clock.now()))


@bp.post(f"{QUEUE}/modules/<slug>")
@requires(GradingPermission.ENTER)
def take_next(slug: str) -> ResponseReturnValue:
    """Open the oldest essay of a module for half an hour."""
    module = next((one for one in queries.modules_marked_by(me()) if one.slug == slug), None)
    if module is None:
        abort(HTTPStatus.NOT_FOUND)
    return _to_next(module.id)


def _to_next(module_id: UUID) -> ResponseReturnValue:
    essay = services.take_next(me(), module_id, at=clock.now())
    if essay is None:
        return redirect(url_for(".show_queue"), HTTPStatus.SEE_OTHER)
    return redirect(url_for(".show_essay", essay_id=essay.id), HTTPStatus.SEE_OTHER)


@bp.get(ESSAY)
@requires(GradingPermission.MARK, on=queries.desk_of)
def show_essay(desk: Desk) -> ResponseReturnValue:
    if desk.own is None:
        flash(_("Somebody else marks this essay, or has marked it meanwhile."), "notice")
        return redirect(url_for(".show_queue"), HTTPStatus.SEE_OTHER)
    return _page(desk, _form(desk, is_posted=False))


@bp.post(ESSAY)
@requires(GradingPermission.MARK, on=queries.desk_for_update)
def mark_essay(desk: Desk) -> ResponseReturnValue:
    """Save and open the next one, in one step."""
    form = _form(desk, is_posted=True)
    if not form.validate():
        return _page(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.mark_essay(desk, levels=levels_in(form, desk.rubric), comment=form.comment.data, at=clock.now())
    except TakenByAnother:
        return _refused(
            desk,
            form,
            _("Your opinion is not needed any more: somebody else marks this essay, or nobody waits for it."),
        )
    except GradeIsFixed:
        return _refused(desk, form, _("This essay is decided. Nothing was changed."))
    return _to_next(desk.essay.module_id)


def _refused(desk: Desk, form: CommentForm, sentence: str) -> ResponseReturnValue:
    """What was written stays on the page, to be copied."""
    form.refuse_all(sentence)
    return _page(desk, form), HTTPStatus.CONFLICT


def _form(desk: Desk, *, is_posted: bool) -> CommentForm:
    return marking_form(desk.rubric, language=language(), grade=desk.own, is_posted=is_posted)


def _page(desk: Desk, form: CommentForm) -> str:
    facts: dict[str, Any] = pages.essay_page(desk, me(), at=clock.now())
    return render_template("grading/essay.html", form=form, **facts)
