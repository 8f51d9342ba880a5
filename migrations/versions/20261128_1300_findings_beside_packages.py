"""Findings beside packages

What other readers of a module have found comes with its package and leaves with it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1300"
down_revision = "20261128_1240"


def upgrade() -> None:
    op.add_column("package_records", sa.Column("findings", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("package_records", "findings")
