"""Register of law

Which acts have changed, which texts have to be looked at because of that, and who has seen that an act is in force.
Adds tables; the running code does not know them.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1230"
down_revision = "20261128_1210"


def upgrade() -> None:
    op.create_table(
        "law_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("articles", sa.JSON(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("recorded_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_law_changes_recorded_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_changes")),
    )
    op.create_index(op.f("ix_law_changes_act"), "law_changes", ["act"])
    op.create_index(op.f("ix_law_changes_recorded_by_id"), "law_changes", ["recorded_by_id"])
    op.create_table(
        "law_flags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("cleared_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cleared_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(cleared_at is null) = (cleared_by_id is null) and (cleared_at is null) = (reason is null)",
            name=op.f("ck_law_flags_cleared_with_reason"),
        ),
        sa.ForeignKeyConstraint(["change_id"], ["law_changes.id"], name=op.f("fk_law_flags_change_id_law_changes")),
        sa.ForeignKeyConstraint(["cleared_by_id"], ["accounts.id"], name=op.f("fk_law_flags_cleared_by_id_accounts")),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_law_flags_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_flags")),
        sa.UniqueConstraint("change_id", "module_id", "place", name=op.f("uq_law_flags_change_id_module_id_place")),
    )
    op.create_index(op.f("ix_law_flags_cleared_by_id"), "law_flags", ["cleared_by_id"])
    op.create_index(op.f("ix_law_flags_module_id"), "law_flags", ["module_id"])
    op.create_index(
        "ix_law_flags_open",
        "law_flags",
        ["module_id", "place"],
        sqlite_where=sa.text("cleared_at is null"),
        postgresql_where=sa.text("cleared_at is null"),
    )
    op.create_table(
        "law_confirmations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("confirmed_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["accounts.id"], name=op.f("fk_law_confirmations_confirmed_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_confirmations")),
    )
    op.create_index(op.f("ix_law_confirmations_act"), "law_confirmations", ["act"])
    op.create_index(op.f("ix_law_confirmations_confirmed_by_id"), "law_confirmations", ["confirmed_by_id"])


def downgrade() -> None:
    op.drop_table("law_confirmations")
    op.drop_table("law_flags")
    op.drop_table("law_changes")
