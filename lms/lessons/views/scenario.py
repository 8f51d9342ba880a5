"""The branching scenario: deciding and taking back are POSTs."""

from contextlib import suppress
from http import HTTPStatus

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.documents import Scenario
from lms.core import clock
from lms.core.i18n import language
from lms.core.policy import requires
from lms.enrolments.contents import Thread, entries_of, text_notices
from lms.enrolments.policies import EnrolmentPermission
from lms.enrolments.queries import Study
from lms.enrolments.requirements import SCENARIO_KEY, lesson_step
from lms.laws.queries import standing_in
from lms.laws.warnings import warnings_for
from lms.lessons import queries, services
from lms.lessons.errors import PathChanged
from lms.lessons.scenes import scene_of
from lms.lessons.views.blueprint import bp
from lms.lessons.views.entering import study_to_change, study_to_read
from lms.lessons.views.steps import neighbours, not_in_language


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
