"""What a reader does: answers a check, finishes a lesson, decides in the scenario.

The caller holds the lock on the enrolment.
"""

from collections.abc import Sequence
from datetime import datetime

from lms.catalogue.documents import Scenario
from lms.core.extensions import db
from lms.enrolments.queries import Study
from lms.enrolments.requirements import SCENARIO_KEY, Requirement, lesson_step, line_after, requirements_of
from lms.enrolments.services import note_place, record_step
from lms.lessons.errors import NothingChosen, PathChanged
from lms.lessons.models import CheckAnswer, ScenarioChoice
from lms.lessons.queries import decisions_of
from lms.lessons.scenes import Decision, place_of
from lms.questions.documents import Question
from lms.questions.kinds import kind_of


def answer_check(study: Study, check: Question, values: Sequence[str], *, at: datetime) -> list[str]:
    """Keep the answer; the last one stands. Never graded, so it may be given as often as one likes."""
    chosen = kind_of(check).read(check, values)
    if not chosen:
        raise NothingChosen
    db.session.merge(CheckAnswer(enrolment_id=study.enrolment.id, check_key=check.key, chosen=chosen, answered_at=at))
    note_place(study.enrolment, lesson_step(check.lesson))
    return chosen


def finish_lesson(study: Study, lesson_key: str, *, at: datetime) -> Requirement | None:
    """Write down that the lesson was read to its end; returns the step that follows."""
    return _finish(study, lesson_step(lesson_key), at=at)


def _finish(study: Study, key: str, *, at: datetime) -> Requirement | None:
    record_step(study.enrolment, key, at=at)
    following = line_after(requirements_of(study.document, {key: at, **study.done}), key)
    if following is not None:
        note_place(study.enrolment, following.key)
    return following


def decide(study: Study, scenario: Scenario, choice_key: str, *, walk: int, position: int, at: datetime) -> None:
    """Take the next step of a walk. The same press sent twice is one decision; a press on an old page is refused."""
    rows = list(decisions_of(study.enrolment.id))
    if rows and rows[-1].walk == walk - 1 and place_of(scenario, path_of_rows(rows)).is_end:
        rows = []
    elif walk != (rows[-1].walk if rows else 1):
        raise PathChanged
    if position < len(rows):
        if position == len(rows) - 1 and rows[position].choice_key == choice_key:
            return
        raise PathChanged
    here = place_of(scenario, path_of_rows(rows))
    if position != len(rows) or here.node is None or all(choice.key != choice_key for choice in here.node.choices):
        raise PathChanged
    row = ScenarioChoice(
        enrolment_id=study.enrolment.id,
        walk=walk,
        position=position,
        node_key=here.node.key,
        choice_key=choice_key,
        chosen_at=at,
    )
    db.session.add(row)
    note_place(study.enrolment, SCENARIO_KEY)
    if place_of(scenario, path_of_rows([*rows, row])).is_end:
        _finish(study, SCENARIO_KEY, at=at)


def take_back(study: Study, *, walk: int, position: int) -> None:
    """Undo the last decision of the walk, if it still is the last."""
    rows = decisions_of(study.enrolment.id)
    if rows and (rows[-1].walk, rows[-1].position) == (walk, position):
        db.session.delete(rows[-1])


def path_of_rows(rows: Sequence[ScenarioChoice]) -> list[Decision]:
    return [Decision(row.node_key, row.choice_key) for row in rows]
