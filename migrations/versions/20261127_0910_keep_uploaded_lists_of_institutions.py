"""Keep uploaded lists of institutions

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0910"
down_revision = "20261127_0900"


def upgrade() -> None:
    op.create_table(
        "institution_uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("added_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("added_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_uploads")),
    )
    op.create_index(op.f("ix_institution_uploads_made_at"), "institution_uploads", ["made_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_institution_uploads_made_at"), table_name="institution_uploads")
    op.drop_table("institution_uploads")
