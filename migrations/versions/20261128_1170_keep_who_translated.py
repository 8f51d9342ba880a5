"""Keep who has translated

Who has said of which translation how far it is, and when. Adds a table; the running code does not know it.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1170"
down_revision = "20261128_1151"


def upgrade() -> None:
    op.create_table(
        "translation_marks",
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("marked_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("marked_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_translation_marks_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("module_id", "language", "text_hash", name=op.f("pk_translation_marks")),
    )


def downgrade() -> None:
    op.drop_table("translation_marks")
