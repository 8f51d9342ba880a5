"""Ours instead of Flask-Migrate's: it takes the engine of the application and compares types."""

from alembic import context
from flask import current_app

from lms.core.extensions import db

config = context.config


def let_tables_be_rebuilt(connection, *, on: bool) -> None:
    """SQLite changes a constraint by building the table anew; while it is away, rows that point at it would go with it.

    Said to the driver, because the setting is ignored inside a transaction.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute(f"pragma foreign_keys={'off' if on else 'on'}")


def refuse_loose_ends(connection) -> None:
    """What SQLite did not watch meanwhile is looked at before the commit."""
    if connection.dialect.name == "sqlite":
        loose = connection.exec_driver_sql("pragma foreign_key_check").first()
        if loose is not None:
            raise RuntimeError(f"After the migration a row of {loose[0]} points at nothing in {loose[2]}.")


def run() -> None:
    engine = db.engine
    with engine.connect() as connection:
        let_tables_be_rebuilt(connection, on=True)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            **{
                k: v
                for k, v in current_app.extensions["migrate"].configure_args.items()
                if k not in {"render_as_batch", "compare_type"}
            },
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
                refuse_loose_ends(connection)
            connection.commit()
        finally:
            connection.rollback()
            let_tables_be_rebuilt(connection, on=False)


run()
