"""Commands of the foundations: the job worker. Also what commands of all rooms need."""

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

jobs = AppGroup("jobs", help="Work that waits.")


def needs_database(command: Callable[P, R]) -> Callable[P, R]:
    """Refuse with a sentence before anything is done, if the database does not answer or was never migrated."""

    @wraps(command)
    def guarded(*arguments: P.args, **options: P.kwargs) -> R:
        try:
            kind_of_database()
        except (DBAPIError, NoResultFound) as error:
            raise click.ClickException("The database is not ready. Run: flask --app wsgi db upgrade") from error
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
