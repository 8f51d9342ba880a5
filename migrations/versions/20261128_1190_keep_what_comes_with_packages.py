"""Keep what comes with packages

Who signed a package elsewhere and what is open in it, so that it leaves as it came; words that its signers let stand
have nobody here who asked. Adds a table and lets one column be empty; the running code writes neither.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_1190"
down_revision = "20261128_1230"


def upgrade() -> None:
    op.create_table(
        "package_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("document_hash", sa.String(), nullable=False),
        sa.Column("signatures", sa.JSON(), nullable=False),
        sa.Column("open_questions", sa.String(), nullable=False),
        sa.Column("loaded_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_package_records_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_records")),
        sa.UniqueConstraint("module_id", "document_hash", name=op.f("uq_package_records_module_id_document_hash")),
    )
    with op.batch_alter_table("wording_waivers") as batch_op:
        batch_op.alter_column("asked_by_id", existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    op.execute("delete from wording_waivers where asked_by_id is null")
    with op.batch_alter_table("wording_waivers") as batch_op:
        batch_op.alter_column("asked_by_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("package_records")
