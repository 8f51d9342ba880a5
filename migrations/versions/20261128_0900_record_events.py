"""Record events

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261128_0900"
down_revision = "20261128_0955"

COUNTS = ("female", "male", "other", "not_stated", "youth", "duty_bearers", "civil_society", "days")


def upgrade() -> None:
    moment = lms.core.models.UtcDateTime(timezone=True)
    op.create_table(
        "gathering_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("added_at", moment, nullable=True),
        sa.Column("added_count", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["accounts.id"], name=op.f("fk_gathering_imports_made_by_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_imports")),
    )
    op.create_index(op.f("ix_gathering_imports_made_at"), "gathering_imports", ["made_at"])
    op.create_index(op.f("ix_gathering_imports_made_by_id"), "gathering_imports", ["made_by_id"])
    _create_events(moment)
    op.create_table(
        "gathering_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_gathering_changes_by_id_accounts")),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gatherings.id"], name=op.f("fk_gathering_changes_gathering_id_gatherings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_changes")),
    )
    op.create_index("ix_gathering_changes_gathering", "gathering_changes", ["gathering_id", "at"])
    op.create_index(op.f("ix_gathering_changes_by_id"), "gathering_changes", ["by_id"])


def _create_events(moment: sa.types.TypeEngine[object]) -> None:
    everybody = "female + male + other + not_stated"
    op.create_table(
        "gatherings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("output", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("follow_ups", sa.JSON(), nullable=False),
        sa.Column("evidence_key", sa.String(), nullable=True),
        sa.Column("evidence_type", sa.String(), nullable=True),
        sa.Column("evidence_size", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("deleted_at", moment, nullable=True),
        sa.CheckConstraint(
            "female >= 0 and male >= 0 and other >= 0 and not_stated >= 0", name=op.f("ck_gatherings_counts")
        ),
        sa.CheckConstraint(f"youth between 0 and {everybody}", name=op.f("ck_gatherings_youth_among_all")),
        sa.CheckConstraint(
            f"duty_bearers >= 0 and civil_society >= 0 and duty_bearers + civil_society <= {everybody}",
            name=op.f("ck_gatherings_sides_among_all"),
        ),
        sa.CheckConstraint("days >= 1", name=op.f("ck_gatherings_some_day")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_gatherings_region_code_regions")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["gathering_imports.id"], name=op.f("fk_gatherings_import_id_gathering_imports")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["accounts.id"], name=op.f("fk_gatherings_added_by_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gatherings")),
    )
    op.create_index("ix_gatherings_held_on", "gatherings", ["held_on", "id"])
    for name in ("region_code", "import_id", "added_by_id"):
        op.create_index(op.f(f"ix_gatherings_{name}"), "gatherings", [name])


def downgrade() -> None:
    for table in ("gathering_changes", "gatherings", "gathering_imports"):
        op.drop_table(table)
