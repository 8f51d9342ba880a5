"""The completion funnel: how far those who began in the period have come by now, step by step."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Subquery, case, exists, func, select

from lms.catalogue.queries import documents_of
from lms.core.i18n import _
from lms.enrolments.models import EnrolmentState, Step
from lms.enrolments.requirements import SCENARIO_KEY, lesson_step
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Measure, Whose
from lms.reporting.completeness import completeness_note, of_measure
from lms.reporting.counting import counts_of
from lms.reporting.facts import begun, enrolments
from lms.reporting.reports.base import Table, Value, common_definitions
from lms.reporting.rollup.state import is_whole
from lms.sheets import Column, Kind

STEPS = ("enrolled", "first", "lessons", "scenario", "tried", "completed")
ALL = "all"

#: Stands for the scenario among lessons done, of which no module has so many.
_SCENARIO = 1_000_000


def step_labels() -> dict[str, str]:
    return {
        "enrolled": _("Enrolled"),
        "first": _("First lesson"),
        "lessons": _("All lessons"),
        "scenario": _("Scenario"),
        "tried": _("Final quiz tried"),
        "completed": _("Completed"),
    }


def funnel(choice: Choice) -> Mapping[str, Counter[str]]:
    """Module id (or ``ALL``) to how many came as far as each step or further."""
    is_short = is_whole()
    rows_of = _rows_on_their_way if is_short else _rows
    rows = counts_of(rows_of, choice, "module_id", "edition_id", "done", "has_tried", "state")
    documents = documents_of(list({row[1] for row in rows}))
    found: dict[str, Counter[str]] = {ALL: Counter()}
    for module_id, is_completed, count in _from_the_rollup(choice) if is_short else ():
        for key in (str(module_id), ALL):
            found.setdefault(key, Counter()).update(dict.fromkeys(STEPS, count * is_completed))
    for module_id, edition_id, done, has_tried, state, count in rows:
        document = documents[edition_id]
        has_scenario, lessons = divmod(done, _SCENARIO)
        # Whoever came further has come this far: a text that was put right may have one lesson more.
        reached = {
            "completed": state == EnrolmentState.COMPLETED,
            "tried": has_tried,
            "scenario": lessons >= len(document.lessons) and (has_scenario or document.scenario is None),
            "lessons": lessons >= len(document.lessons),
            "first": lessons > 0,
            "enrolled": True,
        }
        came = False
        for step, is_reached in reached.items():
            came = came or is_reached
            for key in (str(module_id), ALL):
                found.setdefault(key, Counter())[step] += count * came
    return found


def _from_the_rollup(choice: Choice) -> list[tuple[Any, ...]]:
    """(module, 1 where it was completed, count): whoever completed has come all the way, whatever the steps say."""
    return counts_of(partial(begun, ("is_completed",)), choice, "module_id", "is_completed", day="started_on")


def _rows_on_their_way(choice: Choice, whose: Whose) -> Subquery:
    """The same without those who completed, who are most."""
    rows = enrolments(choice, whose)
    # Asked of the day, which an index holds.
    return _with_steps(select(rows).where(rows.c.completed_on.is_(None)).subquery("on_their_way"))


def _rows(choice: Choice, whose: Whose) -> Subquery:
    """Enrolments begun in the period with what is done in each."""
    return _with_steps(enrolments(choice, whose))


def _with_steps(rows: Subquery) -> Subquery:
    done = Step.__table__.alias("done")
    # Both in one number: the steps of an enrolment are looked up once, which is what this takes its time for.
    worth = case((done.c.key.like(f"{lesson_step('')}%"), 1), (done.c.key == SCENARIO_KEY, _SCENARIO), else_=0)
    steps = select(func.coalesce(func.sum(worth), 0)).where(done.c.enrolment_id == rows.c.id)
    tried = exists().where(
        Attempt.enrolment_id == rows.c.id, Attempt.kind == AttemptKind.FINAL, Attempt.handed_in_at.is_not(None)
    )
    return select(rows, steps.scalar_subquery().label("done"), tried.label("has_tried")).subquery("steps_done")


def funnel_table(choice: Choice, found: Mapping[str, Counter[str]]) -> Table:
    """By module, each step as a number and as a share of those who began."""
    labels = step_labels()
    shares = [
        Column(f"{step}-share", _("%(step)s, %(sign)s", step=labels[step], sign="%"), Kind.PERCENT)
        for step in STEPS[1:]
    ]
    return Table(
        slug="funnel",
        title=_("Completion funnel by module"),
        columns=[
            Column("row", _("Module")),
            *(Column(step, labels[step], Kind.INTEGER) for step in STEPS),
            *shares,
        ],
        rows=[
            {"row": title, **_cells(found.get(str(module.id), Counter()))}
            for module, title in dimensions.modules(choice.modules)
        ],
        total={"row": _("All modules"), **_cells(found[ALL])},
        notes=[
            _(
                "Enrolments begun in the period, as far as they have come by now. Who left is counted where "
                "they stopped."
            ),
            _("In a module without a scenario that step is done with the lessons."),
            *completeness_note(of_measure(Measure.ENROLMENTS, choice)),
        ],
        definitions=common_definitions(),
    )


def _cells(counted: Counter[str]) -> dict[str, Value]:
    return {
        **{step: counted[step] for step in STEPS},
        **{f"{step}-share": dimensions.share(counted[step], counted["enrolled"]) for step in STEPS[1:]},
    }
