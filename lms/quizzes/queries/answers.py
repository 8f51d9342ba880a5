"""Answers as they stand, and the one statement that writes them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Insert, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from lms.core.extensions import db
from lms.quizzes.models import Response


class Answer(NamedTuple):
    """An answer as it stands."""

    chosen: list[str]
    revision: int
    write_id: str
    saved_at: datetime


_ANSWERS = select(
    Response.question_key, Response.chosen, Response.revision, Response.write_id, Response.saved_at
).where(Response.attempt_id == bindparam("attempt_id"))


def answers_of(attempt_id: UUID) -> dict[str, Answer]:
    """Question key to the answer as it stands."""
    return {row[0]: Answer(*row[1:]) for row in db.session.execute(_ANSWERS, {"attempt_id": attempt_id})}


def answer_upsert() -> Insert:
    """Write an answer if it is based on what is stored; returns the new revision, or no row.

    The parameters are the columns and ``base``, the revision the writer has seen (0 for none).
    """
    return _UPSERTS[db.session.get_bind().dialect.name]


def _upsert(insert: Any) -> Any:
    row = insert(Response).values(revision=1)
    return row.on_conflict_do_update(
        index_elements=[Response.attempt_id, Response.question_key],
        set_={
            "chosen": row.excluded.chosen,
            "write_id": row.excluded.write_id,
            "saved_at": row.excluded.saved_at,
            "revision": Response.revision + 1,
        },
        where=(Response.revision == bindparam("base")) & (Response.write_id != row.excluded.write_id),
    ).returning(Response.revision)


_UPSERTS: Mapping[str, Any] = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}
