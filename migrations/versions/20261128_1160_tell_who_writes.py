"""Tell who writes

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1160"
down_revision = "20261128_1120"

MOMENT = lms.core.models.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "part_presences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_part_presences_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_presences")),
        sa.UniqueConstraint(
            "module_id", "part", "account_id", name=op.f("uq_part_presences_module_id_part_account_id")
        ),
    )
    op.create_index(op.f("ix_part_presences_seen_at"), "part_presences", ["seen_at"])


def downgrade() -> None:
    op.drop_table("part_presences")
