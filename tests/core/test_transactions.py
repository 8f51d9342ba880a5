"""One transaction per request, ended at the edge."""

import pytest
from sqlalchemy import select

from lms.core import clock, policy
from lms.core.audit import AuditRecord, record, record_look
from lms.core.database import has_wal_fix
from lms.core.extensions import csrf, db
from lms.core.transactions import apart


@pytest.fixture(scope="module")
def edge(database_kind, tmp_path_factory):
    """An application with routes that succeed, refuse and fail."""
    from tests.support import databases  # noqa: PLC0415

    with databases.application(database_kind, tmp_path_factory.mktemp("edge")) as app:
        add_routes(app)
        yield app


def add_routes(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def act(outcome):
        record(None, f"test.{outcome}", at=clock.now())
        if outcome == "looked":
            record_look(None, "test.seen")
        if outcome == "broken":
            raise RuntimeError(outcome)
        return outcome, {"done": 200, "moved": 303, "refused": 422, "looked": 422}[outcome]

    view = csrf.exempt(policy.public(act))
    app.view_functions["act"] = view
    app.url_map.add(app.url_rule_class("/act/<outcome>", endpoint="act", methods=["GET", "POST"]))


def kept(app):
    with app.app_context():
        return {act for act in db.session.scalars(select(AuditRecord.act)) if act.startswith("test.")}


@pytest.mark.parametrize("outcome", ["done", "moved"])
def test_a_post_that_succeeds_is_saved(edge, outcome):
    edge.test_client().post(f"/act/{outcome}")

    assert f"test.{outcome}" in kept(edge)


@pytest.mark.parametrize("outcome", ["refused", "broken"])
def test_a_post_that_is_refused_or_fails_leaves_nothing(edge, outcome):
    edge.test_client().post(f"/act/{outcome}")

    assert f"test.{outcome}" not in kept(edge)


def test_a_get_saves_nothing(edge):
    before = kept(edge)
    edge.test_client().get("/act/done")

    assert kept(edge) == before


def test_a_look_is_kept_although_the_request_was_refused(edge):
    edge.test_client().post("/act/looked")

    assert "test.seen" in kept(edge)
    assert "test.looked" not in kept(edge)


def test_what_stands_apart_is_saved_at_once(edge):
    with edge.app_context():
        with apart() as session:
            session.add(AuditRecord(at=clock.now(), act="test.apart", facts={}))
        db.session.rollback()

    assert "test.apart" in kept(edge)


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ((3, 40, 1), False),
        ((3, 44, 6), True),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 53, 4), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_is_sound(version, fixed):
    assert has_wal_fix(version) is fixed


def test_sqlite_is_durable(edge):
    if edge.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        pytest.skip("asks SQLite")
    with edge.app_context():
        ask = lambda name: db.session.execute(db.text(f"pragma {name}")).scalar()  # noqa: E731

        assert (ask("journal_mode"), ask("synchronous"), ask("foreign_keys")) == ("wal", 2, 1)
