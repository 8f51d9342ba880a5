"""Keep to the rules of an attempt

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

How far somebody has come where no question can be opened again; more time and more tries for single people; and a set
of tries that can grow. Going down, the tries that were given stay in the size of their set.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_1300"
down_revision = "20261127_1220"

MOMENT = lms.core.models.UtcDateTime(timezone=True)
PLACES = "fk_tries_set_id_set_size_try_sets"
ATTEMPTS = {
    "reached_a_place": "reached >= 0",
    "due_after_the_start": "due_at is null or due_at >= started_at",
}


def upgrade() -> None:
    with op.batch_alter_table("attempts") as table:
        table.add_column(sa.Column("reached", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("attempts") as table:
        table.alter_column("reached", server_default=None, existing_type=sa.Integer())
        for name, rule in ATTEMPTS.items():
            table.create_check_constraint(op.f(f"ck_attempts_{name}"), rule)
    tie_places(onupdate="CASCADE")
    op.create_table(
        "test_exceptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("extra_tries", sa.Integer(), nullable=False),
        sa.Column("set_number", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("extra_minutes >= 0", name=op.f("ck_test_exceptions_no_less_time")),
        sa.CheckConstraint("extra_tries >= 0", name=op.f("ck_test_exceptions_no_fewer_tries")),
        sa.CheckConstraint("extra_minutes + extra_tries > 0", name=op.f("ck_test_exceptions_gives_something")),
        sa.CheckConstraint("(extra_tries = 0) = (set_number is null)", name=op.f("ck_test_exceptions_tries_of_a_set")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_test_exceptions_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_test_exceptions_module_id_training_modules")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_test_exceptions_by_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_exceptions")),
    )
    op.create_index("ix_test_exceptions_person_id", "test_exceptions", ["person_id", "module_id"])
    op.create_index(op.f("ix_test_exceptions_module_id"), "test_exceptions", ["module_id"])
    op.create_index(op.f("ix_test_exceptions_by_id"), "test_exceptions", ["by_id"])


def downgrade() -> None:
    op.drop_table("test_exceptions")
    tie_places(onupdate=None)
    with op.batch_alter_table("attempts") as table:
        for name in ATTEMPTS:
            table.drop_constraint(op.f(f"ck_attempts_{name}"), type_="check")
        table.drop_column("reached")


def tie_places(*, onupdate: str | None) -> None:
    """Whether the places of a set go along when it grows."""
    with op.batch_alter_table("tries") as table:
        table.drop_constraint(op.f(PLACES), type_="foreignkey")
        table.create_foreign_key(op.f(PLACES), "try_sets", ["set_id", "set_size"], ["id", "size"], onupdate=onupdate)
