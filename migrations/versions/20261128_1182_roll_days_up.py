"""Roll days up

Completions and first certificates as short rows, by what they are counted; and in which institution somebody began.
The rows of starts are made anew by the nightly job or ``reports rebuild``, as all others; until then reports read the
enrolments. The running code does not know the new table and column, and leaves them empty.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261128_1182"
down_revision = "20261128_1212"

PARENTS = {"facts": "report_facts", "person": "report_people", "institution": "report_places"}


def upgrade() -> None:
    make_starts_anew(place())
    key = ("what", "facts", "month", "person", "turn")
    create("report_days", key, sa.Column("day", sa.Date(), nullable=False), place())


def downgrade() -> None:
    op.drop_table("report_days")
    make_starts_anew()


def place() -> sa.Column[int]:
    return sa.Column("institution", sa.Integer(), nullable=True)


def make_starts_anew(*more: sa.Column[int]) -> None:
    op.execute("update report_rollup set is_whole = false")
    op.drop_table("report_starts")
    key = ("facts", "cohort", "done", "month", "person", "turn")
    create("report_starts", key, sa.Column("started_on", sa.Date(), nullable=False), *more)


def create(name: str, key: tuple[str, ...], *more: sa.Column[Any]) -> None:
    columns: list[sa.Column[Any]] = [sa.Column(part, sa.Integer(), autoincrement=False, nullable=False) for part in key]
    parents = {column.name: PARENTS[column.name] for column in (*columns, *more) if column.name in PARENTS}
    op.create_table(
        name,
        *columns,
        *more,
        *(
            sa.ForeignKeyConstraint([own], [f"{table}.number"], name=op.f(f"fk_{name}_{own}_{table}"))
            for own, table in parents.items()
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(f"ix_{name}_person"), name, ["person"])
