"""A question that takes too long is broken off where a page waits for it, and nowhere else."""

import pytest

from lms.core import database
from lms.core.extensions import db
from lms.core.policy import public
from tests.support import databases


@pytest.fixture(scope="module")
def server(database_kind, tmp_path_factory):
    """An application of its own, with a page that asks for as many seconds as it is told."""
    if database_kind != "postgresql":
        pytest.skip("SQLite knows no such limit")
    with databases.application("postgresql", tmp_path_factory.mktemp("long")) as app:
        app.view_functions["ask"] = public(ask)
        app.url_map.add(app.url_rule_class("/ask/<seconds>", endpoint="ask"))
        yield app


def ask(seconds):
    db.session.execute(db.text("select pg_sleep(:seconds)"), {"seconds": float(seconds)})
    return "Done"


@pytest.fixture(autouse=True)
def new_connections(server, monkeypatch):
    monkeypatch.setattr(database, "LONGEST_STATEMENT_SECONDS", 1)
    with server.app_context():
        db.engine.dispose()
        yield
        db.engine.dispose()


def test_a_page_is_told_to_come_back(server):
    assert server.test_client().get("/ask/0.1").status_code == 200

    answer = server.test_client().get("/ask/5")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert server.test_client().get("/en/").status_code == 200


def test_a_job_may_take_its_time(server):
    db.session.execute(db.text("select pg_sleep(1.2)"))
    db.session.remove()
