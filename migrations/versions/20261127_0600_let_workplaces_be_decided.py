"""Let workplaces be decided

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0600"
down_revision = "20261127_0520"

STATES = ("self_declared", "confirmed", "refused")


def upgrade() -> None:
    state = sa.Enum(*STATES, name="workplacestate", native_enum=False, length=32)
    op.create_table(
        "workplace_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workplace_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("state_before", state, nullable=False),
        sa.Column("state_after", state, nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undone_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state_before in ('self_declared', 'confirmed', 'refused')",
            name=op.f("ck_workplace_decisions_known_before"),
        ),
        sa.CheckConstraint(
            "state_after in ('self_declared', 'confirmed', 'refused')", name=op.f("ck_workplace_decisions_known_after")
        ),
        sa.CheckConstraint(
            "state_after <> 'refused' or reason is not null",
            name=op.f("ck_workplace_decisions_refused_with_reason"),
        ),
        sa.CheckConstraint("state_before <> state_after", name=op.f("ck_workplace_decisions_decides_something")),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["workplaces.id"], name=op.f("fk_workplace_decisions_workplace_id_workplaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workplace_decisions")),
    )
    with op.batch_alter_table("workplace_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workplace_decisions_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workplace_decisions_workplace_id"), ["workplace_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("workplace_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workplace_decisions_workplace_id"))
        batch_op.drop_index(batch_op.f("ix_workplace_decisions_batch_id"))
    op.drop_table("workplace_decisions")
