"""Freeze reports

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

The database itself refuses to change or to remove a frozen report. SQLite forgets a trigger with its table: a later
migration that builds this table anew (`batch_alter_table`) has to make them again. PostgreSQL has the function
`refuse` since the log is kept as it was written.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_0950"
down_revision = "20261128_0960"

SPANS = ("quarter", "half_year", "year", "days")
SQLITE = (
    """
    create trigger frozen_reports_never_change before update on frozen_reports
    begin select raise(abort, 'A frozen report is never changed.'); end
    """,
    """
    create trigger frozen_reports_are_kept before delete on frozen_reports
    begin select raise(abort, 'A frozen report is never changed.'); end
    """,
    # "insert or replace" takes the old row away without asking the trigger above.
    """
    create trigger frozen_reports_are_not_replaced before insert on frozen_reports
    when exists (select 1 from frozen_reports where id = new.id or (number = new.number and version = new.version))
    begin select raise(abort, 'A frozen report is never changed.'); end
    """,
)
POSTGRESQL = (
    """
    create trigger frozen_reports_never_change before update on frozen_reports
    for each row execute function refuse('A frozen report is never changed.')
    """,
    """
    create trigger frozen_reports_are_kept before delete on frozen_reports
    for each row execute function refuse('A frozen report is never changed.')
    """,
)


def span() -> sa.Column:
    return sa.Column("span", sa.Enum(*SPANS, name="span", native_enum=False, length=32), nullable=False)


def moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, lms.core.models.UtcDateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "frozen_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        span(),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        moment("frozen_at"),
        sa.Column("frozen_by_id", sa.Uuid(), nullable=False),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("donor", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.CheckConstraint(
            "span in ('quarter', 'half_year', 'year', 'days')", name=op.f("ck_frozen_reports_known_span")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["frozen_reports.id"], name=op.f("fk_frozen_reports_supersedes_id_frozen_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_reports")),
        sa.UniqueConstraint("number", "version", name=op.f("uq_frozen_reports_number_version")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_frozen_reports_supersedes_id")),
    )
    op.create_table(
        "report_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        span(),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("narrative", sa.JSON(), nullable=False),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        moment("made_at"),
        moment("changed_at"),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        moment("submitted_at", nullable=True),
        sa.CheckConstraint(
            "span in ('quarter', 'half_year', 'year', 'days')", name=op.f("ck_report_drafts_known_span")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_report_drafts_days_in_order")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["frozen_reports.id"], name=op.f("fk_report_drafts_supersedes_id_frozen_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_drafts")),
        sa.UniqueConstraint("starts_on", "ends_on", name=op.f("uq_report_drafts_starts_on_ends_on")),
    )
    op.create_index(op.f("ix_report_drafts_supersedes_id"), "report_drafts", ["supersedes_id"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_report_drafts_supersedes_id"), table_name="report_drafts")
    op.drop_table("report_drafts")
    op.drop_table("frozen_reports")
