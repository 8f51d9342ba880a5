"""Verify contacts

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

Demo accounts exist to be tried, so theirs count as verified.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0830"
down_revision = "20261127_0800"


def upgrade() -> None:
    moment = lms.core.models.UtcDateTime(timezone=True)
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email_verified_at", moment, nullable=True))
        batch_op.add_column(sa.Column("phone_verified_at", moment, nullable=True))
    accounts = sa.table(
        "accounts",
        *(sa.column(name) for name in ("email", "phone", "created_at", "email_verified_at", "phone_verified_at")),
        sa.column("is_demo", sa.Boolean()),
    )
    for contact, verified_at in (("email", "email_verified_at"), ("phone", "phone_verified_at")):
        op.execute(
            accounts.update()
            .where(accounts.c.is_demo.is_(sa.true()), accounts.c[contact].is_not(None))
            .values({verified_at: accounts.c.created_at})
        )
    op.create_table(
        "one_use_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose", sa.Enum("contact", "password", name="codepurpose", native_enum=False, length=32), nullable=False
        ),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.CheckConstraint("purpose in ('contact', 'password')", name=op.f("ck_one_use_codes_known_purpose")),
        sa.CheckConstraint("purpose <> 'contact' or contact is not null", name=op.f("ck_one_use_codes_of_a_contact")),
        sa.CheckConstraint(
            "purpose <> 'password' or reason is not null", name=op.f("ck_one_use_codes_password_with_reason")
        ),
        sa.CheckConstraint("used_at is null or ended_at is not null", name=op.f("ck_one_use_codes_used_is_over")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_one_use_codes_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_use_codes")),
    )
    with op.batch_alter_table("one_use_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_use_codes_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "uq_one_use_codes_live",
            ["account_id", "purpose"],
            unique=True,
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        )


def downgrade() -> None:
    with op.batch_alter_table("one_use_codes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_one_use_codes_live",
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_one_use_codes_account_id"))
    op.drop_table("one_use_codes")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("phone_verified_at")
        batch_op.drop_column("email_verified_at")
