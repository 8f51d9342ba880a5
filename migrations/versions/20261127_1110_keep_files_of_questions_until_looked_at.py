"""Keep files of questions until somebody has looked at them

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_1110"
down_revision = "20261127_1100"


def upgrade() -> None:
    op.create_table(
        "question_uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_question_uploads_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_uploads")),
    )
    op.create_index(op.f("ix_question_uploads_module_id"), "question_uploads", ["module_id"])
    op.create_index(op.f("ix_question_uploads_made_at"), "question_uploads", ["made_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_question_uploads_made_at"), table_name="question_uploads")
    op.drop_index(op.f("ix_question_uploads_module_id"), table_name="question_uploads")
    op.drop_table("question_uploads")
