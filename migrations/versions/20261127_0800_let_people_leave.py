"""Let people leave

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0800"
down_revision = "20261127_0740"


def upgrade() -> None:
    op.create_table(
        "answer_tallies",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Enum("pre_test", "final", name="attemptkind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("chosen", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_answer_tallies_edition_id_editions")),
        sa.PrimaryKeyConstraint(
            "edition_id", "kind", "question_key", "chosen", "language", "sex", name=op.f("pk_answer_tallies")
        ),
    )
    op.create_table(
        "account_closings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "why", sa.Enum("asked", "unused", name="closingreason", native_enum=False, length=32), nullable=False
        ),
        sa.Column("asked_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("keeps_certificates", sa.Boolean(), nullable=False),
        sa.Column("taken_back_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("why in ('asked', 'unused')", name=op.f("ck_account_closings_known_reason")),
        sa.CheckConstraint("taken_back_at is null or done_at is null", name=op.f("ck_account_closings_one_end")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_closings_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_closings")),
    )
    with op.batch_alter_table("account_closings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_closings_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_account_closings_due", ["due_at"], unique=False)
        batch_op.create_index(
            "uq_account_closings_open",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("taken_back_at is null and done_at is null"),
            postgresql_where=sa.text("taken_back_at is null and done_at is null"),
        )

    op.add_column("accounts", sa.Column("erased_at", lms.core.models.UtcDateTime(timezone=True), nullable=True))

    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_hash", sa.String(), nullable=True))


def downgrade() -> None:
    # Not by making the table anew: that would turn the condition of another column into one of the table.
    op.execute("alter table certificates drop column name_hash")

    op.execute("alter table accounts drop column erased_at")

    with op.batch_alter_table("account_closings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_account_closings_open",
            sqlite_where=sa.text("taken_back_at is null and done_at is null"),
            postgresql_where=sa.text("taken_back_at is null and done_at is null"),
        )
        batch_op.drop_index("ix_account_closings_due")
        batch_op.drop_index(batch_op.f("ix_account_closings_account_id"))

    op.drop_table("account_closings")
    op.drop_table("answer_tallies")
