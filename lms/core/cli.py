"""Commands of the foundations: the job worker. Also what commands of all rooms need."""

import os
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError, NoResultFound

from lms.core import carrier
from lms.core.extensions import db
from lms.core.installation import kind_of_database

P = ParamSpec("P")
R = TypeVar("R")

#: How commands are typed where this one was; told by `deploy/sabak`, which runs them as the service does.
TYPED = "SABAK_COMMAND"


def typed(words: str) -> str:
    """A command of ours as somebody here has to type it."""
    return f"{os.environ.get(TYPED, 'flask --app wsgi')} {words}"


jobs = AppGroup("jobs", help="Work that waits.")


def needs_database(command: Callable[P, R]) -> Callable[P, R]:
    """Refuse with a sentence before anything is done, if the database does not answer or was never migrated."""

    @wraps(command)
    def guarded(*arguments: P.args, **options: P.kwargs) -> R:
        try:
            kind_of_database()
        except (DBAPIError, NoResultFound) as error:
            raise click.ClickException(f"The database is not ready. Run: {typed('db upgrade')}") from error
        finally:
            db.session.remove()  # a command that works for days must not begin with SQLite's one write lock in its hand
        return command(*arguments, **options)

    return guarded


@jobs.command("work")
@click.option("--beside", type=int, metavar="PROCESS", help="End as soon as this process, which started it, has ended.")
@needs_database
def work(beside: int | None) -> None:
    """Run a job worker until it is stopped."""
    carrier.work(current_app._get_current_object(), beside=beside)  # type: ignore[attr-defined]  # noqa: SLF001
