"""The one row that says how far the roll-up is."""

from sqlalchemy import select

from lms.core.extensions import db
from lms.reporting.rollup.models import ONLY, Rollup

_HELD = "rollup"


def state() -> Rollup | None:
    """Read once in a transaction, however often it is asked for: a session alone holds what it has read weakly."""
    held = db.session.get(Rollup, ONLY)
    db.session.info[_HELD] = held
    return held


def is_whole() -> bool:
    held = state()
    return held is not None and held.is_trusted


def last_cohort() -> int | None:
    """Its newest cohort, for whoever writes: that one stays the newest until this transaction is over.

    Making everything anew begins with another one, and so waits for whoever still writes by the one before.
    """
    query = select(Rollup).where(Rollup.id == ONLY).with_for_update(read=True)
    return db.session.scalars(query.execution_options(populate_existing=True)).one().last_cohort
