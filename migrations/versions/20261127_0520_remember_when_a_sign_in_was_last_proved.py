"""Remember when a sign-in was last proved

Sign-ins that are open when this runs were proved at a moment nobody wrote down: their owners are asked once more.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0520"
down_revision = "20261127_0502"


def upgrade() -> None:
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proved_at", lms.core.models.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_column("proved_at")
