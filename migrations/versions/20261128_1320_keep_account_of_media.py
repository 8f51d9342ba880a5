"""Keep account of media

A table of what the store keeps for modules, filled by the nightly job from the store itself; the running code does not
know it.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1320"
down_revision = "20261128_1310"

MOMENT = lms.core.models.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "kept_media",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("unused_since", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_kept_media")),
    )


def downgrade() -> None:
    op.drop_table("kept_media")
