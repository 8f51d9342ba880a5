"""Ask for corrections and say why revoked

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0635"
down_revision = "20261127_0630"


def upgrade() -> None:
    op.create_table(
        "certificate_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "accepted", "declined", "taken_back", name="correctionstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("asked_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'accepted') = (successor_id is not null)",
            name=op.f("ck_certificate_corrections_accepted_has_successor"),
        ),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at is null)", name=op.f("ck_certificate_corrections_ended_with_moment")
        ),
        sa.CheckConstraint(
            "(state in ('accepted', 'declined')) = (answer is not null)",
            name=op.f("ck_certificate_corrections_decided_with_answer"),
        ),
        sa.CheckConstraint("languages in ('ky+en', 'ru+en')", name=op.f("ck_certificate_corrections_known_pair")),
        sa.CheckConstraint(
            "state in ('open', 'accepted', 'declined', 'taken_back')",
            name=op.f("ck_certificate_corrections_known_state"),
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificates.id"], name=op.f("fk_certificate_corrections_certificate_id_certificates")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["certificates.id"], name=op.f("fk_certificate_corrections_successor_id_certificates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_corrections")),
    )
    with op.batch_alter_table("certificate_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_corrections_certificate_id"), ["certificate_id"], unique=False)
        batch_op.create_index("ix_certificate_corrections_queue", ["state", "asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_corrections_successor_id"), ["successor_id"], unique=False)
        batch_op.create_index(
            "uq_certificate_corrections_open",
            ["certificate_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    # Written out, because SQLite would otherwise copy the whole table and forget its other constraints.
    op.execute(
        "alter table certificates add column revoked_code varchar "
        "constraint ck_certificates_code_only_when_revoked check (revoked_code is null or state = 'revoked')"
    )
    op.execute("update certificates set revoked_code = 'other' where state = 'revoked'")


def downgrade() -> None:
    op.execute("alter table certificates drop column revoked_code")

    with op.batch_alter_table("certificate_corrections", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificate_corrections_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_certificate_corrections_successor_id"))
        batch_op.drop_index("ix_certificate_corrections_queue")
        batch_op.drop_index(batch_op.f("ix_certificate_corrections_certificate_id"))

    op.drop_table("certificate_corrections")
