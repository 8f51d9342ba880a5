"""Find a person's enrolments in a module

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

Of two indexes that promise the same, SQLite chose that of the module: each page of a learner went through all who ever
took it.
"""

from alembic import op

revision = "20261127_0950"
down_revision = "20261127_0945"

NAME, TABLE = "ix_enrolments_person_module", "enrolments"


def upgrade() -> None:
    op.create_index(NAME, TABLE, ["person_id", "module_id"], unique=False)


def downgrade() -> None:
    op.drop_index(NAME, table_name=TABLE)
