"""Keep a list of backups

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0640"
down_revision = "20261127_0635"


def upgrade() -> None:
    op.create_table(
        "backups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("asked", "command", "daily", "upgrade", name="origin", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("made_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("verified_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("removed_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("origin in ('asked', 'command', 'daily', 'upgrade')", name=op.f("ck_backups_known_origin")),
        sa.CheckConstraint("verified_at is null or problem is null", name=op.f("ck_backups_verified_without_problem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backups")),
    )
    with op.batch_alter_table("backups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_backups_made_at"), ["made_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("backups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_backups_made_at"))

    op.drop_table("backups")
