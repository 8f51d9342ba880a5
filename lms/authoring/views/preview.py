"""A walk through the draft as a learner would take it, quiz and certificate included. Nothing is stored anywhere."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from http import HTTPStatus

import msgspec
from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from lms.authoring import queries
from lms.authoring.desks import Desk
from lms.authoring.drawing import picture_url
from lms.authoring.places import titles_of_lessons
from lms.authoring.policies import AuthoringPermission
from lms.authoring.views.blueprint import bp
from lms.authoring.views.shared import page
from lms.catalogue.asking import citing, words_in
from lms.catalogue.documents import Lesson, ModuleDocument, Scenario
from lms.certificates.services import sample_pdf
from lms.core import clock
from lms.core.i18n import _, language
from lms.core.policy import requires
from lms.enrolments.contents import requirement_rows
from lms.lessons.reading import answered_checks, order_of, render_lesson
from lms.lessons.scenes import Decision, WayIn, place_of, scene_of, way_in
from lms.questions.kinds import kind_of
from lms.questions.showing import Comment, Shown, commented, shown
from lms.quizzes.drawing import Drawn, draw_final, draw_pre_test
from lms.ui.pages import saves_data

EDIT = AuthoringPermission.EDIT
SEEDS = 1_000_000
PRE_TEST = "pre-test"


@dataclass(frozen=True)
class Tried:
    """A question of a trial run after handing in: what was answered, what is said of it, what would have been right."""

    asked: Shown
    comments: list[Comment]
    right: list[Comment]
    share: Fraction | None


@bp.get("/modules/<slug>/preview")
@requires(EDIT, on=queries.desk_of)
def show_preview(desk: Desk) -> ResponseReturnValue:
    """The way through the draft, and the account of completion as a learner, and whoever answers for one, sees it."""
    return page("preview", desk, steps=steps_of(desk), lines=requirement_rows(titled(desk.document), {}))


def titled(document: ModuleDocument) -> ModuleDocument:
    """With something to call each lesson by, in the language of the page too."""
    titles = titles_of_lessons(document, language())
    if all(text.title for lesson in document.lessons for text in lesson.texts.values()):
        return document
    lessons = tuple(_titled(lesson, titles[lesson.key]) for lesson in document.lessons)
    return msgspec.structs.replace(document, lessons=lessons)


def _titled(lesson: Lesson, title: str) -> Lesson:
    texts = {code: msgspec.structs.replace(text, title=text.title or title) for code, text in lesson.texts.items()}
    return msgspec.structs.replace(lesson, texts=texts)


def steps_of(desk: Desk) -> list[dict[str, str]]:
    """What a learner goes through, in order."""
    document, slug = desk.document, desk.slug
    steps = [{"title": _("Pre-test"), "url": url_for("authoring.try_quiz", slug=slug, test=PRE_TEST)}]
    steps += [
        {"title": title, "url": url_for("authoring.read_draft_lesson", slug=slug, key=key)}
        for key, title in titles_of_lessons(document, language()).items()
    ]
    if is_walkable(document.scenario):
        steps.append({"title": _("Scenario"), "url": url_for("authoring.walk_scenario", slug=slug)})
    steps.append({"title": _("Final quiz"), "url": url_for("authoring.try_quiz", slug=slug, test="quiz")})
    return steps


def is_walkable(scenario: Scenario | None) -> bool:
    """Whether every step leads somewhere; an unfinished story cannot be walked."""
    if scenario is None or scenario.start not in scenario.places:
        return False
    return all(choice.next in scenario.places for node in scenario.nodes for choice in node.choices)


# ── Lessons ───────────────────────────────────────────────────────────────────


@bp.get("/modules/<slug>/preview/lessons/<key>")
@requires(EDIT, on=queries.desk_of)
def read_draft_lesson(desk: Desk, key: str) -> ResponseReturnValue:
    return lesson_preview(desk, key, {})


@bp.post("/modules/<slug>/preview/lessons/<key>")
@requires(EDIT, on=queries.desk_of)
def try_check(desk: Desk, key: str) -> ResponseReturnValue:
    check = desk.document.checks_by_key.get(request.form.get("check", ""))
    if check is None:
        abort(HTTPStatus.NOT_FOUND)
    chosen = kind_of(check).posted(check, request.form.getlist, order_of(check))
    return lesson_preview(desk, key, {check.key: chosen})


def lesson_preview(desk: Desk, key: str, answers: Mapping[str, Sequence[str]]) -> str:
    if key not in desk.document.lessons_by_key:
        abort(HTTPStatus.NOT_FOUND)
    reading = render_lesson(desk.document, key, language(), picture_url(desk.slug), lite=saves_data())
    checks = answered_checks(desk.document, reading, answers, language())
    steps = steps_of(desk)
    here = next(
        i for i, step in enumerate(steps) if step["url"] == url_for(".read_draft_lesson", slug=desk.slug, key=key)
    )
    return page("preview_lesson", desk, reading=reading, checks=checks, scenario=way_into(desk), after=steps[here + 1])


def way_into(desk: Desk) -> WayIn | None:
    """The box that leads into the scenario, as somebody sees it who has not begun."""
    if desk.document.scenario is None or not is_walkable(desk.document.scenario):
        return None
    return way_in(desk.document, [], language(), url_for(".walk_scenario", slug=desk.slug))


# ── Scenario ──────────────────────────────────────────────────────────────────


@bp.get("/modules/<slug>/preview/scenario")
@requires(EDIT, on=queries.desk_of)
def walk_scenario(desk: Desk) -> ResponseReturnValue:
    return scenario_preview(desk, "")


@bp.post("/modules/<slug>/preview/scenario")
@requires(EDIT, on=queries.desk_of)
def decide_in_preview(desk: Desk) -> ResponseReturnValue:
    """The decisions so far travel in the page: ``n1.a,n2.b``."""
    path = request.form.get("path", "")
    if request.form.get("act") == "back":
        return scenario_preview(desk, ",".join(path.split(",")[:-1]))
    scenario = desk.document.scenario
    if scenario is None or not is_walkable(scenario):
        abort(HTTPStatus.NOT_FOUND)
    here = place_of(scenario, decisions_in(path))
    step = f"{here.node.key}.{request.form.get('choice', '')}" if here.node else ""
    return scenario_preview(desk, ",".join(filter(None, [path, step])))


def decisions_in(path: str) -> list[Decision]:
    pairs = [step.partition(".") for step in path.split(",") if step]
    return [Decision(node, choice) for node, _dot, choice in pairs]


def scenario_preview(desk: Desk, path: str) -> str:
    scenario = desk.document.scenario
    if scenario is None or not is_walkable(scenario):
        abort(HTTPStatus.NOT_FOUND)
    scene = scene_of(desk.document, scenario, decisions_in(path), language())
    return page("preview_scenario", desk, scene=scene, hidden={"path": path}, after=steps_of(desk)[-1])


# ── Quiz and certificate ──────────────────────────────────────────────────────


@bp.get("/modules/<slug>/preview/<any('pre-test',quiz):test>")
@requires(EDIT, on=queries.desk_of)
def try_quiz(desk: Desk, test: str) -> ResponseReturnValue:
    seed = secrets.randbelow(SEEDS)
    return page("preview_quiz", desk, test=test, seed=seed, asked=asked_in(desk, draw(desk, test, seed)))


@bp.post("/modules/<slug>/preview/<any('pre-test',quiz):test>")
@requires(EDIT, on=queries.desk_of)
def mark_quiz(desk: Desk, test: str) -> ResponseReturnValue:
    """Drawn again from the number in the page, marked and explained."""
    seed = request.form.get("seed", 0, type=int) or 0
    asked = asked_in(desk, draw(desk, test, seed))
    if request.form.get("act", "").startswith("step-"):
        return page("preview_quiz", desk, test=test, seed=seed, asked=asked)
    done = [tried(desk.document, item) for item in asked]
    points = sum((item.share or Fraction(0) for item in done), Fraction(0))
    needed = desk.document.rules.share * len(asked)
    return page("preview_result", desk, test=test, tried=done, points=points, needed=needed)


def draw(desk: Desk, test: str, seed: int) -> Drawn:
    if test == PRE_TEST:
        return draw_pre_test(desk.document, "AB"[seed % 2], seed=seed)
    return draw_final(desk.document, seen={}, seed=seed)


def asked_in(desk: Desk, drawn: Drawn) -> list[Shown]:
    code, made = language(), []
    for number, (key, order) in enumerate(drawn, start=1):
        question = desk.document.questions_by_key[str(key)]
        words = words_in(desk.document, question, code, picture_url(desk.slug))
        options: list[str] = list(order)  # type: ignore[call-overload]
        values = kind_of(question).posted(question, request.form.getlist, options)
        made.append(shown(question, words, code, number=number, order=options, values=values))
    return made


def tried(document: ModuleDocument, asked: Shown) -> Tried:
    question, code = document.questions_by_key[asked.key], language()
    kind = kind_of(question)
    cite = citing(document, code)
    waits = kind.by_people and bool(asked.values)
    return Tried(
        asked,
        commented(kind.explain(question, asked.stored), code, cite),
        commented(kind.missing(question, asked.stored), code, cite),
        None if waits else kind.share(question, asked.stored),
    )


@bp.get("/modules/<slug>/preview/certificate/<any('ky+en','ru+en'):pair>")
@requires(EDIT, on=queries.desk_of)
def send_sample(desk: Desk, pair: str) -> ResponseReturnValue:
    """The paper as it would be printed, marked as a sample."""
    number = 1 + (desk.edition.number if desk.edition else 0)
    content = sample_pdf(desk.document, pair, edition_number=number, at=clock.now())
    return Response(
        content,
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="sample-{desk.slug}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
