"""Set numbers of indicators

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

Rows are only added: the newest of an indicator and a year holds.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_0920"
down_revision = "20261128_0911"


def upgrade() -> None:
    op.create_table(
        "indicator_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Numeric(12, 2), nullable=True) for name in ("baseline", "target", "milestone", "value")),
        sa.Column("variance", sa.String(), nullable=False),
        sa.Column("quality", sa.String(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["accounts.id"], name=op.f("fk_indicator_entries_set_by_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_entries")),
    )
    op.create_index("ix_indicator_entries_year", "indicator_entries", ["year", "indicator", "set_at"])
    op.create_index(op.f("ix_indicator_entries_set_by_id"), "indicator_entries", ["set_by_id"])


def downgrade() -> None:
    op.drop_table("indicator_entries")
