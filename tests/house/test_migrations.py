"""The database is built by the migrations: one head, equal to the models, down to nothing and up again."""

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from lms.app import create_app
from lms.core import installation
from lms.core.extensions import db
from tests.support import databases


@pytest.fixture
def empty(request, tmp_path):
    """An application whose database has nothing in it yet."""
    app = create_app(databases.config(request.config.getoption("--database"), tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_there_is_one_head(app):
    assert len(ScriptDirectory("migrations").get_heads()) == 1


def test_the_built_database_equals_the_models(empty):
    flask_migrate.upgrade()

    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), db.metadata)

    assert differences == []


def test_down_to_nothing_and_up_again(empty):
    flask_migrate.upgrade()
    flask_migrate.downgrade(revision="base")
    with db.engine.connect() as connection:
        left = set(sa.inspect(connection).get_table_names())
    flask_migrate.upgrade()

    assert left <= {"alembic_version"}
    assert installation.kind_of_database() == installation.DEMONSTRATION


def test_every_foreign_key_has_an_index(app):
    """Deleting or joining without one reads the whole table."""
    bare = []
    for table in db.metadata.sorted_tables:
        leading = {tuple(index.columns.keys())[:1] for index in table.indexes}
        leading |= {tuple(table.primary_key.columns.keys())[:1]}
        leading |= {tuple(c.columns.keys())[:1] for c in table.constraints if isinstance(c, sa.UniqueConstraint)}
        # A short list of codes is read whole anyway.
        bare += [
            f"{table.name}.{key.parent.name}"
            for key in table.foreign_keys
            if (key.parent.name,) not in leading and key.column.name == "id"
        ]

    assert bare == []
