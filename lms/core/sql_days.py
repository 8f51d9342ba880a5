"""The calendar day of a stored moment, asked of the database, as ``clock.local_day`` tells it of a moment in memory."""

from datetime import date
from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from lms.core.clock import BISHKEK


class local_day_of(GenericFunction[date]):  # noqa: N801  (used as other functions of SQL are)
    """``local_day_of(Certificate.issued_at)``: the day in Bishkek, UTC+6 the whole year."""

    type = Date()
    inherit_cache = True


@compiles(local_day_of, "sqlite")
def _on_sqlite(element: local_day_of, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, '+6 hours')"


@compiles(local_day_of, "postgresql")
def _on_postgresql(element: local_day_of, compiler: Any, **options: Any) -> str:
    return f"cast(timezone('{BISHKEK.key}', {compiler.process(element.clauses, **options)}) as date)"
