"""State what was missing

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_0940"
down_revision = "20261128_0900"

MOMENT = lms.core.models.UtcDateTime(timezone=True)
FACTS = ("sex", "age", "agency", "steps", "completion")
KINDS = ("sex", "age", "agency", "completions", "duplicates")


def act_that_can_be_undone(table: str) -> list[sa.Column | sa.CheckConstraint]:
    return [
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(undone_at is null) = (undone_by_id is null)", name=op.f(f"ck_{table}_undone_by_somebody")),
    ]


def upgrade() -> None:
    op.create_table(
        "fact_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        sa.Column("fact", sa.Enum(*FACTS, name="corrected", native_enum=False, length=32), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        *act_that_can_be_undone("fact_corrections"),
        sa.CheckConstraint(f"fact in {FACTS!r}", name=op.f("ck_fact_corrections_known_fact")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_fact_corrections_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_fact_corrections_enrolment_id_enrolments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_corrections")),
    )
    for column in ("batch_id", "person_id", "enrolment_id"):
        op.create_index(f"ix_fact_corrections_{column}", "fact_corrections", [column])
    op.create_table(
        "set_asides",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="kind", native_enum=False, length=32), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_person_id", sa.Uuid(), nullable=True),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        *act_that_can_be_undone("set_asides"),
        sa.CheckConstraint(f"kind in {KINDS!r}", name=op.f("ck_set_asides_known_kind")),
        sa.CheckConstraint(
            "(kind = 'duplicates') = (other_person_id is not null)", name=op.f("ck_set_asides_two_people_if_duplicates")
        ),
        sa.CheckConstraint(
            "(kind = 'completions') = (enrolment_id is not null)", name=op.f("ck_set_asides_enrolment_if_completion")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_set_asides_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["other_person_id"], ["persons.id"], name=op.f("fk_set_asides_other_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_set_asides_enrolment_id_enrolments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_asides")),
    )
    for column in ("person_id", "other_person_id", "enrolment_id"):
        op.create_index(f"ix_set_asides_{column}", "set_asides", [column])


def downgrade() -> None:
    op.drop_table("set_asides")
    op.drop_table("fact_corrections")
