"""Keep answers of earlier rounds of review

What an earlier round has answered stands in the next one where nothing has changed that it looks at.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1211"
down_revision = "20261128_1181"


def upgrade() -> None:
    op.add_column("reviews", sa.Column("kept", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("review_signatures", sa.Column("is_kept", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.execute("delete from review_signatures where is_kept")
    op.drop_column("review_signatures", "is_kept")
    op.drop_column("reviews", "kept")
