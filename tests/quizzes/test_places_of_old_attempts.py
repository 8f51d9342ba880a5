"""Attempts made before there were sets of tries are given their places by the migration."""

from datetime import timedelta

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import select

from lms.core import clock
from lms.core.extensions import db
from lms.quizzes.models import Attempt, Try, TrySet
from tests.support import databases
from tests.support.factories import make_edition, make_enrolment, make_person
from tests.support.factories.attempts import READY, hand_in, make_attempt


@pytest.fixture
def here(database_kind, tmp_path):
    with databases.application(database_kind, tmp_path) as app, app.app_context():
        yield app


def revision_before():
    scripts = ScriptDirectory("migrations").walk_revisions()
    return next(script.down_revision for script in scripts if "sets of tries" in (script.doc or ""))


def places():
    """Of every attempt, in the order of time: number, set, size of the set, place."""
    query = (
        select(Attempt.number, TrySet.number, TrySet.size, Try.place)
        .join(Try, Try.attempt_id == Attempt.id)
        .join(TrySet, TrySet.id == Try.set_id)
        .order_by(TrySet.person_id, Attempt.started_at)
    )
    found = [tuple(row) for row in db.session.execute(query)]
    db.session.remove()
    return found


def test_a_database_with_attempts_goes_down_and_up_again(here):
    begun = clock.now() - timedelta(days=60)
    edition = make_edition()
    for tries in (4, 1):
        enrolment = make_enrolment(edition, make_person(), at=begun, done=READY)
        for number in range(tries):
            moment = begun + timedelta(days=2 * number if number < 3 else 30)
            hand_in(make_attempt(enrolment, seed=number, at=moment), 12 if number == 3 else 2, at=moment)
    before = places()
    assert before == [(1, 1, 3, 1), (2, 1, 3, 2), (3, 1, 3, 3), (4, 2, 3, 1), (1, 1, 3, 1)]

    flask_migrate.downgrade(revision=revision_before())
    flask_migrate.upgrade()

    assert places() == before
