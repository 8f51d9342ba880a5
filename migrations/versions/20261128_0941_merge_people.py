"""Merge people

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_0941"
down_revision = "20261128_0940"

MOMENT = lms.core.models.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "person_merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("person_id <> into_id", name=op.f("ck_person_merges_of_two")),
        sa.CheckConstraint(
            "(undone_at is null) = (undone_by_id is null)", name=op.f("ck_person_merges_undone_by_somebody")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_person_merges_person_id_persons")),
        sa.ForeignKeyConstraint(["into_id"], ["persons.id"], name=op.f("fk_person_merges_into_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merges")),
    )
    for column in ("person_id", "into_id"):
        op.create_index(f"ix_person_merges_{column}", "person_merges", [column])
    stands = sa.text("undone_at is null")
    op.create_index(
        "uq_person_merges_standing",
        "person_merges",
        ["person_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_table(
        "likely_pairs",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.CheckConstraint("person_id < other_id", name=op.f("ck_likely_pairs_smaller_first")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_likely_pairs_person_id_persons")),
        sa.ForeignKeyConstraint(["other_id"], ["persons.id"], name=op.f("fk_likely_pairs_other_id_persons")),
        sa.PrimaryKeyConstraint("person_id", "other_id", name=op.f("pk_likely_pairs")),
    )
    op.create_index("ix_likely_pairs_other_id", "likely_pairs", ["other_id"])
    op.create_index("ix_likely_pairs_score", "likely_pairs", ["score"])


def downgrade() -> None:
    op.drop_table("likely_pairs")
    op.drop_table("person_merges")
