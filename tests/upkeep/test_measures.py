"""The age of the newest verified backup is told with the other figures, so that a machine can raise the alarm."""

from datetime import timedelta

import pytest

from lms.core import clock, installation
from lms.upkeep import measures
from tests.upkeep.test_page import add_backup


@pytest.fixture
def real(app, monkeypatch):
    monkeypatch.setitem(app.extensions, "sabak_is_demonstration", False)


def test_it_is_that_of_the_newest_verified_one(session, frozen, real):
    add_backup(session, frozen - timedelta(hours=30))
    add_backup(session, frozen - timedelta(hours=1), verified=False)

    assert measures.age_of_backup() == timedelta(hours=30).total_seconds()


def test_without_any_it_grows_from_the_beginning(session, real):
    """An alarm that waits for a first backup would never ring."""
    clock.freeze(installation.began_at() + timedelta(hours=40))

    assert measures.age_of_backup() == timedelta(hours=40).total_seconds()


def test_a_demonstration_tells_none(session, frozen):
    assert measures.age_of_backup() is None


def test_it_stands_on_the_page_of_figures(browser, session, frozen, real):
    add_backup(session, frozen - timedelta(hours=2))

    assert "sabak_backup_age_seconds 7200.0" in browser().client.get("/metrics").text
