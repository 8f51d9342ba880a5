"""Answer comments of reviewers

A comment names the paragraph it is about, in its language and as it stood; whoever wrote the text answers it.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1212"
down_revision = "20261128_1192"


def upgrade() -> None:
    op.add_column("review_comments", sa.Column("identity", sa.String(), nullable=True))
    op.add_column("review_comments", sa.Column("language", sa.String(), nullable=True))
    op.add_column("review_comments", sa.Column("quote", sa.Text(), nullable=True))
    op.create_table(
        "review_replies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["review_comments.id"], name=op.f("fk_review_replies_comment_id_review_comments")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_review_replies_author_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_replies")),
    )
    op.create_index(op.f("ix_review_replies_comment_id"), "review_replies", ["comment_id"])
    op.create_index(op.f("ix_review_replies_author_id"), "review_replies", ["author_id"])


def downgrade() -> None:
    op.drop_table("review_replies")
    op.drop_column("review_comments", "quote")
    op.drop_column("review_comments", "language")
    op.drop_column("review_comments", "identity")
