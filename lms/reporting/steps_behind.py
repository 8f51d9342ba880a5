"""The people behind a step of the funnel: the enrolments of the period that have come as far, or further.

That somebody tried the final quiz is not among them: beside the list of those who completed it would name who failed.
"""

from sqlalchemy import ColumnElement, Integer, Subquery, and_, cast, exists, false, func, or_, select

from lms.catalogue.queries import documents_of
from lms.core.extensions import db
from lms.enrolments.models import EnrolmentState, Step
from lms.enrolments.requirements import SCENARIO_KEY, lesson_step
from lms.reporting.choices import Choice
from lms.reporting.facts import enrolments
from lms.reporting.rollup.ways import has_tried

FIRST, LESSONS, SCENARIO, COMPLETED = "first", "lessons", "scenario", "completed"


def rows_as_far(step: str, choice: Choice) -> Subquery:
    """Whoever came further has come this far, as the funnel counts."""
    rows = enrolments(choice)
    is_completed: ColumnElement[bool] = rows.c.state == EnrolmentState.COMPLETED
    if step == COMPLETED:
        return select(rows).where(is_completed).subquery("completed")
    further = or_(is_completed, has_tried(rows.c.id))
    if step == FIRST:
        further = or_(further, _lessons_of(rows) > 0, _all_done(rows, with_scenario=True))
    elif step == LESSONS:
        further = or_(further, _all_done(rows, with_scenario=False))
    else:
        further = or_(further, _all_done(rows, with_scenario=True))
    return select(rows).where(further).subquery("as_far")


def _all_done(rows: Subquery, *, with_scenario: bool) -> ColumnElement[bool]:
    """All lessons of the text that each began, and its scenario if it has one. There are few texts."""
    texts = documents_of(list(db.session.scalars(select(rows.c.edition_id).distinct())))
    done, scenario = _lessons_of(rows), _has_scenario(rows)
    ways = [
        and_(
            rows.c.edition_id == text,
            done >= len(document.lessons),
            *([scenario] if with_scenario and document.scenario is not None else []),
        )
        for text, document in texts.items()
    ]
    return or_(false(), *ways)


def _lessons_of(rows: Subquery) -> ColumnElement[int]:
    done = Step.__table__.alias("lessons_done")
    query = select(func.count()).where(done.c.enrolment_id == rows.c.id, done.c.key.like(f"{lesson_step('')}%"))
    return cast(query.scalar_subquery(), Integer)


def _has_scenario(rows: Subquery) -> ColumnElement[bool]:
    done = Step.__table__.alias("scenario_done")
    return exists().where(done.c.enrolment_id == rows.c.id, done.c.key == SCENARIO_KEY)
