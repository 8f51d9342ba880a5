"""Lessons and the scenario over HTTP. Reading changes nothing; checking, continuing and deciding are POSTs."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import Account
from lms.catalogue.asking import MediaUrl
from lms.catalogue.documents import JOB_AID, MediaFile, ModuleDocument, Scenario
from lms.catalogue.queries import published_file
from lms.core import clock
from lms.core.i18n import LANGUAGES, PREFIX, language
from lms.core.pictures import FORMS, OF_POINTS, WHOLE
from lms.core.policy import public, requires
from lms.core.sending import PICTURE_POLICY, RECORDING_POLICY, captions, in_parts, is_inside_page, kept_nowhere
from lms.core.sending import picture as picture_in_form
from lms.enrolments.contents import Thread, entries_of, native_names, text_notices
from lms.enrolments.policies import EnrolmentPermission
from lms.enrolments.queries import Study, study_for_update, study_of
from lms.enrolments.requirements import SCENARIO_KEY, Requirement, lesson_step, line_after, requirements_of
from lms.laws.queries import standing_in
from lms.laws.warnings import warnings_for
from lms.lessons import queries, services
from lms.lessons.errors import ModuleShut, NothingChosen, NotStarted, PathChanged
from lms.lessons.reading import answered_checks, order_of, render_handout, render_lesson, unanswered
from lms.lessons.scenes import WayIn, scene_of, way_in
from lms.questions.kinds import kind_of
from lms.questions.showing import Shown
from lms.ui.pages import saves_data, site_path

bp = Blueprint("lessons", __name__, url_prefix=PREFIX, template_folder="templates")

SIZES = ",".join(f"'{form}'" for form in FORMS)
FOR_EVER = "public, max-age=31536000, immutable"


# ── Who reads what ────────────────────────────────────────────────────────────────────────────────────────────


def study_to_read(slug: str, actor: Account) -> Study:
    """The actor's own study of a module that is not shut. Raises NotStarted, ModuleShut."""
    return _unless_shut(slug, study_of(actor, slug))


def study_to_change(slug: str, actor: Account) -> Study:
    """The same with the enrolment locked."""
    return _unless_shut(slug, study_for_update(actor, slug))


def study_to_look_at(slug: str, actor: Account) -> Study | None:
    """The same for a file inside a page, which nobody can be led to the overview from: absent to all others."""
    try:
        return study_to_read(slug, actor)
    except (NotStarted, ModuleShut):
        return None


def _unless_shut(slug: str, study: Study | None) -> Study:
    if study is None:
        raise NotStarted(slug)
    closure = study.enrolment.closure(clock.local_day(clock.now()))
    if closure is not None:
        raise ModuleShut(study, closure)
    return study


@bp.errorhandler(NotStarted)
def show_overview_first(error: NotStarted) -> ResponseReturnValue:
    """The overview knows whether there is such a module, and how to begin it."""
    return redirect(site_path(f"modules/{error.slug}"), HTTPStatus.SEE_OTHER)


@bp.errorhandler(ModuleShut)
def say_it_is_shut(error: ModuleShut) -> ResponseReturnValue:
    page = render_template("lessons/module_shut.html", study=error.study, closure=error.closure)
    return page, HTTPStatus.GONE


# ── Lessons ───────────────────────────────────────────────────────────────────────────────────────────────────


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


def neighbours(study: Study, lines: Sequence[Requirement], key: str) -> dict[str, object]:
    """The step before this one, the step after, and whether going on has to be saved."""
    entries, code = entries_of(study.document, language()), language()
    place = [line.key for line in lines].index(key)
    before = lines[place - 1] if place else None
    is_new = study.is_open and not lines[place].is_done
    if is_new:
        after = line_after(requirements_of(study.document, {**study.done, key: clock.now()}), key)
    else:
        after = next((line for line in lines[place + 1 :] if line.is_open), None) or line_after(lines, key)
    return {
        "is_new": is_new,
        "before": before and {"title": entries[before.key].title, "url": f"/{code}/{entries[before.key].path}"},
        "after": after and {"title": entries[after.key].title, "url": f"/{code}/{entries[after.key].path}"},
    }


def address_of(study: Study, line: Requirement | None) -> str:
    """Where this step is done; the overview when nothing is left."""
    entries = entries_of(study.document, language())
    return site_path(entries[line.key].path if line else f"modules/{study.document.slug}")


def not_in_language(document: ModuleDocument) -> str:
    shown = document.language_for(language())
    return render_template(
        "lessons/not_in_language.html",
        title=document.title[shown],
        shown=shown,
        languages=native_names(document.languages),
        slug=document.slug,
    )


# ── Scenario ──────────────────────────────────────────────────────────────────────────────────────────────────


@bp.get("/modules/<slug>/scenario")
@requires(EnrolmentPermission.STUDY, on=study_to_read)
def show_scenario(study: Study) -> ResponseReturnValue:
    """Where the story stands; ``?again=1`` after an ending shows its beginning once more."""
    document, code = study.document, language()
    scenario = scenario_of(study)
    if code not in document.languages:
        return not_in_language(document)
    rows = queries.decisions_of(study.id)
    walk = rows[-1].walk if rows else 1
    scene = scene_of(document, scenario, services.path_of_rows(rows), code)
    if scene.is_end and request.args.get("again") == "1":
        scene, walk, rows = scene_of(document, scenario, [], code), walk + 1, []
    return render_template(
        "lessons/show_scenario.html",
        study=study,
        scene=scene,
        hidden={"walk": walk, "position": len(rows)},
        notices=text_notices(document, study.enrolment.edition, code, "scenario") + law_notices(study),
        thread=Thread(document, study.requirements, SCENARIO_KEY),
        lesson_link=lesson_link(study, scene.lesson),
        came_from=lesson_link(study, document.scenario_lesson.key) if document.scenario_lesson else None,
        module_title=document.title[code],
        **neighbours(study, study.requirements, SCENARIO_KEY),
    )


@bp.post("/modules/<slug>/scenario")
@requires(EnrolmentPermission.STUDY, on=study_to_change)
def decide_in_scenario(study: Study) -> ResponseReturnValue:
    """Take a decision, or take the last one back. An old page leads to where the story really stands."""
    scenario = scenario_of(study)
    walk, position = (request.form.get(name, -1, type=int) for name in ("walk", "position"))
    if request.form.get("act") == "back":
        services.take_back(study, walk=walk, position=position - 1)
        # The beginning of a further walk holds no decision yet: the address says that it is meant.
        again = "1" if position == 1 and walk > 1 else None
        return redirect(url_for(".show_scenario", slug=study.document.slug, again=again), HTTPStatus.SEE_OTHER)
    with suppress(PathChanged):
        choice = request.form.get("choice", "")
        services.decide(study, scenario, choice, walk=walk, position=position, at=clock.now())
    return redirect(url_for(".show_scenario", slug=study.document.slug), HTTPStatus.SEE_OTHER)


def law_notices(study: Study) -> list[str]:
    """What is said of the scenario where law that it names has changed."""
    changed = standing_in(study.enrolment.module_id, ["scenario"])
    return warnings_for(changed, study.document, "scenario", language())


def scenario_of(study: Study) -> Scenario:
    if study.document.scenario is None:
        abort(HTTPStatus.NOT_FOUND)
    return study.document.scenario


def lesson_link(study: Study, lesson: str | None) -> dict[str, str] | None:
    """The lesson to reread after an ending."""
    if lesson is None:
        return None
    entry = entries_of(study.document, language())[lesson_step(lesson)]
    return {"title": entry.title, "url": f"/{language()}/{entry.path}"}


# ── Beside the lessons ────────────────────────────────────────────────────────────────────────────────────────


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


# ── Pictures ──────────────────────────────────────────────────────────────────────────────────────────────────


def media_address(slug: str) -> MediaUrl:
    """How the pictures of a module are addressed: by their content, so that they may be kept for ever."""
    return lambda file: url_for(
        "lessons.send_material" if file.analysis else "lessons.send_media",
        slug=slug,
        sha256=file.sha256,
        name=file.name,
    )


@bp.get("/modules/<slug>/media/<sha256>/<name>")
@public
def send_media(slug: str, sha256: str, name: str) -> ResponseReturnValue:
    """A picture of a published edition. Pictures carry nothing of a person, so that they may lie in any cache."""
    file = published_file(slug, sha256, name)
    if file is None or file.analysis:
        abort(HTTPStatus.NOT_FOUND)
    return picture(file)


@bp.get("/modules/<slug>/material/<sha256>/<name>")
@requires(EnrolmentPermission.STUDY, on=study_to_look_at)
def send_material(study: Study, sha256: str, name: str) -> ResponseReturnValue:
    """Material for analysis, for those who study the module and inside its lesson only; no cache keeps it."""
    file = study.document.media_by_name.get(name)
    if file is None or file.sha256 != sha256 or not file.analysis or not is_inside_page():
        abort(HTTPStatus.NOT_FOUND)
    return kept_nowhere(picture(file))


@bp.get(f"/modules/<slug>/media/<sha256>/<name>/<any({SIZES}):size>")
@public
def send_media_in_size(slug: str, sha256: str, name: str, size: str) -> ResponseReturnValue:
    """The same in a size that fits a screen; material for analysis has one size only."""
    file = published_file(slug, sha256, name)
    if file is None or file.analysis or file.type not in OF_POINTS:
        abort(HTTPStatus.NOT_FOUND)
    return picture(file, size)


@bp.get(f"/modules/<slug>/media/<sha256>/<name>/<any({','.join(LANGUAGES)}):spoken>.vtt")
@public
def send_captions(slug: str, sha256: str, name: str, spoken: str) -> ResponseReturnValue:
    """What is said in a film of a published edition, for its player."""
    file = published_file(slug, sha256, name)
    if file is None or file.analysis:
        abort(HTTPStatus.NOT_FOUND)
    return captions(file.captions_in(spoken))


def picture(file: MediaFile, size: str = WHOLE) -> Response:
    if file.is_recording:
        response = in_parts(f"media/{file.sha256}", file.type, file.size)
    else:
        response = picture_in_form(file.sha256, file.type, size)
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Content-Security-Policy"] = RECORDING_POLICY if file.is_recording else PICTURE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    if file.is_download:
        response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
