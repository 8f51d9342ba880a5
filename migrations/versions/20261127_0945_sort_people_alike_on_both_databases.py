"""Sort people alike on both databases

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

The key by which people are sorted spells the Kyrgyz alphabet in signs that have to be compared as they are. SQLite
does; PostgreSQL put them in the order of the database's language. Its index is built anew with the column.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0945"
down_revision = "20261127_0940"


def upgrade() -> None:
    collate("C")


def downgrade() -> None:
    collate("default")


def collate(collation: str) -> None:
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("persons", "sort_key", type_=sa.String(collation=collation))
