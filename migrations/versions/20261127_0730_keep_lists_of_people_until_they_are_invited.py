"""Keep lists of people until they are invited

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0730"
down_revision = "20261127_0645"


def upgrade() -> None:
    op.create_table(
        "nomination_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=True),
        sa.Column("call_place_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language in ('ky', 'ru', 'en')", name=op.f("ck_nomination_lists_known_language")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_nomination_lists_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["call_place_id"], ["call_places.id"], name=op.f("fk_nomination_lists_call_place_id_call_places")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_nomination_lists_institution_id_institutions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_lists")),
    )
    with op.batch_alter_table("nomination_lists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_lists_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_lists_call_place_id"), ["call_place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_lists_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_lists_institution_id"), ["institution_id"], unique=False)

    op.add_column("calls", sa.Column("closed_at", lms.core.models.UtcDateTime(timezone=True), nullable=True))
    op.add_column("invitations", sa.Column("search_text", sa.String(), server_default="", nullable=False))
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("invitations", "sort_key", type_=sa.String(collation="C"))


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("invitations", "sort_key", type_=sa.String())
    # Not as a batch: on SQLite that would copy the tables and leave their checks behind.
    op.drop_column("invitations", "search_text")
    op.drop_column("calls", "closed_at")
    with op.batch_alter_table("nomination_lists", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_lists_institution_id"))
        batch_op.drop_index(batch_op.f("ix_nomination_lists_expires_at"))
        batch_op.drop_index(batch_op.f("ix_nomination_lists_call_place_id"))
        batch_op.drop_index(batch_op.f("ix_nomination_lists_account_id"))

    op.drop_table("nomination_lists")
