"""Keep marks beside each other

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

On SQLite the marks of an attempt now stand in the index that finds them, and not once more elsewhere: statistics read
two million of them in half the time and from half the room. PostgreSQL has no such tables; nothing changes there.
"""

from alembic import op

revision = "20261127_1310"
down_revision = "20261127_1300"


def upgrade() -> None:
    rebuild(with_rowid=False)


def downgrade() -> None:
    rebuild(with_rowid=True)


def rebuild(*, with_rowid: bool) -> None:
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("marks", recreate="always", table_kwargs={"sqlite_with_rowid": with_rowid}):
            pass
