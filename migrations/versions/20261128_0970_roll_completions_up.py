"""Roll completions up

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

The rows are made by the nightly job or by ``reports rebuild``; until then reports read the enrolments.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_0970"
down_revision = "20261128_0910"

MOMENT = lms.core.models.UtcDateTime(timezone=True)


def upgrade() -> None:
    rollup = op.create_table(
        "report_rollup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("filled_at", MOMENT, nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_report_rollup_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_rollup")),
    )
    op.bulk_insert(rollup, [{"id": 1, "is_whole": False, "filled_at": None}])
    for table, column, whose, more in (
        ("report_people", "person_id", "persons", []),
        ("report_modules", "module_id", "training_modules", [sa.Column("is_core", sa.Boolean(), nullable=False)]),
        ("report_places", "institution_id", "institutions", []),
    ):
        op.create_table(
            table,
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column(column, sa.Uuid(), nullable=False),
            *more,
            sa.ForeignKeyConstraint([column], [f"{whose}.id"], name=op.f(f"fk_{table}_{column}_{whose}")),
            sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint(column, name=op.f(f"uq_{table}_{column}")),
        )
    create_completions()


def create_completions() -> None:
    op.create_table(
        "report_completions",
        sa.Column("person", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("module", sa.Integer(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("previous_on", sa.Date(), nullable=True),
        sa.Column("previous_core_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("age_band", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("profession", sa.String(), nullable=True),
        sa.Column("institution_type", sa.String(), nullable=True),
        sa.Column("institution", sa.Integer(), nullable=True),
        sa.Column("workplace_confirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["report_people.number"], name=op.f("fk_report_completions_person_report_people")
        ),
        sa.ForeignKeyConstraint(
            ["record"], ["report_people.number"], name=op.f("fk_report_completions_record_report_people")
        ),
        sa.ForeignKeyConstraint(
            ["module"], ["report_modules.number"], name=op.f("fk_report_completions_module_report_modules")
        ),
        sa.ForeignKeyConstraint(
            ["institution"], ["report_places.number"], name=op.f("fk_report_completions_institution_report_places")
        ),
        sa.PrimaryKeyConstraint("person", "turn", name=op.f("pk_report_completions")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("report_completions", "report_places", "report_modules", "report_people", "report_rollup"):
        op.drop_table(table)
