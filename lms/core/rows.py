"""Plain rows, for the questions that every page of a learner asks.

The session makes objects of what it reads and looks after them; a few keys and moments need none of that, and the way
through it costs more than the question.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select

from lms.core.extensions import db


def plain_rows(statement: Select[Any], values: Mapping[str, Any]) -> Sequence[Any]:
    """Ask for columns within the transaction of the session; what waits to be written is written first."""
    db.session.flush()
    return db.session.connection().execute(statement, values).all()


def changed(statement: Any) -> int:
    """Carry out an update or delete of many rows; how many they were. Rows that are loaded already are not told."""
    found = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(found.rowcount)  # type: ignore[attr-defined]
