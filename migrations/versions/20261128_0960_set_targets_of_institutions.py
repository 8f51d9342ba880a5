"""Set targets of institutions

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

Rows are only added: the newest of an institution and a year holds.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_0960"
down_revision = "20261128_0980"


def upgrade() -> None:
    op.create_table(
        "institution_targets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("completion", sa.Integer(), nullable=True),
        sa.Column("women", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("people >= 1", name=op.f("ck_institution_targets_some_people")),
        sa.CheckConstraint("completion between 1 and 100", name=op.f("ck_institution_targets_completion_in_per_cent")),
        sa.CheckConstraint("women between 1 and 99", name=op.f("ck_institution_targets_women_in_per_cent")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_institution_targets_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["accounts.id"], name=op.f("fk_institution_targets_set_by_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_targets")),
    )
    op.create_index(op.f("ix_institution_targets_institution_id"), "institution_targets", ["institution_id"])
    op.create_index(op.f("ix_institution_targets_set_by_id"), "institution_targets", ["set_by_id"])
    op.create_index("ix_institution_targets_year", "institution_targets", ["year", "institution_id", "set_at"])


def downgrade() -> None:
    op.drop_table("institution_targets")
