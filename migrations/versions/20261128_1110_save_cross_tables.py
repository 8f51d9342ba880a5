"""Save cross-tables

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1110"
down_revision = "20261128_0920"

MOMENT = lms.core.models.UtcDateTime(timezone=True)
STRETCHES = ("fixed", "this_quarter", "last_quarter", "this_year", "last_year")


def upgrade() -> None:
    op.create_table(
        "saved_tables",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("stretch", sa.Enum(*STRETCHES, name="stretch", native_enum=False, length=32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "stretch in ('fixed', 'this_quarter', 'last_quarter', 'this_year', 'last_year')",
            name=op.f("ck_saved_tables_known_stretch"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_saved_tables_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_tables")),
    )
    op.create_index("ix_saved_tables_account_id", "saved_tables", ["account_id"])


def downgrade() -> None:
    op.drop_table("saved_tables")
