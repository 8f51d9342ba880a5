"""Keep the history of institutions

Rayons and cities, what happened to an institution and by whom, and where people were before a merger.

Columns are added and dropped in place, their references inline: SQLite would else build the tables of institutions
and workplaces anew, which it refuses while other rows point at them.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0645"
down_revision = "20261127_0640"


def upgrade() -> None:
    op.create_table(
        "districts",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("rayon", "city", "city-district", name="districtkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("name_ky", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.CheckConstraint("kind in ('rayon', 'city', 'city-district')", name=op.f("ck_districts_known_kind")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_districts_region_code_regions")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_districts")),
    )
    op.create_table(
        "institution_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "added",
                "names-confirmed",
                "renamed",
                "moved",
                "merged",
                "closed",
                name="changekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("applied_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind in ('added', 'names-confirmed', 'renamed', 'moved', 'merged', 'closed')",
            name=op.f("ck_institution_changes_known_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_institution_changes_institution_id_institutions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_changes")),
    )
    op.create_index(op.f("ix_institution_changes_institution_id"), "institution_changes", ["institution_id"])
    op.create_index("ix_institution_changes_open", "institution_changes", ["holds_from", "applied_at"])

    district = sa.ForeignKey("districts.code", name=op.f("fk_institutions_district_code_districts"))
    op.add_column("institutions", sa.Column("district_code", sa.String(), district), inline_references=True)
    op.add_column("institutions", sa.Column("edited_at", lms.core.models.UtcDateTime(timezone=True)))
    # A merged name already hangs below the institution it was merged into; now its parent says so too.
    op.execute("update institutions set parent_id = merged_into_id where state = 'merged'")

    before = sa.ForeignKey("institutions.id", name=op.f("fk_workplaces_moved_from_id_institutions"))
    op.add_column("workplaces", sa.Column("moved_from_id", sa.Uuid(), before), inline_references=True)
    op.create_index(op.f("ix_workplaces_moved_from_id"), "workplaces", ["moved_from_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_workplaces_moved_from_id"), table_name="workplaces")
    op.drop_column("workplaces", "moved_from_id")

    op.execute("update institutions set parent_id = null where state = 'merged'")
    op.drop_column("institutions", "edited_at")
    op.drop_column("institutions", "district_code")

    op.drop_index("ix_institution_changes_open", table_name="institution_changes")
    op.drop_index(op.f("ix_institution_changes_institution_id"), table_name="institution_changes")
    op.drop_table("institution_changes")
    op.drop_table("districts")
