"""One transaction per request, ended at the edge.

A request that changes something commits when its answer is a success or a redirect, and rolls back otherwise. A
request that only reads never commits. Nothing else in the house calls ``commit()``, except jobs and commands, which
are edges too. What must be kept although the request was refused (a failed sign-in, a look at a person's record) is
written ``apart``: in a short transaction of its own after the request's has ended.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lms.core.database import reading_only
from lms.core.extensions import db

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Afterwards = Callable[[Session], None]


def after_commit(call: Callable[[], None]) -> None:
    """Run this once the current transaction is saved; it is forgotten if the transaction is rolled back."""
    db.session.info.setdefault("after_commit", []).append(call)


def commit() -> None:
    """Save the current transaction, then do what waited for it. For edges only."""
    db.session.commit()
    for call in db.session.info.pop("after_commit", []):
        call()


def roll_back() -> None:
    db.session.info.pop("after_commit", None)
    db.session.rollback()


def apart_later(write: Afterwards) -> None:
    """Write this in a transaction of its own when the request's has ended, whether or not that one was kept."""
    g.setdefault("apart", []).append(write)


@contextmanager
def apart() -> Iterator[Session]:
    """A short transaction of its own, saved at once. The request's own must not hold SQLite's lock meanwhile."""
    token = reading_only.set(False)
    try:
        with Session(bind=db.session.get_bind(), join_transaction_mode="create_savepoint") as session:
            yield session
            session.commit()
    finally:
        reading_only.reset(token)


@contextmanager
def only_reading() -> Iterator[None]:
    """A long read that never takes SQLite's one write lock: answers are saved meanwhile."""
    roll_back()
    token = reading_only.set(True)
    try:
        yield
    finally:
        roll_back()
        reading_only.reset(token)


class EdgeFlask(Flask):
    """Flask whose dispatch ends the transaction, so that a failing commit is an error like any other."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Nothing here is a coroutine; a request need not look at each function to know that."""
        return func

    def dispatch_request(self) -> Response:
        response = self.make_response(super().dispatch_request())
        if request.method in SAFE_METHODS or response.status_code >= HTTPStatus.BAD_REQUEST:
            roll_back()
        else:
            commit()
        return response


def init_app(app: Flask) -> None:
    @app.before_request
    def note_whether_this_request_writes() -> None:
        g.reading_token = reading_only.set(request.method in SAFE_METHODS)

    @app.after_request
    def write_what_stands_apart(response: Response) -> Response:
        waiting: list[Afterwards] = g.pop("apart", [])
        if waiting:
            roll_back()
            try:
                with apart() as session:
                    for write in waiting:
                        write(session)
            except DBAPIError as error:  # what must be recorded and cannot be is not shown either
                return app.make_response(app.handle_user_exception(error))
        return response

    @app.teardown_request
    def forget(error: BaseException | None) -> None:
        token = g.pop("reading_token", None)
        if token is not None:
            reading_only.reset(token)
