"""Keep the question open whether the meaning has changed

Which steps of a draft saved themselves, so that nobody has been asked yet. Adds a column; the running code does not
know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1191"
down_revision = "20261128_1211"


def upgrade() -> None:
    op.add_column("draft_versions", sa.Column("is_unasked", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("draft_versions", "is_unasked")
