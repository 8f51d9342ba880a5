"""The people behind a number: the rows that a cell of a table counts, with their names.

A cell is a measure and some conditions, each a dimension and a code of it. Conditions are asked of the facts as the
tables show them, so those who withdrew the consent stand behind the numbers that count them, and are not named.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Subquery, case, func, literal, select

from lms.core.extensions import db
from lms.core.i18n import NATIVE_NAMES, _
from lms.core.paging import PAGE, Page, nearest_page
from lms.institutions import queries as directory
from lms.people.models import Person
from lms.reporting import dimensions, participation, quarters
from lms.reporting.beyond import AS_TOLD, DAYS, STEPS_OF, Beyond, rows_beyond
from lms.reporting.choices import Choice, Measure
from lms.reporting.cohorts import Cohort, cohort_rule, cohorts_closed_in, cohorts_in_words
from lms.reporting.consents import HIDDEN
from lms.reporting.counting import day_of
from lms.reporting.dimensions import BANDS, SEXES, WOMEN_AND_MEN, YOUTH, Line
from lms.reporting.facts import counted, is_one_of, named
from lms.reporting.gains import LANGUAGE
from lms.reporting.reports.base import counting_rules
from lms.reporting.reports.counted_b import YOUTH_USED
from lms.reporting.reports.funnel import step_labels
from lms.reporting.reports.gain_cells import gain_notes

TOTAL = "total"
YOUNG = "youth"
#: In which column of the rows a dimension stands.
_COLUMNS = {**participation.ROWS, YOUNG: "age_band", LANGUAGE: "language"}
#: (dimension, code)
Condition = tuple[str, str]


@dataclass(frozen=True)
class Cell:
    """What a number counts."""

    measure: Measure | Beyond
    conditions: tuple[Condition, ...] = ()

    def query(self) -> dict[str, Any]:
        """The parameters of an address that lead to it. No address says a name twice, so one names all conditions."""
        return {"measure": self.measure.value, "cell": self.said or None}

    @property
    def said(self) -> str:
        return " ".join(f"{name}:{code}" for name, code in self.conditions)


def read_cell(measure: str, conditions: str) -> Cell | None:
    """The cell of an address; None if it says nothing that exists."""
    pairs = _pairs_of(conditions)
    if measure not in {*Measure, *Beyond} or any(line_of(name, code) is None for name, code in pairs):
        return None
    if measure != Beyond.PAIRED and LANGUAGE in dict(pairs):
        return None  # no table tells others apart by the language of a module
    return Cell(Measure(measure) if measure in set(Measure) else Beyond(measure), pairs)


def _pairs_of(conditions: str) -> tuple[Condition, ...]:
    return tuple((name, code) for name, _colon, code in (text.partition(":") for text in conditions.split()))


def line_of(name: str, code: str) -> Line | None:
    """The value of a dimension that a condition names."""
    return next((line for line in lines_of(name, code) if line.code == code), None)


def lines_of(name: str, code: str) -> Sequence[Line]:
    if name in _LISTED:
        return _LISTED[name]()
    if name == "module":
        return [Line(str(module.id), title, frozenset({str(module.id)})) for module, title in dimensions.modules()]
    if name == "output":
        return [Line(output, output, frozenset()) for output in dimensions.outputs()]
    if name == "period":
        is_quarter = re.fullmatch("[12][0-9]{3}-[1-4]", code)
        return [Line(code, participation.quarter_label(code), frozenset())] if is_quarter else []
    return []


def _languages() -> list[Line]:
    return [Line(language, told, frozenset({language})) for language, told in NATIVE_NAMES.items()]


def _youth() -> list[Line]:
    return [Line(YOUTH_USED, YOUTH_USED.replace("-", "–"), frozenset(YOUTH[YOUTH_USED]))]


#: Dimensions whose lines are the same at any time.
_LISTED: Mapping[str, Callable[[], list[Line]]] = {**participation.LISTED, LANGUAGE: _languages, YOUNG: _youth}


def words_of(cell: Cell) -> list[str]:
    """Its conditions in words."""
    labels = {**participation.row_labels(), YOUNG: _("Age"), LANGUAGE: _("Language")}
    lines = [(labels[name], line_of(name, code)) for name, code in cell.conditions]
    return [_("%(filter)s: %(value)s", filter=label, value=line.label) for label, line in lines if line]


def rules_of(cell: Cell, choice: Choice) -> list[str]:
    """How the number is counted, in words."""
    if isinstance(cell.measure, Beyond):
        return _rules_beyond(cell.measure, cohorts_closed_in(choice.period))
    return {
        Measure.ENROLMENTS: [_("Every enrolment that begins in the period is a line.")],
        Measure.COMPLETIONS: [_("Every completion in the period is a line, so a person may stand here several times.")],
        Measure.PEOPLE: counting_rules(choice),
        Measure.NEW_PEOPLE: [*counting_rules(choice), _("Only people whose first completion ever lies in the period.")],
        Measure.CUMULATIVE: [
            _("Everybody who completed until the end of the period, once, as at the first completion ever."),
            *counting_rules(choice)[1:],
        ],
        Measure.CERTIFICATES: [
            _("The first certificate of each completion, on the day it was issued, whatever became of it.")
        ],
    }[cell.measure]


def _rules_beyond(what: Beyond, cohorts: Sequence[Cohort]) -> list[str]:
    if what is Beyond.REVOKED:
        return [_("Certificates revoked in the period, whenever they were issued.")]
    if what in STEPS_OF:
        return [
            _(
                "%(step)s: every enrolment begun in the period that has come as far by now, or further, is a line.",
                step=step_labels()[STEPS_OF[what]],
            )
        ]
    own = {
        Beyond.BEGUN: _("Every enrolment of a closed cohort is a line."),
        Beyond.KEPT: _("Every enrolment of a closed cohort that was completed until it was closed is a line."),
        Beyond.PAIRED: gain_notes()[0],
    }[what]
    return [own, cohort_rule(), cohorts_in_words(cohorts)]


@dataclass(frozen=True)
class Listed:
    """A line of the list. ``person`` is None for those who withdrew the consent: they are counted and not named."""

    person: Person | None
    institution: str
    module_id: UUID
    day: date | None


def people_behind(cell: Cell, choice: Choice, number: int, today: date) -> Page[Listed]:
    """One page of the rows that the number counts; there are as many as it says."""
    rows = rows_of(cell, choice)
    conditions = conditions_of(cell, rows)
    total = db.session.scalar(select(func.count()).select_from(rows).where(*conditions)) or 0
    number = nearest_page(number, total)
    day = rows.c[_day_of(cell.measure)].label("day")
    person_id, source = _named(cell.measure, rows)
    query = (
        select(Person.id, rows.c.institution_id, rows.c.module_id, day, rows.c.is_withheld)
        .select_from(source.join(Person.__table__, Person.id == person_id))
        .where(*conditions)
        .order_by(rows.c.is_withheld, Person.sort_key, day, Person.id, rows.c.module_id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    found = db.session.execute(query).all()
    # People in full only for the page: a hundred thousand of them would be sorted with all that they hold.
    people = {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_([row.id for row in found])))}
    names = directory.names_on([row.institution_id for row in found if row.institution_id], today)
    return Page([_listed(row, people, names) for row in found], number, total, PAGE)


def _listed(row: Any, people: Mapping[UUID, Person], names: Mapping[UUID, str]) -> Listed:
    if row.is_withheld:
        return Listed(None, "", row.module_id, None)
    return Listed(people[row.id], names.get(row.institution_id, ""), row.module_id, row.day)


def rows_of(cell: Cell, choice: Choice) -> Subquery:
    """All rows of its measure; an output chooses modules before people are attributed."""
    outputs = dimensions.outputs()
    for name, code in cell.conditions:
        if name == "output":
            chosen = outputs[code]
            choice = replace(choice, modules=chosen if choice.modules is None else choice.modules & chosen)
    return rows_beyond(cell.measure, choice) if isinstance(cell.measure, Beyond) else counted(cell.measure, choice)


def _named(measure: Measure | Beyond, rows: Subquery) -> tuple[ColumnElement[Any], FromClause]:
    return (rows.c.person_id, rows) if isinstance(measure, Beyond) else named(measure, rows)


def _day_of(measure: Measure | Beyond) -> str:
    return DAYS[measure] if isinstance(measure, Beyond) else day_of(measure)


def conditions_of(cell: Cell, rows: Subquery) -> list[ColumnElement[bool]]:
    """Which of these rows it counts."""
    return [_holds(rows, cell.measure, *condition) for condition in cell.conditions if condition[0] != "output"]


def _holds(rows: Subquery, measure: Measure | Beyond, name: str, code: str) -> ColumnElement[bool]:
    if name == "period":
        year, quarter = int(code[:4]), int(code[5:])
        start, after = quarters.start_of(year, quarter), quarters.start_of(year, quarter + 1)
        day = rows.c[_day_of(measure)]
        return (day >= start) & (day < after)
    if name == "module":
        return rows.c.module_id == UUID(code)
    column = _COLUMNS[name]
    line = line_of(name, code)
    told: ColumnElement[Any] = rows.c[column]
    if measure not in AS_TOLD:
        told = case((rows.c.is_withheld == 1, literal(HIDDEN[column])), else_=told)
    return is_one_of(told, line.values if line else frozenset())


def cell_of(slug: str, row: str, column: str, *, rows: str = "") -> Cell | None:
    """What stands behind a cell of a table; None where it holds no count of rows. ``rows``: of participation."""
    if slug in _IN_TABLES:
        return _IN_TABLES[slug](_pairs_of(row), column)
    name = {"a": "group", "b": "region"}.get(slug, rows)
    beside: tuple[Condition, ...] = () if row == TOTAL else ((name, row),)
    if column in {Measure.ENROLMENTS.value, Measure.COMPLETIONS.value}:
        return Cell(Measure(column), beside)
    if column in {"new", "cumulative"}:
        return Cell(Measure.NEW_PEOPLE if column == "new" else Measure.CUMULATIVE, beside)
    above = _conditions_of(column)
    return None if above is None else Cell(Measure.PEOPLE, (*beside, *above))


def _conditions_of(column: str) -> tuple[Condition, ...] | None:
    """What a column of people says."""
    if column == TOTAL:
        return ()
    if column in SEXES:
        return (("sex", column),)
    if column in BANDS:
        return (("age", column),)
    prefix, _dash, sex = column.partition("-")
    return ((YOUNG, YOUTH_USED), ("sex", sex)) if prefix == YOUNG and sex in SEXES else None


def _cell_of_cohorts(beside: tuple[Condition, ...], column: str) -> Cell | None:
    """Of Tables C and G and of the gain. Who had something to gain is told of nobody: the others had all right."""
    name, _dash, sex = column.partition("-")
    what = {"enrolled": Beyond.BEGUN, "completed": Beyond.KEPT, "paired": Beyond.PAIRED}.get(name)
    return None if what is None else Cell(what, (*beside, *([("sex", sex)] if sex else [])))


def _cell_of_papers(beside: tuple[Condition, ...], column: str) -> Cell | None:
    """Of Table F. Whoever looked a certificate up is not known."""
    if column == "revoked":
        return Cell(Beyond.REVOKED, beside)
    if column == TOTAL or column in WOMEN_AND_MEN:
        return Cell(Measure.CERTIFICATES, beside if column == TOTAL else (*beside, ("sex", column)))
    return None


def _cell_of_steps(beside: tuple[Condition, ...], column: str) -> Cell | None:
    """Of the funnel. Who tried the final quiz is told of nobody: those who did not pass would be left over."""
    if column == "enrolled":
        return Cell(Measure.ENROLMENTS, beside)
    what = next((one for one, step in STEPS_OF.items() if step == column), None)
    return None if what is None else Cell(what, beside)


#: Their rows say themselves what they are of (``conditions``).
_IN_TABLES: Mapping[str, Callable[[tuple[Condition, ...], str], Cell | None]] = {
    "c": _cell_of_cohorts,
    "f": _cell_of_papers,
    "funnel": _cell_of_steps,
    "g": _cell_of_cohorts,
    "gain": _cell_of_cohorts,
}
