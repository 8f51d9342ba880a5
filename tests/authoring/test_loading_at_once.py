"""Two applications that start at once on an empty database: both load the site data, and it is there once."""

import flask_migrate
import pytest
from sqlalchemy import func, select

from lms.app import create_app
from lms.authoring.site_data import load_reference_data
from lms.core.extensions import db
from lms.institutions.models import Institution, Region
from tests.support import databases, live


@pytest.fixture
def empty(database_kind, tmp_path):
    """An application on a migrated database with nothing in it."""
    app = create_app(databases.config(database_kind, tmp_path))
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_second_waits_for_the_first_and_adds_nothing(empty):
    def start():
        with empty.app_context():
            changed = load_reference_data().changed
            db.session.commit()
            return changed

    first, second = sorted(live.at_once([start, start]), key=len)

    assert (first, "institutions.yaml" in second) == ({}, True)
    with empty.app_context():
        assert db.session.scalar(select(func.count()).select_from(Region)) == second["regions.yaml"]
        assert db.session.scalar(select(func.count()).select_from(Institution)) == second["institutions.yaml"]
