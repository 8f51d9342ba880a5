"""Ask anonymously

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

No column of these tables holds a moment, and on SQLite none of them has a hidden number of its rows: nothing may tell
in which order they were written.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0910"
down_revision = "20261128_0950"


def upgrade() -> None:
    op.create_table(
        "evaluation_boxes",
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("holds", sa.String(32), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.CheckConstraint("holds in ('replies', 'marks')", name=op.f("ck_evaluation_boxes_known_content")),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_evaluation_boxes_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("module_id", "holds", name=op.f("pk_evaluation_boxes")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "evaluation_marks",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.String(32), nullable=False),
        sa.CheckConstraint("occasion in ('module')", name=op.f("ck_evaluation_marks_known_occasion")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_evaluation_marks_enrolment_id_enrolments")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "occasion", name=op.f("pk_evaluation_marks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "evaluation_replies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("sex", sa.String(32), nullable=True),
        sa.Column("relevance", sa.Integer(), nullable=False),
        sa.Column("clarity", sa.Integer(), nullable=False),
        sa.Column("respect", sa.Integer(), nullable=False),
        sa.Column("usefulness", sa.Integer(), nullable=False),
        sa.Column("ease", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(), nullable=True),
        sa.CheckConstraint(
            "relevance between 1 and 5 and clarity between 1 and 5 and respect between 1 and 5"
            " and usefulness between 1 and 5 and ease between 1 and 5",
            name=op.f("ck_evaluation_replies_one_to_five"),
        ),
        sa.CheckConstraint("sex in ('female', 'male', 'other')", name=op.f("ck_evaluation_replies_known_sex")),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_evaluation_replies_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_replies")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_evaluation_replies_module_id_month", "evaluation_replies", ["module_id", "month"])


def downgrade() -> None:
    op.drop_table("evaluation_replies")
    op.drop_table("evaluation_marks")
    op.drop_table("evaluation_boxes")
