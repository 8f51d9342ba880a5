"""Roll starts up

Enrolments as short rows, by what they are counted. Adds a table that the running code does not know. Reports read the
enrolments until the nightly job or ``reports rebuild`` has made all of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1181"
down_revision = "20261128_1180"

KEY = ("facts", "cohort", "done", "month", "person", "turn")


def upgrade() -> None:
    op.execute("update report_rollup set is_whole = false")
    op.create_table(
        "report_starts",
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in KEY),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["facts"], ["report_facts.number"], name=op.f("fk_report_starts_facts_report_facts")),
        sa.ForeignKeyConstraint(
            ["person"], ["report_people.number"], name=op.f("fk_report_starts_person_report_people")
        ),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_report_starts")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_report_starts_person"), "report_starts", ["person"])


def downgrade() -> None:
    op.drop_table("report_starts")
