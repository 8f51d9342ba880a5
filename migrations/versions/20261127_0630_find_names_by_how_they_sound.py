"""Find names by how they sound

The text that a search looks through holds, beside the spellings, how each sounds in plain Latin letters. It is worked
out here as the room does it from now on; going down leaves it, because a longer text finds no less.
"""

import sqlalchemy as sa
from alembic import op

from lms.core.folding import fold, heard

revision = "20261127_0630"
down_revision = "20261127_0610"

AT_ONCE = 1000


def upgrade() -> None:
    connection = op.get_bind()
    persons = sa.table("persons", sa.column("id", sa.Uuid()), sa.column("search_text"))
    names = sa.table("person_names", sa.column("person_id", sa.Uuid()), sa.column("script"), sa.column("full_name"))
    spelt: dict[object, list[str]] = {}
    for row in connection.execute(sa.select(names).order_by(names.c.person_id, names.c.script)):
        spelt.setdefault(row.person_id, []).append(row.full_name)
    changes = [
        {"person": person_id, "text": f"{fold(' '.join(written))} {heard(' '.join(written))}".strip()}
        for person_id, written in spelt.items()
    ]
    change = persons.update().where(persons.c.id == sa.bindparam("person")).values(search_text=sa.bindparam("text"))
    for start in range(0, len(changes), AT_ONCE):
        connection.execute(change, changes[start : start + AT_ONCE])


def downgrade() -> None:
    pass
