"""Remember former authors

Whoever is taken off a module's authors has written it all the same, and does not sign it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1240"
down_revision = "20261128_1182"


def upgrade() -> None:
    op.create_table(
        "former_authors",
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_former_authors_module_id_training_modules")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_former_authors_account_id_accounts")),
        sa.PrimaryKeyConstraint("module_id", "account_id", name=op.f("pk_former_authors")),
    )
    op.create_index(op.f("ix_former_authors_account_id"), "former_authors", ["account_id"])


def downgrade() -> None:
    op.drop_table("former_authors")
