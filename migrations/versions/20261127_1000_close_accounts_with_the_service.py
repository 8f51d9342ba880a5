"""Close accounts with the service

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

An account may also close because the service ends. Going down, such closings are over: the code before knows none.
"""

from alembic import op

revision = "20261127_1000"
down_revision = "20261127_0950"

NAME = "ck_account_closings_known_reason"


def upgrade() -> None:
    know("why in ('asked', 'unused', 'end')")


def downgrade() -> None:
    op.execute("delete from account_closings where why = 'end'")
    know("why in ('asked', 'unused')")


def know(reasons: str) -> None:
    with op.batch_alter_table("account_closings") as table:
        table.drop_constraint(op.f(NAME), type_="check")
        table.create_check_constraint(op.f(NAME), reasons)
