"""Ours instead of Flask-Migrate's: it takes the engine of the application and compares types."""

from alembic import context
from flask import current_app

from lms.core.extensions import db

config = context.config


def run() -> None:
    engine = db.engine
    with engine.connect() as connection:
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
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
