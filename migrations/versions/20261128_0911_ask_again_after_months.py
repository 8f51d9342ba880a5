"""Ask again after three and six months

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

As with the other replies: no moment, and on SQLite no hidden number of the rows. When a coder read one may be known.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0911"
down_revision = "20261128_0941"

KNOWN = "ck_evaluation_marks_known_occasion"


def upgrade() -> None:
    know("occasion in ('module', 'three_months', 'six_months')")
    op.create_table(
        "follow_up_replies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.String(32), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("sex", sa.String(32), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("example", sa.String(), nullable=True),
        sa.CheckConstraint(
            "occasion in ('three_months', 'six_months')", name=op.f("ck_follow_up_replies_known_occasion")
        ),
        sa.CheckConstraint("sex in ('female', 'male', 'other')", name=op.f("ck_follow_up_replies_known_sex")),
        sa.CheckConstraint(
            "outcome in ('used', 'not_yet', 'no_occasion')", name=op.f("ck_follow_up_replies_known_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_follow_up_replies_module_id_training_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_replies")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_follow_up_replies_module_id_month", "follow_up_replies", ["module_id", "month"])
    op.create_table(
        "evaluation_codings",
        sa.Column("reply_id", sa.Uuid(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("is_applied", sa.Boolean(), nullable=False),
        sa.Column("coded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["follow_up_replies.id"], name=op.f("fk_evaluation_codings_reply_id_follow_up_replies")
        ),
        sa.ForeignKeyConstraint(["coder_id"], ["accounts.id"], name=op.f("fk_evaluation_codings_coder_id_accounts")),
        sa.PrimaryKeyConstraint("reply_id", "coder_id", name=op.f("pk_evaluation_codings")),
    )
    op.create_index("ix_evaluation_codings_coder_id", "evaluation_codings", ["coder_id"])


def downgrade() -> None:
    op.drop_table("evaluation_codings")
    op.drop_table("follow_up_replies")
    op.execute("delete from evaluation_marks where occasion <> 'module'")
    know("occasion in ('module')")


def know(occasions: str) -> None:
    with op.batch_alter_table("evaluation_marks", table_kwargs={"sqlite_with_rowid": False}) as table:
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), occasions)
