"""Sign in through a provider"""

import sqlalchemy as sa
from alembic import op

from lms.core.models import UtcDateTime

revision = "20261127_0840"
down_revision = "20261127_0830"


def upgrade() -> None:
    op.create_table(
        "linked_identities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("linked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_linked_identities_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linked_identities")),
        sa.UniqueConstraint("account_id", name=op.f("uq_linked_identities_account_id")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_linked_identities_issuer_subject")),
    )
    with op.batch_alter_table("half_sign_ins", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proved_at", UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("half_sign_ins", schema=None) as batch_op:
        batch_op.drop_column("proved_at")
    op.drop_table("linked_identities")
