"""Correct keys

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_1210"
down_revision = "20261127_1200"

MOMENT = lms.core.models.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "key_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("is_point_for_all", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_key_corrections_by_id_accounts")),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_key_corrections_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_corrections")),
    )
    op.create_index(op.f("ix_key_corrections_by_id"), "key_corrections", ["by_id"])
    op.create_index(op.f("ix_key_corrections_module_id"), "key_corrections", ["module_id"])
    op.create_table(
        "corrected_questions",
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("key_before", sa.String(), nullable=False),
        sa.Column("key_after", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["key_corrections.id"],
            name=op.f("fk_corrected_questions_correction_id_key_corrections"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_corrected_questions_edition_id_editions")
        ),
        sa.PrimaryKeyConstraint("correction_id", "edition_id", name=op.f("pk_corrected_questions")),
    )
    op.create_index(op.f("ix_corrected_questions_edition_id"), "corrected_questions", ["edition_id"])
    op.create_table(
        "mark_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("scale", sa.Integer(), nullable=False),
        sa.Column("points_before", sa.BigInteger(), nullable=False),
        sa.Column("points_after", sa.BigInteger(), nullable=False),
        sa.Column("total_before", sa.BigInteger(), nullable=True),
        sa.Column("total_after", sa.BigInteger(), nullable=True),
        sa.Column("key_before", sa.String(), nullable=False),
        sa.Column("key_after", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_mark_changes_attempt_id_attempts")),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["key_corrections.id"], name=op.f("fk_mark_changes_correction_id_key_corrections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_changes")),
        sa.UniqueConstraint("attempt_id", "correction_id", name=op.f("uq_mark_changes_attempt_id_correction_id")),
    )
    op.create_index(op.f("ix_mark_changes_correction_id"), "mark_changes", ["correction_id"])
    op.create_index(op.f("ix_mark_changes_at"), "mark_changes", ["at"])
    op.create_table(
        "pass_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state in ('pending', 'kept', 'withdrawn', 'overtaken')", name=op.f("ck_pass_decisions_known_state")
        ),
        sa.CheckConstraint(
            "(state = 'pending') = (decided_at is null)", name=op.f("ck_pass_decisions_decided_with_moment")
        ),
        sa.CheckConstraint(
            "(state in ('kept', 'withdrawn')) = (reason is not null)",
            name=op.f("ck_pass_decisions_decided_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_pass_decisions_enrolment_id_enrolments")
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["key_corrections.id"], name=op.f("fk_pass_decisions_correction_id_key_corrections")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_pass_decisions_decided_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pass_decisions")),
    )
    for column in ("enrolment_id", "correction_id", "decided_by_id"):
        op.create_index(op.f(f"ix_pass_decisions_{column}"), "pass_decisions", [column])
    op.create_index(
        "uq_pass_decisions_pending",
        "pass_decisions",
        ["enrolment_id"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )


def downgrade() -> None:
    for table in ("pass_decisions", "mark_changes", "corrected_questions", "key_corrections"):
        op.drop_table(table)
