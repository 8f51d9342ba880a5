"""Release tables of frozen reports to everybody

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_0955"
down_revision = "20261128_0970"


def upgrade() -> None:
    op.create_table(
        "released_tables",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("released_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at is not null or reason is null", name=op.f("ck_released_tables_reason_when_withdrawn")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["frozen_reports.id"], name=op.f("fk_released_tables_report_id_frozen_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_tables")),
    )
    op.create_index(op.f("ix_released_tables_report_id"), "released_tables", ["report_id"])
    op.create_index(
        "uq_released_tables_standing",
        "released_tables",
        ["report_id", "slug"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at is null"),
        postgresql_where=sa.text("withdrawn_at is null"),
    )


def downgrade() -> None:
    op.drop_table("released_tables")
