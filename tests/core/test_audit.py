"""The log stays as it was written: the database refuses whoever would change it, our own code included."""

from datetime import UTC, datetime, timedelta

import flask_migrate
import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from lms.app import create_app
from lms.core import audit
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from tests.support import databases

NOW = datetime.now(UTC)  # the database asks its own clock


def line(session, *, age=timedelta()):
    audit.record(None, "accounts.role.given", at=NOW - age, reason="She has moved.")
    session.commit()
    return session.scalars(select(AuditRecord)).one()


@pytest.mark.parametrize("values", [{"reason": "Nothing."}, {"at": NOW - timedelta(days=400)}, {"actor_id": None}])
def test_no_line_is_changed(session, values):
    line(session, age=timedelta(days=500))

    with pytest.raises(IntegrityError, match="never changed"), session.begin_nested():
        session.execute(update(AuditRecord).values(**values))


@pytest.mark.parametrize(("days", "goes"), [(0, False), (1, False), (363, False), (365, True), (3000, True)])
def test_a_line_is_kept_for_a_year(session, days, goes):
    line(session, age=timedelta(days=days))

    if goes:
        session.execute(delete(AuditRecord))
        assert session.scalars(select(AuditRecord)).all() == []
    else:
        with pytest.raises(IntegrityError, match="kept for a year"), session.begin_nested():
            session.execute(delete(AuditRecord))


def test_no_line_is_written_over_another(session):
    row = line(session)
    over = insert(AuditRecord).values(id=row.id, at=NOW, act="other", facts={})
    if session.get_bind().dialect.name == "sqlite":
        over = over.prefix_with("or replace")

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(over)


def test_the_rules_go_down_and_up(database_kind, tmp_path):
    app = create_app(databases.config(database_kind, tmp_path))
    with app.app_context():
        found = []
        for step, revision in (
            (flask_migrate.upgrade, "head"),
            (flask_migrate.downgrade, "20261127_0950"),
            (flask_migrate.upgrade, "head"),
        ):
            step(revision=revision)
            audit.record(None, "test.done", at=NOW)
            db.session.commit()
            found.append(is_refused())
        db.session.remove()
        db.engine.dispose()

    assert found == [True, False, True]


def is_refused():
    try:
        db.session.execute(text("update audit_records set reason = 'x'"))
    except IntegrityError:
        return True
    finally:
        db.session.rollback()
    return False
