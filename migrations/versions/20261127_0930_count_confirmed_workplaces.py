"""Count confirmed workplaces

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

Reports count from three indexes that hold all that is counted; now also whether the workplace was confirmed.
"""

from alembic import op

revision = "20261127_0930"
down_revision = "20261127_0910"

BEFORE = (
    "module_id",
    "sex",
    "age_band",
    "region_code",
    "profession_code",
    "institution_type",
    "institution_id",
)
AFTER = (*BEFORE, "workplace_confirmed")


def upgrade() -> None:
    build(AFTER)


def downgrade() -> None:
    build(BEFORE)


def build(frozen: tuple[str, ...]) -> None:
    indexes = {
        "ix_enrolments_completed": ("completed_on", *frozen, "person_id"),
        "ix_enrolments_started": ("started_on", *frozen, "person_id"),
        "ix_enrolments_first": ("person_id", "completed_at", "id", "state", "completed_on", *frozen),
    }
    for name, columns in indexes.items():
        op.drop_index(name, table_name="enrolments")
        op.create_index(name, "enrolments", list(columns), unique=False)
