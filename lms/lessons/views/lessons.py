"""Lessons and what stands beside them. Reading changes nothing; checking and continuing are POSTs."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.documents import JOB_AID, ModuleDocument
from lms.core import clock
from lms.core.i18n import language
from lms.core.policy import requires
from lms.enrolments.contents import Thread, text_notices
from lms.enrolments.policies import EnrolmentPermission
from lms.enrolments.queries import Study
from lms.enrolments.requirements import lesson_step
from lms.laws.queries import standing_in
from lms.lessons import queries, services
from lms.lessons.errors import NothingChosen
from lms.lessons.reading import answered_checks, order_of, render_handout, render_lesson, unanswered
from lms.lessons.scenes import WayIn, way_in
from lms.lessons.views.blueprint import bp
from lms.lessons.views.entering import study_to_change, study_to_read
from lms.lessons.views.media import media_address
from lms.lessons.views.steps import address_of, neighbours, not_in_language
from lms.questions.kinds import kind_of
from lms.questions.showing import Shown
from lms.ui.pages import saves_data


@bp.get("/modules/<slug>/lessons/<lesson>")
@requires(EnrolmentPermission.STUDY, on=study_to_read)
def show_lesson(study: Study, lesson: str) -> ResponseReturnValue:
    if lesson not in study.document.lessons_by_key:
        abort(HTTPStatus.NOT_FOUND)
    return lesson_page(study, lesson, queries.check_answers_of(study.id))


@bp.post("/modules/<slug>/lessons/<lesson>")
@requires(EnrolmentPermission.STUDY, on=study_to_change)
def work_in_lesson(study: Study, lesson: str) -> ResponseReturnValue:
    """Check an answer, or go on: the one press that says the lesson was read."""
    if lesson not in study.document.lessons_by_key:
        abort(HTTPStatus.NOT_FOUND)
    if request.form.get("act") == "check":
        return check_answer(study, lesson, request.form.get("check", ""))
    following = services.finish_lesson(study, lesson, at=clock.now())
    return redirect(address_of(study, following), HTTPStatus.SEE_OTHER)


def check_answer(study: Study, lesson: str, key: str) -> ResponseReturnValue:
    check = study.document.checks_by_key.get(key)
    if check is None or check.lesson != lesson:
        abort(HTTPStatus.NOT_FOUND)
    try:
        values = kind_of(check).posted(check, request.form.getlist, order_of(check))
        services.answer_check(study, check, values, at=clock.now())
    except NothingChosen:
        page = lesson_page(study, lesson, queries.check_answers_of(study.id), missing=key)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    slug = study.document.slug
    return redirect(url_for(".show_lesson", slug=slug, lesson=lesson, _anchor=f"check-{key}"), HTTPStatus.SEE_OTHER)


def lesson_page(study: Study, lesson: str, answers: Mapping[str, Sequence[str]], *, missing: str | None = None) -> str:
    """The reader, or the sentence that the module is not ready in this language."""
    document, code = study.document, language()
    if code not in document.languages:
        return not_in_language(document)
    parts = parts_shown(document, lesson)
    changed = standing_in(study.enrolment.module_id, parts)
    address = media_address(document.slug)
    reading = render_lesson(document, lesson, code, address, lite=saves_data(), changed=changed)
    checks = answered_checks(document, reading, answers, code, changed)
    if missing in checks:
        checks[missing] = unanswered(checks[missing])
    lines, key = study.requirements, lesson_step(lesson)
    return render_template(
        "lessons/show_lesson.html",
        study=study,
        reading=reading,
        checks=checks,
        errors=errors_of(checks),
        notices=text_notices(document, study.enrolment.edition, code, *parts),
        thread=Thread(document, lines, key),
        module_title=document.title[code],
        scenario=way_into_scenario(study) if reading.has_scenario else None,
        **neighbours(study, lines, key),
    )


def way_into_scenario(study: Study) -> WayIn:
    """What the scenario asks, how far this person is, and its address."""
    address = url_for(".show_scenario", slug=study.document.slug)
    decisions = services.path_of_rows(queries.decisions_of(study.id))
    return way_in(study.document, decisions, language(), address)


def parts_shown(document: ModuleDocument, lesson: str) -> list[str]:
    """The lesson and its checks, as the states of translations name them."""
    return [f"lesson:{lesson}", *(f"check:{check.key}" for check in document.checks if check.lesson == lesson)]


def errors_of(checks: Mapping[str, Shown]) -> list[tuple[str, str]]:
    """For the summary on top of the page."""
    return [(f"q-{key}", check.error) for key, check in checks.items() if check.error]


@bp.get("/modules/<slug>/job-aid")
@requires(EnrolmentPermission.STUDY, on=study_to_read)
def show_job_aid(study: Study) -> ResponseReturnValue:
    """One page to print and keep at work."""
    document, code = study.document, language()
    if JOB_AID not in document.handouts_by_key:
        abort(HTTPStatus.NOT_FOUND)
    if code not in document.languages:
        return not_in_language(document)
    part = document.handouts_by_key[JOB_AID].part
    changed = standing_in(study.enrolment.module_id, [part])
    return render_template(
        "lessons/show_job_aid.html",
        study=study,
        sheet=render_handout(document, JOB_AID, code, media_address(document.slug), changed=changed),
        notices=text_notices(document, study.enrolment.edition, code, part),
        module_title=document.title[code],
    )
