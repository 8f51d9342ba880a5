"""Take packages in

Packages of modules that somebody has sent, until they are taken in. Adds a table; the running code does not know it.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1192"
down_revision = "20261128_1191"


def upgrade() -> None:
    op.create_table(
        "package_uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("slug", sa.String(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("beside", sa.JSON(), nullable=False),
        sa.Column("compared_with", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state in ('waiting', 'refused', 'read', 'taken')", name=op.f("ck_package_uploads_known_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_uploads")),
    )
    op.create_index(op.f("ix_package_uploads_made_at"), "package_uploads", ["made_at"])


def downgrade() -> None:
    op.drop_table("package_uploads")
