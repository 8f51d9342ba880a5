"""Packages that passed

A package that has passed the checks is not checked again at the next start, as long as both are the same.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1301"
down_revision = "20261128_1330"


def upgrade() -> None:
    op.add_column("package_records", sa.Column("passed", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("package_records", "passed")
