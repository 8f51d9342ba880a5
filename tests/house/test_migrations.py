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
def empty(database_kind, tmp_path):
    """An application whose database has nothing in it yet."""
    app = create_app(databases.config(database_kind, tmp_path))
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


def test_texts_are_compared_as_the_models_say(empty):
    """What compares the database with the models does not look at collations, and only PostgreSQL has some."""
    flask_migrate.upgrade()

    with db.engine.connect() as connection:
        built = collations(connection)
        wanted = {
            (table.name, column.name): column.type.dialect_impl(connection.dialect).collation
            for table in db.metadata.sorted_tables
            for column in table.columns
            if getattr(column.type.dialect_impl(connection.dialect), "collation", None)
        }

    assert built == wanted
    assert len(wanted) == (2 if db.engine.dialect.name == "postgresql" else 0)


def test_the_order_of_people_goes_down_and_up(empty):
    flask_migrate.upgrade()
    before = {"sqlite": None, "postgresql": "C"}[db.engine.dialect.name]

    found = []
    for step in (None, flask_migrate.downgrade, flask_migrate.upgrade):
        if step is not None:
            step(revision={"downgrade": "20261127_0930", "upgrade": "head"}[step.__name__])
        with db.engine.connect() as connection:
            found.append(collations(connection).get(("persons", "sort_key")))

    assert found == [before, None, before]


def collations(connection):
    """Column to its collation, where that is not the one of the database."""
    if connection.dialect.name != "postgresql":
        return {}
    rows = connection.execute(
        sa.text(
            "select table_name, column_name, collation_name from information_schema.columns"
            " where table_schema = 'public' and collation_name is not null"
        )
    )
    return {(row.table_name, row.column_name): row.collation_name for row in rows}


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
