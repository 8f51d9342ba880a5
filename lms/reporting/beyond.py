"""The rows of numbers that no measure of the period counts: those of closed cohorts, certificates revoked, steps done.

Tables C, F and G and the funnel hold them. Of results there are the people who were compared, never what they reached.
"""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, false, func, or_, select

from lms.certificates.models import Certificate
from lms.core.extensions import db
from lms.core.sql_days import local_day_of
from lms.reporting import steps_behind
from lms.reporting.choices import Choice, Whose
from lms.reporting.cohort_counts import in_cohorts
from lms.reporting.cohorts import Cohort, cohorts_closed_in
from lms.reporting.consents import withdrew
from lms.reporting.facts import all_rows, chosen_by, enrolments
from lms.reporting.outcomes import size_of_form
from lms.reporting.tested import first_tested


class Beyond(StrEnum):
    """What is counted."""

    BEGUN = "begun"
    KEPT = "completed_in_time"
    PAIRED = "paired"
    REVOKED = "revoked"
    FIRST = "first_lesson"
    LESSONS = "all_lessons"
    SCENARIO = "scenario"
    DONE = "completed_by_now"


#: The column with the day of a row.
DAYS = {
    Beyond.BEGUN: "started_on",
    Beyond.KEPT: "completed_on",
    Beyond.PAIRED: "tested_on",
    Beyond.REVOKED: "revoked_on",
    Beyond.FIRST: "started_on",
    Beyond.LESSONS: "started_on",
    Beyond.SCENARIO: "started_on",
    Beyond.DONE: "completed_on",
}
#: Which step of the funnel each of them is.
STEPS_OF = {
    Beyond.FIRST: steps_behind.FIRST,
    Beyond.LESSONS: steps_behind.LESSONS,
    Beyond.SCENARIO: steps_behind.SCENARIO,
    Beyond.DONE: steps_behind.COMPLETED,
}
#: A result was told as the facts stood when the cohort was closed; whoever withdrew later is only not named.
AS_TOLD = frozenset({Beyond.PAIRED})


def rows_beyond(what: Beyond, choice: Choice) -> Subquery:
    """One row for each that is counted, with the facts of the enrolment."""
    if what is Beyond.REVOKED:
        return revoked(choice)
    if what in STEPS_OF:
        return steps_behind.rows_as_far(STEPS_OF[what], choice)
    cohorts = cohorts_closed_in(choice.period)
    if what is Beyond.PAIRED:
        return _paired(cohorts, choice)
    if not cohorts:
        return select(enrolments(choice)).where(false()).subquery("none")
    rows = in_cohorts(choice, cohorts, Whose.COUNTED)
    return rows if what is Beyond.BEGUN else select(rows).where(rows.c.in_time == 1).subquery("kept")


def revoked(choice: Choice, whose: Whose = Whose.COUNTED) -> Subquery:
    """The enrolments of certificates that were revoked in the period, with that day."""
    rows, (first, after) = all_rows(choice, whose), choice.period.bounds()
    at = Certificate.revoked_at
    query = select(rows, local_day_of(at).label("revoked_on"), Certificate.revoked_code).join(
        Certificate, Certificate.enrolment_id == rows.c.id
    )
    return query.where(at >= first, at < after).subquery("revoked")


def _paired(cohorts: list[Cohort], choice: Choice) -> Subquery:
    """People with a first final quiz and a pre-test on the same text, each once in a module."""
    if not cohorts:
        return select(all_rows(choice), _no_day()).where(false()).subquery("none")
    first = first_tested(cohorts).subquery("firsts")
    is_withheld = case((first.c.person_id.in_(withdrew()), 1), else_=0)
    rows = (
        select(first, first.c.region_code.label("region"), first.c.profession_code.label("profession"))
        .add_columns(is_withheld.label("is_withheld"), local_day_of(first.c.released_at).label("tested_on"))
        .where(first.c.before_possible > 0, first.c.before.is_not(None), first.c.after.is_not(None), _is_asked(first))
        .subquery("tested")
    )
    conditions = chosen_by(rows, choice, Whose.EVERYBODY)
    if choice.modules is not None:
        conditions.append(rows.c.module_id.in_(choice.modules))
    return select(rows).where(*conditions).subquery("paired")


def _is_asked(first: Subquery) -> ColumnElement[bool]:
    """Whether the form of the attempt has questions that can be compared. There are as many forms as texts."""
    forms: Select[Any] = select(first.c.edition_id, first.c.form).where(first.c.form.is_not(None)).distinct()
    asked: list[tuple[UUID, str]] = [
        (text, form) for text, form in db.session.execute(forms) if size_of_form(text, form)
    ]
    return or_(false(), *(and_(first.c.edition_id == text, first.c.form == form) for text, form in asked))


def _no_day() -> ColumnElement[date]:
    return local_day_of(func.now()).label("tested_on")
