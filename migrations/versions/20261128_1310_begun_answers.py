"""Begun answers

A checklist of a review may be answered in part and gone on with later.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1310"
down_revision = "20261128_1301"


def upgrade() -> None:
    op.create_table(
        "begun_answers",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('gender', 'rights', 'law', 'kyrgyz')", name=op.f("ck_begun_answers_known_kind")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_begun_answers_review_id_reviews")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_begun_answers_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_begun_answers")),
        sa.UniqueConstraint("review_id", "kind", "account_id", name=op.f("uq_begun_answers_review_id_kind_account_id")),
    )
    op.create_index(op.f("ix_begun_answers_account_id"), "begun_answers", ["account_id"])


def downgrade() -> None:
    op.drop_table("begun_answers")
