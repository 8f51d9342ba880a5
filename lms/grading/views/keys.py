"""A key that was wrong: said, looked at beforehand in numbers, confirmed."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import ValidationError

from lms.core import clock
from lms.core.i18n import _, language
from lms.core.jobs import job_by_key
from lms.core.policy import requires
from lms.grading import services
from lms.grading.effects import told
from lms.grading.errors import NothingChanges
from lms.grading.key_forms import KeyForm, is_for_all, key_form, question_in
from lms.grading.key_queries import (
    KeyDesk,
    corrections_of,
    key_desk,
    key_desk_for_update,
    published_questions,
    questions_desk,
)
from lms.grading.policies import GradingPermission
from lms.grading.services.keys import preview
from lms.grading.tasks import job_key
from lms.grading.views.blueprint import bp, me
from lms.questions.documents import Question
from lms.questions.showing import in_language
from lms.quizzes.models import KeyCorrection

PAGE = "/studio/modules/<slug>/questions/<key>/correct"
CORRECT = GradingPermission.CORRECT_KEY


@bp.get("/studio/modules/<slug>/corrections")
@requires(CORRECT, on=questions_desk)
def list_questions(desk: KeyDesk) -> ResponseReturnValue:
    """Every question that was published, to choose the one whose key was wrong."""
    rows = [(key, in_language(one.stem, language())) for key, one in published_questions(desk.module.id).items()]
    return render_template("grading/questions.html", slug=desk.slug, rows=rows)


@bp.get(PAGE)
@requires(CORRECT, on=key_desk)
def show_key(desk: KeyDesk) -> ResponseReturnValue:
    return _page(desk, _form(desk, is_posted=False))


@bp.post(PAGE)
@requires(CORRECT, on=key_desk_for_update)
def correct_key(desk: KeyDesk) -> ResponseReturnValue:
    """First only look; then, from the page with the numbers, do it."""
    form = _form(desk, is_posted=True)
    if not form.validate():
        return _page(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        question = question_in(form, desk.question)
    except ValidationError as refusal:
        form.refuse_all(str(refusal))
        return _page(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.step.data != "confirm":
        return _preview(desk, form, question)
    return _confirmed(desk, form, question)


def _confirmed(desk: KeyDesk, form: KeyForm, question: Question) -> ResponseReturnValue:
    try:
        services.correct_key(
            desk,
            question,
            _editions(form),
            is_given=is_for_all(form),
            reason=form.reason.data,
            by=me().id,
            at=clock.now(),
        )
    except NothingChanges:
        flash(_("The key says so already. Nothing was changed."), "notice")
    else:
        flash(_("The key is corrected. What was handed in is being marked again."), "success")
    address = url_for(".show_key", slug=desk.slug, key=desk.question.key)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _form(desk: KeyDesk, *, is_posted: bool) -> KeyForm:
    return key_form(desk, language=language(), is_posted=is_posted)


def _editions(form: KeyForm) -> list[UUID]:
    return [UUID(edition_id) for edition_id in form.editions.data]


def _preview(desk: KeyDesk, form: KeyForm, question: Question) -> str:
    found = preview(desk, question, _editions(form), is_given=is_for_all(form))
    numbers = [
        (_("Attempts in which the point changes"), told(found.attempts)),
        (_("People who would pass now"), told(found.newly_passing)),
        (_("People whose points would be too few"), told(found.newly_failing)),
        (_("Certificates of these people"), told(found.certificates)),
    ]
    return render_template("grading/key_preview.html", numbers=numbers, **_facts(desk, form))


def _page(desk: KeyDesk, form: KeyForm) -> str:
    corrections = corrections_of(desk.module.id, desk.question.key)
    return render_template("grading/key.html", corrections=_told(corrections), **_facts(desk, form))


def _facts(desk: KeyDesk, form: KeyForm) -> dict[str, object]:
    document = desk.shared[0].known.document
    shown = document.language_for(language())
    return {
        "form": form,
        "slug": desk.slug,
        "question_key": desk.question.key,
        "module_title": document.title[shown],
        "stem": in_language(desk.question.stem, shown),
        "case": in_language(desk.question.case, shown),
        "text_language": shown if shown != language() else None,
        "is_for_all": is_for_all(form),
    }


def _told(corrections: Sequence[KeyCorrection]) -> list[dict[str, object]]:
    """Each correction with how far marking again is."""
    found = []
    for correction in corrections:
        job = None if correction.done_at else job_by_key(job_key(correction.id))
        found.append(
            {
                "at": correction.at,
                "reason": correction.reason,
                "is_point_for_all": correction.is_point_for_all,
                "done_at": correction.done_at,
                "progress": job.progress if job else 0,
                "total": job.total if job else None,
                "has_failed": job is not None and job.state == "failed",
            }
        )
    return found
