"""Count from indexes alone

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

Reports look for first attempts by the day they were handed in, and for certificates by the day they were issued; the
two indexes now begin with the moment and hold all that is asked of a row.
"""

from alembic import op

revision = "20261127_0940"
down_revision = "20261127_0930"

BEFORE = {
    "attempts": ("ix_attempts_handed_in", ("kind", "number", "handed_in_at")),
    "certificates": ("ix_certificates_issued_at", ("issued_at",)),
}
AFTER = {
    "attempts": (
        "ix_attempts_handed_in",
        (
            "handed_in_at",
            "kind",
            "number",
            "enrolment_id",
            "set_aside_at",
            "is_passed",
            "points",
            "points_possible",
        ),
    ),
    "certificates": ("ix_certificates_issued_at", ("issued_at", "state", "enrolment_id")),
}


def upgrade() -> None:
    build(AFTER)


def downgrade() -> None:
    build(BEFORE)


def build(indexes: dict[str, tuple[str, tuple[str, ...]]]) -> None:
    for table, (name, columns) in indexes.items():
        op.drop_index(name, table_name=table)
        op.create_index(name, table, list(columns), unique=False)
