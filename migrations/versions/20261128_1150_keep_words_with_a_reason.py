"""Keep words with a reason

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1150"
down_revision = "20261128_1160"


def upgrade() -> None:
    moment = lms.core.models.UtcDateTime(timezone=True)
    op.create_table(
        "wording_waivers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.CheckConstraint(
            "(is_accepted is null) = (decided_at is null)", name=op.f("ck_wording_waivers_decided_with_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_wording_waivers_module_id_training_modules")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["accounts.id"], name=op.f("fk_wording_waivers_asked_by_id_accounts")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_wording_waivers_decided_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_waivers")),
        sa.UniqueConstraint("module_id", "mark", name=op.f("uq_wording_waivers_module_id_mark")),
    )
    op.create_index(op.f("ix_wording_waivers_asked_by_id"), "wording_waivers", ["asked_by_id"])
    op.create_index(op.f("ix_wording_waivers_decided_by_id"), "wording_waivers", ["decided_by_id"])


def downgrade() -> None:
    op.drop_table("wording_waivers")
