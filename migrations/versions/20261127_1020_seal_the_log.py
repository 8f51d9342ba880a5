"""Seal the log

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

A seal is never changed and never removed. SQLite forgets a trigger with its table: a later migration that builds this
table anew (`batch_alter_table`) has to make them again.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_1020"
down_revision = "20261127_1010"

SQLITE = (
    """
    create trigger log_seals_never_change before update on log_seals
    begin select raise(abort, 'A seal is never changed.'); end
    """,
    """
    create trigger log_seals_are_kept before delete on log_seals
    begin select raise(abort, 'A seal is never removed.'); end
    """,
    """
    create trigger log_seals_are_not_replaced before insert on log_seals
    when exists (select 1 from log_seals where day = new.day)
    begin select raise(abort, 'A seal is never changed.'); end
    """,
)
POSTGRESQL = (
    """
    create trigger log_seals_never_change before update on log_seals
    for each row execute function refuse('A seal is never changed.')
    """,
    """
    create trigger log_seals_are_kept before delete on log_seals
    for each row execute function refuse('A seal is never removed.')
    """,
)


def upgrade() -> None:
    op.create_table(
        "log_seals",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("ordinary", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sealed_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_log_seals")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("log_seals")
