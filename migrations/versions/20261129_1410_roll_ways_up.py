"""Roll ways up

How far enrolments that are not completed have come, as short rows beside those of completions. Adds a table that the
running code does not know. Reports read the enrolments until the nightly job or ``reports rebuild`` has made all of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_1410"
down_revision = "20261128_1320"

KEYS = (("person", "people"), ("facts", "facts"), ("institution", "places"))


def upgrade() -> None:
    op.create_table(
        "report_ways",
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in ("person", "turn")),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("institution", sa.Integer(), nullable=True),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("has_tried", sa.Boolean(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"report_{table}.number"], name=op.f(f"fk_report_ways_{column}_report_{table}")
            )
            for column, table in KEYS
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_report_ways_edition_id_editions")),
        sa.PrimaryKeyConstraint("person", "turn", name=op.f("pk_report_ways")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_report_ways_edition_id"), "report_ways", ["edition_id"])


def downgrade() -> None:
    op.drop_table("report_ways")
