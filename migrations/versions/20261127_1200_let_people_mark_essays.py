"""Let people mark essays

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_1200"
down_revision = "20261127_1110"

MOMENT = lms.core.models.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "essays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("handed_in_at", MOMENT, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("is_double", sa.Boolean(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.CheckConstraint("wanted between 1 and 3", name=op.f("ck_essays_one_to_three_opinions")),
        sa.CheckConstraint("is_double = (wanted > 1)", name=op.f("ck_essays_double_wants_two")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_essays_attempt_id_attempts")),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_essays_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_essays")),
        sa.UniqueConstraint("attempt_id", "question_key", name=op.f("uq_essays_attempt_id_question_key")),
        sa.UniqueConstraint("id", "is_double", name=op.f("uq_essays_id_is_double")),
    )
    op.create_index("ix_essays_waiting", "essays", ["module_id", "decided_at", "handed_in_at"])
    op.create_table(
        "grades",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("essay_id", sa.Uuid(), nullable=False),
        sa.Column("is_double", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("marker_id", sa.Uuid(), nullable=False),
        sa.Column("taken_until", MOMENT, nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=True),
        sa.CheckConstraint("place between 1 and 3", name=op.f("ck_grades_known_place")),
        sa.CheckConstraint("is_double or place = 1", name=op.f("ck_grades_one_opinion_if_single")),
        sa.CheckConstraint("(saved_at is null) = (points is null)", name=op.f("ck_grades_saved_with_points")),
        sa.ForeignKeyConstraint(
            ["essay_id", "is_double"],
            ["essays.id", "essays.is_double"],
            name=op.f("fk_grades_essay_id_is_double_essays"),
        ),
        sa.ForeignKeyConstraint(["marker_id"], ["accounts.id"], name=op.f("fk_grades_marker_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grades")),
        sa.UniqueConstraint("essay_id", "marker_id", name=op.f("uq_grades_essay_id_marker_id")),
        sa.UniqueConstraint("essay_id", "place", name=op.f("uq_grades_essay_id_place")),
    )
    op.create_index(op.f("ix_grades_marker_id"), "grades", ["marker_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_grades_marker_id"), table_name="grades")
    op.drop_table("grades")
    op.drop_index("ix_essays_waiting", table_name="essays")
    op.drop_table("essays")
