"""Know who rolled up

Adds columns that the running code does not know: it makes the roll-up without naming a version, and nobody reads what
it made. Reports read the enrolments until the nightly job or ``reports rebuild`` of this code has made all of it.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1330"
down_revision = "20261128_1300"

MOMENT = lms.core.models.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.add_column("report_rollup", sa.Column("doubts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("report_rollup", sa.Column("version", sa.Integer(), nullable=True))
    op.add_column("report_rollup", sa.Column("versioned_at", MOMENT, nullable=True))


def downgrade() -> None:
    for name in ("versioned_at", "version", "doubts"):
        op.drop_column("report_rollup", name)
