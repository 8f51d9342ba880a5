"""Mark in parts of a point

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.

A question may earn part of its point, wait for a person to read it, and be shown later than it was handed in. What was
handed in so far was marked and shown at once, in whole points. Going down, attempts that wait or earned parts are set
back to whole points, rounded down: the code before knows nothing else.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_1100"
down_revision = "20261127_1020"

MOMENT = lms.core.models.UtcDateTime(timezone=True)
POINTS = ("points", "points_possible", "form_points")
INDEX = ("kind", "number", "enrolment_id", "set_aside_at", "is_passed", "points", "points_possible")
BEFORE = {
    "marked_when_handed_in": "(handed_in_at is null) = (points is null)",
    "decided_when_handed_in": "(handed_in_at is null) = (is_passed is null)",
}
AFTER = {
    "counted_in_parts": "scale >= 1",
    "marked_after_handing_in": "marked_at is null or handed_in_at is not null",
    "released_after_marking": "released_at is null or marked_at is not null",
    "marked_with_points": "(marked_at is null) = (points is null)",
    "decided_when_marked": "(marked_at is null) = (is_passed is null)",
    "reported_whole": "(reported_points is null) = (reported_passed is null)",
}


def upgrade() -> None:
    op.drop_index("ix_attempts_handed_in", table_name="attempts")
    with op.batch_alter_table("attempts") as table:
        for name in BEFORE:
            table.drop_constraint(op.f(f"ck_attempts_{name}"), type_="check")
        for name in POINTS:
            table.alter_column(name, type_=sa.BigInteger(), existing_type=sa.Integer())
        table.add_column(sa.Column("scale", sa.Integer(), nullable=False, server_default="1"))
        for name in ("due_at", "marked_at", "released_at"):
            table.add_column(sa.Column(name, MOMENT, nullable=True))
        table.add_column(sa.Column("reported_points", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("reported_passed", sa.Boolean(), nullable=True))
    op.execute(
        "update attempts set marked_at = handed_in_at, released_at = handed_in_at where handed_in_at is not null"
    )
    with op.batch_alter_table("attempts") as table:
        table.alter_column("scale", server_default=None, existing_type=sa.Integer())
        for name, rule in AFTER.items():
            table.create_check_constraint(op.f(f"ck_attempts_{name}"), rule)
    op.create_index("ix_attempts_released", "attempts", ["released_at", *INDEX, "reported_points", "reported_passed"])
    with op.batch_alter_table("marks") as table:
        table.drop_constraint(op.f("ck_marks_right_or_not"), type_="check")
        table.alter_column("points", type_=sa.BigInteger(), existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("points_possible", sa.BigInteger(), nullable=False, server_default="1"))
        table.create_check_constraint(
            op.f("ck_marks_possible_points"), "points is null or points between 0 and points_possible"
        )
        table.create_check_constraint(op.f("ck_marks_worth_something"), "points_possible >= 1")
    with op.batch_alter_table("marks") as table:
        table.alter_column("points_possible", server_default=None, existing_type=sa.BigInteger())
    rebuild_tallies(with_parts=True)


def downgrade() -> None:
    op.drop_index("ix_attempts_released", table_name="attempts")
    op.execute("delete from marks where points is null")
    op.execute("update marks set points = points / points_possible")
    with op.batch_alter_table("marks") as table:
        table.drop_constraint(op.f("ck_marks_possible_points"), type_="check")
        table.drop_constraint(op.f("ck_marks_worth_something"), type_="check")
        table.drop_column("points_possible")
        table.alter_column("points", type_=sa.Integer(), existing_type=sa.BigInteger(), nullable=False)
        table.create_check_constraint(op.f("ck_marks_right_or_not"), "points between 0 and 1")
    with op.batch_alter_table("attempts") as table:
        for name in AFTER:
            table.drop_constraint(op.f(f"ck_attempts_{name}"), type_="check")
    op.execute("update attempts set points = 0, is_passed = (1 = 0) where handed_in_at is not null and points is null")
    op.execute(
        "update attempts set points = points / scale, form_points = form_points / scale, "
        "points_possible = points_possible / scale"
    )
    with op.batch_alter_table("attempts") as table:
        for name in ("scale", "due_at", "marked_at", "released_at", "reported_points", "reported_passed"):
            table.drop_column(name)
        for name in POINTS:
            table.alter_column(name, type_=sa.Integer(), existing_type=sa.BigInteger())
        for name, rule in BEFORE.items():
            table.create_check_constraint(op.f(f"ck_attempts_{name}"), rule)
    op.create_index("ix_attempts_handed_in", "attempts", ["handed_in_at", *INDEX])
    rebuild_tallies(with_parts=False)


def rebuild_tallies(*, with_parts: bool) -> None:
    """What an answer earned becomes part of what it is counted under: a corrected key makes another count."""
    facts = ("edition_id", "kind", "question_key", "chosen", "language", "sex")
    with op.batch_alter_table("answer_tallies") as table:
        if with_parts:
            table.add_column(sa.Column("points_possible", sa.BigInteger(), nullable=False, server_default="1"))
            table.alter_column("points", type_=sa.BigInteger(), existing_type=sa.Integer())
        table.drop_constraint(op.f("pk_answer_tallies"), type_="primary")
        table.create_primary_key(
            op.f("pk_answer_tallies"), [*facts, *(("points", "points_possible") if with_parts else ())]
        )
    with op.batch_alter_table("answer_tallies") as table:
        if with_parts:
            table.alter_column("points_possible", server_default=None, existing_type=sa.BigInteger())
        else:
            table.drop_column("points_possible")
            table.alter_column("points", type_=sa.Integer(), existing_type=sa.BigInteger())
