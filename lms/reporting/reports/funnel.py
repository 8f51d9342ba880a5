"""The completion funnel: how far those who began in the period have come by now, step by step."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Subquery, select

from lms.catalogue.queries import documents_of
from lms.core.i18n import _
from lms.enrolments.models import EnrolmentState
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Measure, Whose
from lms.reporting.completeness import completeness_note, of_measure
from lms.reporting.counting import counts_of
from lms.reporting.facts import begun, enrolments, on_their_way
from lms.reporting.reports.base import BEHIND, Table, Value, common_definitions, conditions
from lms.reporting.rollup.state import is_whole
from lms.reporting.rollup.ways import SCENARIO, done_in, has_tried
from lms.sheets import Column, Kind

STEPS = ("enrolled", "first", "lessons", "scenario", "tried", "completed")
ALL = "all"
#: By what enrolments are told apart.
_WAYS = ("module_id", "edition_id", "done", "has_tried")


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
    if is_short:
        short = counts_of(_rows_on_their_way, choice, *_WAYS, day="started_on")
        rows = [(*way, EnrolmentState.OPEN, count) for *way, count in short]
    else:
        rows = counts_of(_rows, choice, *_WAYS, "state")
    documents = documents_of(list({row[1] for row in rows}))
    found: dict[str, Counter[str]] = {ALL: Counter()}
    for module_id, is_completed, count in _from_the_rollup(choice) if is_short else ():
        for key in (str(module_id), ALL):
            found.setdefault(key, Counter()).update(dict.fromkeys(STEPS, count * is_completed))
    for module_id, edition_id, done, is_tried, state, count in rows:
        document = documents[edition_id]
        has_scenario, lessons = divmod(done, SCENARIO)
        # Whoever came further has come this far: a text that was put right may have one lesson more.
        reached = {
            "completed": state == EnrolmentState.COMPLETED,
            "tried": is_tried,
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
    """Those who have not completed, left or not: of everybody as few rows that stand for many."""
    if whose is Whose.EVERYBODY:
        return on_their_way(_WAYS, choice)
    rows = enrolments(choice, whose)
    # Asked of the day, which an index holds.
    return _with_steps(select(rows).where(rows.c.completed_on.is_(None)).subquery("on_their_way"))


def _rows(choice: Choice, whose: Whose) -> Subquery:
    """Enrolments begun in the period with what is done in each."""
    return _with_steps(enrolments(choice, whose))


def _with_steps(rows: Subquery) -> Subquery:
    done, tried = done_in(rows.c.id).label("done"), has_tried(rows.c.id).label("has_tried")
    return select(rows, done, tried).subquery("steps_done")


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
            {
                "row": title,
                BEHIND: conditions(("module", str(module.id))),
                **_cells(found.get(str(module.id), Counter())),
            }
            for module, title in dimensions.modules(choice.modules)
        ],
        total={"row": _("All modules"), BEHIND: "", **_cells(found[ALL])},
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
