"""Roll outcomes up

What people achieved in closed cohorts, as short rows beside those of completions. Adds a column and tables; the running
code does not know them. Reports read the enrolments until the nightly job or ``reports rebuild`` has made all of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1180"
down_revision = "20261128_1190"

FACTS = ("sex", "age_band", "region", "profession", "institution_type", "workplace_confirmed", "language")


def upgrade() -> None:
    op.add_column("report_rollup", sa.Column("last_cohort", sa.Integer(), nullable=True))
    op.execute("update report_rollup set is_whole = false")
    op.create_table(
        "report_facts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("module", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Boolean() if name == "workplace_confirmed" else sa.String(), nullable=False)
            for name in FACTS
        ),
        sa.ForeignKeyConstraint(
            ["module"], ["report_modules.number"], name=op.f("fk_report_facts_module_report_modules")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_report_facts")),
        sa.UniqueConstraint("module", *FACTS, name="uq_report_facts"),
    )
    brought = ("after", "before", "before_possible")
    op.create_table(
        "report_results",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("scale", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in brought),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_report_results_edition_id_editions")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_report_results")),
        sa.UniqueConstraint("edition_id", "form", "scale", *brought, "reached", name="uq_report_results"),
    )
    create_outcomes()


def create_outcomes() -> None:
    keys = (("facts", "facts"), ("result", "results"), ("person", "people"), ("institution", "places"))
    op.create_table(
        "report_outcomes",
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in ("facts", "result", "cohort")),
        sa.Column("person", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("institution", "cohort_before", "cohort_after")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"report_{table}.number"], name=op.f(f"fk_report_outcomes_{column}_report_{table}")
            )
            for column, table in keys
        ),
        sa.PrimaryKeyConstraint("facts", "result", "cohort", "person", name=op.f("pk_report_outcomes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_report_outcomes_person"), "report_outcomes", ["person"])


def downgrade() -> None:
    for table in ("report_outcomes", "report_results", "report_facts"):
        op.drop_table(table)
    op.drop_column("report_rollup", "last_cohort")
