"""People whom all tests of one file share: made once, and every test that stands on them is undone on top of them.

Tests of the file that stand on nobody come first (``stand_last``), so that they find the empty database they expect.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from lms.core import clock
from lms.core.extensions import db
from tests.support import databases

Made = TypeVar("Made")


@contextmanager
def ground(app, moment, make: Callable[[], Made]) -> Iterator[Made]:
    """What ``make`` writes at this moment stays until the end of the block. No objects of the session may leave it."""
    with databases.undone(app):
        clock.freeze(moment)
        try:
            with app.app_context():
                made = make()
                db.session.commit()
        finally:
            clock.thaw()
        yield made


def stand_last(items, fixture):
    """In each file first the tests that do not ask for the fixture, otherwise in the order in which they were found."""
    files = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (files[item.path], fixture in item.fixturenames))
