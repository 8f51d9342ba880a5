"""Hold tests on paper

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

Sheets are printed before they are anybody's; an attempt that was answered on one says so. Going down, such attempts
stay, as if they had been answered on the screen.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_1220"
down_revision = "20261127_1210"

MOMENT = lms.core.models.UtcDateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("attempts") as table:
        table.add_column(sa.Column("is_on_paper", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("attempts") as table:
        table.alter_column("is_on_paper", server_default=None, existing_type=sa.Boolean())
    make_batches()
    make_sheets()


def make_batches() -> None:
    op.create_table(
        "paper_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Enum("pre_test", "final", name="attemptkind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("is_large", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind in ('pre_test', 'final')", name=op.f("ck_paper_batches_known_kind")),
        sa.CheckConstraint("count between 1 and 100", name=op.f("ck_paper_batches_some_sheets")),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_paper_batches_module_id_training_modules")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_paper_batches_edition_id_editions")),
        sa.ForeignKeyConstraint(["made_by_id"], ["accounts.id"], name=op.f("fk_paper_batches_made_by_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batches")),
    )
    for column in ("module_id", "edition_id", "made_by_id"):
        op.create_index(op.f(f"ix_paper_batches_{column}"), "paper_batches", [column])


def make_sheets() -> None:
    op.create_table(
        "paper_sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.JSON(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("typed_by_id", sa.Uuid(), nullable=True),
        sa.Column("typed_at", MOMENT, nullable=True),
        sa.Column("compared_by_id", sa.Uuid(), nullable=True),
        sa.Column("compared_at", MOMENT, nullable=True),
        sa.Column("ready_at", MOMENT, nullable=True),
        sa.Column("handed_in_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=True),
        *[sa.CheckConstraint(rule, name=op.f(f"ck_paper_sheets_{name}")) for name, rule in RULES.items()],
        sa.ForeignKeyConstraint(
            ["batch_id"], ["paper_batches.id"], name=op.f("fk_paper_sheets_batch_id_paper_batches")
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_paper_sheets_attempt_id_attempts")),
        sa.ForeignKeyConstraint(["typed_by_id"], ["accounts.id"], name=op.f("fk_paper_sheets_typed_by_id_accounts")),
        sa.ForeignKeyConstraint(
            ["compared_by_id"], ["accounts.id"], name=op.f("fk_paper_sheets_compared_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheets")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_paper_sheets_attempt_id")),
        sa.UniqueConstraint("code", name=op.f("uq_paper_sheets_code")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_paper_sheets_batch_id_number")),
    )
    for column in ("typed_by_id", "compared_by_id"):
        op.create_index(op.f(f"ix_paper_sheets_{column}"), "paper_sheets", [column])


RULES = {
    "known_form": "form in ('A', 'B')",
    "counted_from_one": "number >= 1",
    "claimed_at_a_moment": "attempt_id is null or claimed_at is not null",
    "typed_by_somebody": "(typed_at is null) = (typed_by_id is null)",
    "compared_by_somebody": "(compared_at is null) = (compared_by_id is null)",
    "ready_when_typed": "ready_at is null or typed_at is not null",
    "handed_in_when_ready": "handed_in_at is null or (ready_at is not null and claimed_at is not null)",
    "ended_with_reason": "(ended_at is null) = (ended_reason is null)",
    "ended_or_handed_in": "ended_at is null or handed_in_at is null",
}


def downgrade() -> None:
    op.drop_table("paper_sheets")
    op.drop_table("paper_batches")
    with op.batch_alter_table("attempts") as table:
        table.drop_column("is_on_paper")
