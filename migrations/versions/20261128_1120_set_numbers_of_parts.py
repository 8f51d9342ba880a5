"""Set numbers of parts and periods, and keep evidence of what was typed in

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

What was set before is of everybody and of the whole year.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1120"
down_revision = "20261128_1110"


def upgrade() -> None:
    op.add_column("indicator_entries", sa.Column("span", sa.String(), nullable=False, server_default="year"))
    op.add_column("indicator_entries", sa.Column("part", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "indicator_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("span", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["accounts.id"], name=op.f("fk_indicator_evidence_added_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_evidence")),
    )
    op.create_index("ix_indicator_evidence_year", "indicator_evidence", ["year", "indicator"])
    op.create_index(op.f("ix_indicator_evidence_added_by_id"), "indicator_evidence", ["added_by_id"])


def downgrade() -> None:
    op.drop_table("indicator_evidence")
    op.drop_column("indicator_entries", "part")
    op.drop_column("indicator_entries", "span")
