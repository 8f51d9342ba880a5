"""Ask for a password without mail

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0900"
down_revision = "20261127_0840"


def upgrade() -> None:
    state = sa.Enum("waiting", "answered", "declined", name="passwordrequeststate", native_enum=False, length=32)
    op.create_table(
        "password_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'answered', 'declined')", name=op.f("ck_password_requests_known_state")
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at is null)", name=op.f("ck_password_requests_decided_with_moment")
        ),
        sa.CheckConstraint(
            "state = 'waiting' or reason is not null", name=op.f("ck_password_requests_decided_with_reason")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_password_requests_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_requests")),
    )
    with op.batch_alter_table("password_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_requests_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_password_requests_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(
            "uq_password_requests_waiting",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("password_requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_password_requests_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_password_requests_asked_at"))
        batch_op.drop_index(batch_op.f("ix_password_requests_account_id"))
    op.drop_table("password_requests")
