"""Give everybody sets of tries

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import json
from itertools import groupby
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0740"
down_revision = "20261127_0735"


def upgrade() -> None:
    op.create_table(
        "try_sets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("opened_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint("(opened_by_id is null) = (reason is null)", name=op.f("ck_try_sets_opened_with_reason")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_try_sets_counted_from_one")),
        sa.CheckConstraint("size >= 1", name=op.f("ck_try_sets_holds_a_try")),
        sa.ForeignKeyConstraint(
            ["module_id"], ["training_modules.id"], name=op.f("fk_try_sets_module_id_training_modules")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["accounts.id"], name=op.f("fk_try_sets_opened_by_id_accounts")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_try_sets_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_try_sets")),
        sa.UniqueConstraint("id", "size", name=op.f("uq_try_sets_id_size")),
        sa.UniqueConstraint("person_id", "module_id", "number", name=op.f("uq_try_sets_person_id_module_id_number")),
    )
    with op.batch_alter_table("try_sets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_try_sets_module_id"), ["module_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_try_sets_opened_by_id"), ["opened_by_id"], unique=False)

    op.create_table(
        "tries",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("set_size", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.CheckConstraint("place between 1 and set_size", name=op.f("ck_tries_within_the_set")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_tries_attempt_id_attempts")),
        sa.ForeignKeyConstraint(
            ["set_id", "set_size"], ["try_sets.id", "try_sets.size"], name=op.f("fk_tries_set_id_set_size_try_sets")
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_tries")),
        sa.UniqueConstraint("set_id", "place", name=op.f("uq_tries_set_id_place")),
    )
    _give_places()


def _give_places() -> None:
    """Attempts made so far, in the order of time: a set is full with its last try, or over once it is passed."""
    connection = op.get_bind()
    columns = {"id": sa.Uuid(), "started_at": lms.core.models.UtcDateTime(timezone=True)}
    made = sa.text(
        "select a.id, a.started_at, a.is_passed, a.edition_id, e.person_id, e.module_id "
        "from attempts a join enrolments e on e.id = a.enrolment_id "
        "where a.kind = 'final' and a.set_aside_at is null "
        "order by e.person_id, e.module_id, a.started_at, a.number"
    ).columns(**columns, edition_id=sa.Uuid(), person_id=sa.Uuid(), module_id=sa.Uuid(), is_passed=sa.Boolean())
    sizes = _sizes(connection)
    sets, tries = [], []
    for (person_id, module_id), attempts in groupby(
        connection.execute(made), key=lambda row: (row.person_id, row.module_id)
    ):
        number, place, size, is_over = 0, 0, 0, True
        for attempt in attempts:
            if is_over:
                number, place, size = number + 1, 0, sizes[attempt.edition_id]
                whose = {"person_id": person_id, "module_id": module_id, "number": number, "size": size}
                sets.append({"id": uuid4(), **whose, "opened_at": attempt.started_at})
            place += 1
            is_over = place == size or bool(attempt.is_passed)
            tries.append({"attempt_id": attempt.id, "set_id": sets[-1]["id"], "set_size": size, "place": place})
    if sets:
        connection.execute(_SETS.insert(), sets)
        connection.execute(_TRIES.insert(), tries)


def _sizes(connection):
    """Edition to how many tries it gives."""
    rows = connection.execute(sa.text("select id, document from editions").columns(id=sa.Uuid(), document=sa.Text()))
    return {row.id: json.loads(row.document)["rules"].get("attempts", 3) for row in rows}


_SETS = sa.table(
    "try_sets",
    sa.column("id", sa.Uuid()),
    sa.column("person_id", sa.Uuid()),
    sa.column("module_id", sa.Uuid()),
    sa.column("number", sa.Integer()),
    sa.column("size", sa.Integer()),
    sa.column("opened_at", lms.core.models.UtcDateTime(timezone=True)),
)
_TRIES = sa.table(
    "tries",
    sa.column("attempt_id", sa.Uuid()),
    sa.column("set_id", sa.Uuid()),
    sa.column("set_size", sa.Integer()),
    sa.column("place", sa.Integer()),
)


def downgrade() -> None:
    op.drop_table("tries")
    with op.batch_alter_table("try_sets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_try_sets_opened_by_id"))
        batch_op.drop_index(batch_op.f("ix_try_sets_module_id"))

    op.drop_table("try_sets")
