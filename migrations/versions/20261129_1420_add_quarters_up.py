"""Add quarters up

First attempts of closed quarters, added up for reports. The tables begin empty: until the night reports count the
attempts, as the running code does.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_1420"
down_revision = "20261129_1410"


def upgrade() -> None:
    op.create_table(
        "report_quarters",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_report_quarters")),
    )
    op.create_table(
        "report_firsts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("points_possible", sa.Integer(), nullable=False),
        sa.Column("reached_at", sa.Integer(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("squares", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quarter"], ["report_quarters.number"], name=op.f("fk_report_firsts_quarter_report_quarters")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_report_firsts_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_report_firsts_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_firsts")),
    )
    for column in ("quarter", "institution_id", "module_id"):
        op.create_index(op.f(f"ix_report_firsts_{column}"), "report_firsts", [column])


def downgrade() -> None:
    op.drop_table("report_firsts")
    op.drop_table("report_quarters")
