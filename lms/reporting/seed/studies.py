"""What a synthetic person does in a module, moment by moment, until today."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from lms.core import clock
from lms.enrolments.models import EnrolmentState
from lms.enrolments.requirements import FINAL_KEY, PRE_TEST_KEY, SCENARIO_KEY, lesson_step
from lms.people.ages import age_band
from lms.quizzes.models import AttemptKind
from lms.reporting.seed.answering import Bank, Draw, Shelf, answer, chosen_options
from lms.reporting.seed.people import Learner, new_uuid

MORE_MODULES, COMES_AGAIN = 0.5, 0.09
TAKES_PRE_TEST, FINISHES_LESSONS, LEAVES, GIVES_UP = 0.92, 0.78, 0.07, 0.15
BEFORE, AFTER, LEARNED_AGAIN, BY_ABILITY = 0.47, 0.755, 0.05, 0.085

Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Study:
    """One enrolment and everything beneath it, as rows to be written."""

    learner: Learner
    shelf: Shelf
    bank: Bank
    until: datetime
    with_marks: bool
    rows: Rows
    now: datetime
    #: The sets of tries of this person so far, over all modules.
    sets: list[dict[str, Any]]
    enrolment: dict[str, Any] = field(default_factory=dict)

    def pass_time(self, rng: Random, least: float, most: float) -> bool:
        """Let some hours go by; False if that would be in the future."""
        self.now += timedelta(hours=rng.uniform(least, most))
        return self.now < self.until


def module_plan(rng: Random, learner: Learner, count: int, until: datetime) -> Iterator[tuple[int, datetime]]:
    """(place of the module on the shelf, moment of the start), in the order of time."""
    moment = learner.joined_at
    order = list(range(count))
    if rng.random() < 0.35:  # noqa: PLR2004  (the others begin with the first module)
        rng.shuffle(order)
    for number, place in enumerate(order):
        if number and rng.random() > MORE_MODULES:
            break
        yield place, moment
        if rng.random() < COMES_AGAIN:
            again = moment + timedelta(days=rng.randrange(400, 1100), hours=rng.random())
            if again < until:
                yield place, again
        moment += timedelta(days=rng.randrange(10, 300), seconds=rng.randrange(3600 * 5))
        if moment >= until:
            break


def study(rng: Random, work: Study, pre_form: str) -> None:
    """Enrol, and go on until the person completes, leaves, stops or today comes."""
    _enrol(rng, work, pre_form)
    if rng.random() < TAKES_PRE_TEST and work.pass_time(rng, 0.1, 0.5):
        _take(rng, work, AttemptKind.PRE_TEST, 1, rng.choice(work.bank.pre_tests[pre_form]), BEFORE)
        _step(work, PRE_TEST_KEY)
    if _read_lessons(rng, work) and _pass_final(rng, work, "B" if pre_form == "A" else "A"):
        _complete(work)
    elif rng.random() < LEAVES / (1 - FINISHES_LESSONS * 0.9) and work.pass_time(rng, 24, 24 * 60):
        work.enrolment.update(state=EnrolmentState.WITHDRAWN, withdrawn_at=work.now)


def _enrol(rng: Random, work: Study, pre_form: str) -> None:
    learner, started_on = work.learner, clock.local_day(work.now)
    place = learner.place_at(work.now)
    work.enrolment = {
        "id": new_uuid(rng, work.now),
        "person_id": learner.id,
        "module_id": work.shelf.module_id,
        "edition_id": work.shelf.edition_id,
        "state": EnrolmentState.OPEN,
        "started_at": work.now,
        "started_on": started_on,
        "completed_at": None,
        "completed_on": None,
        "withdrawn_at": None,
        "language": learner.language,
        "pre_form": pre_form,
        "place": None,
        "moved_at": None,
        "sex": learner.sex,
        "birth_year": learner.birth_year,
        "age_band": age_band(learner.birth_year, started_on.year),
        "profession_code": learner.profession,
        "institution_id": place.id if place else None,
        "institution_type": place.type_code if place else None,
        "region_code": learner.region_at(work.now),
        "workplace_confirmed": place is not None and learner.is_confirmed,
    }
    work.rows["enrolments"].append(work.enrolment)


def _step(work: Study, key: str) -> None:
    work.rows["steps"].append({"enrolment_id": work.enrolment["id"], "key": key, "done_at": work.now})


def _read_lessons(rng: Random, work: Study) -> bool:
    """True if every lesson and the scenario are done; the others stop somewhere."""
    lessons = work.shelf.steps
    last = len(lessons) if rng.random() < FINISHES_LESSONS else rng.randrange(len(lessons))
    for key in lessons[:last]:
        if not work.pass_time(rng, 0.2, 60):
            return False
        _step(work, lesson_step(key))
        work.enrolment["place"] = lesson_step(key)
    if last < len(lessons):
        return False
    if work.shelf.document.scenario is not None:
        if not work.pass_time(rng, 0.2, 20):
            return False
        _step(work, SCENARIO_KEY)
    work.enrolment["place"] = FINAL_KEY
    return True


def _pass_final(rng: Random, work: Study, form: str) -> bool:
    rules = work.shelf.document.rules
    for number in range(1, rules.attempts + 1):
        pause = rules.pause_hours if number > rules.pause_after else 0
        if not work.pass_time(rng, pause + 0.2, pause + 72):
            return False
        draw = rng.choice(work.bank.first_finals[form] if number == 1 else work.bank.later_finals)
        if _take(rng, work, AttemptKind.FINAL, number, draw, AFTER + LEARNED_AGAIN * (number - 1)):
            _step(work, FINAL_KEY)
            return True
        if rng.random() < GIVES_UP:
            return False
    return False


def _take(rng: Random, work: Study, kind: AttemptKind, number: int, draw: Draw, chance: float) -> bool:
    """One attempt, handed in and marked; whether it reached the standard."""
    right = answer(rng, draw, chance + BY_ABILITY * work.learner.ability)
    points, possible = sum(right), len(right)
    started_at = work.now
    work.now += timedelta(minutes=rng.uniform(6, 40))
    is_passed = kind is AttemptKind.FINAL and points >= work.shelf.document.rules.points_needed(possible)
    of_form = [ok for ok, question in zip(right, draw.questions, strict=True) if question.form == draw.form]
    identity = new_uuid(rng, started_at)
    work.rows["attempts"].append(
        {
            "id": identity,
            "enrolment_id": work.enrolment["id"],
            "edition_id": work.shelf.edition_id,
            "kind": kind,
            "number": number,
            "seed": rng.getrandbits(31),
            "scale": 1,
            "drawn": draw.drawn,
            "form": draw.form,
            "started_at": started_at,
            "handed_in_at": work.now,
            "marked_at": work.now,
            "released_at": work.now,
            "points": points,
            "points_possible": possible,
            "form_points": sum(of_form) if draw.form else None,
            "is_passed": is_passed,
            "set_aside_at": None,
        }
    )
    if kind is AttemptKind.FINAL:
        _take_place(rng, work, identity, number, started_at)
    if work.with_marks:
        work.rows["marks"].extend(
            {
                "attempt_id": identity,
                "question_key": question.key,
                "position": position,
                "chosen": chosen_options(rng, question, is_right=ok),
                "points": int(ok),
                "points_possible": 1,
            }
            for position, (question, ok) in enumerate(zip(draw.questions, right, strict=True), start=1)
        )
    return is_passed


def _take_place(rng: Random, work: Study, attempt: UUID, place: int, at: datetime) -> None:
    """In a set of its own for each enrolment."""
    if place == 1:
        whose = {"person_id": work.learner.id, "module_id": work.shelf.module_id}
        before = sum(whose.items() <= row.items() for row in work.sets)
        row = {"id": new_uuid(rng, at), **whose, "number": before + 1, "size": work.shelf.document.rules.attempts}
        work.sets.append(row)
        work.rows["try_sets"].append({**row, "opened_at": at, "opened_by_id": None, "reason": None})
    current = work.sets[-1]
    work.rows["tries"].append(
        {"attempt_id": attempt, "set_id": current["id"], "set_size": current["size"], "place": place}
    )


def _complete(work: Study) -> None:
    work.enrolment.update(state=EnrolmentState.COMPLETED, completed_at=work.now, completed_on=clock.local_day(work.now))
