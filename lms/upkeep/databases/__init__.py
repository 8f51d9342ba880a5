"""The two databases, copied out and in. The only place of this room that speaks their dialects.

Both modules offer the same five functions: ``copy_out`` and ``copy_in`` while others work, ``is_empty``,
``may_make_tables``, and ``problems_of`` a copy. SQLite is copied page by page by its backup interface, PostgreSQL row
by row by ``COPY`` in one snapshot: that needs no program of the server's exact version beside the application, and the
tables can be read by people for as long as there are text files.
"""

from types import ModuleType

from sqlalchemy import Engine

from lms.upkeep.databases import postgresql, sqlite

MODULES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}
SPOKEN = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def module_of(engine: Engine) -> ModuleType:
    return MODULES[engine.dialect.name]
