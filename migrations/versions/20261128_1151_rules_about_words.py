"""Rules about words

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1151"
down_revision = "20261128_1150"


def upgrade() -> None:
    op.create_table(
        "language_rule_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_language_rule_versions_by_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_rule_versions")),
        sa.UniqueConstraint("code", "number", name=op.f("uq_language_rule_versions_code_number")),
    )
    op.create_index(op.f("ix_language_rule_versions_by_id"), "language_rule_versions", ["by_id"])


def downgrade() -> None:
    op.drop_table("language_rule_versions")
