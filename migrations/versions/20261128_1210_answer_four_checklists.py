"""Answer four checklists

Checklists become data with versions; each is signed by itself, in a role; a round keeps the text that was read; an
edition says when and in which role it was reviewed. Answers get a note and the parts they rest on. Whoever has signed
for gender does not sign for human rights: the service sees to it, because the same person may sign another list.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "20261128_1210"
down_revision = "20261128_1170"

KNOWN = "ck_review_signatures_known_kind"
TWICE = "uq_review_signatures_review_id_reviewer_id"
FOUR = "kind in ('gender', 'rights', 'law', 'kyrgyz')"
SIGNATURES = sa.table("review_signatures", sa.column("id", sa.Uuid()), sa.column("answers", sa.JSON()))


def upgrade() -> None:
    op.create_table(
        "review_checklists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.CheckConstraint(FOUR, name=op.f("ck_review_checklists_known_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_checklists")),
        sa.UniqueConstraint("kind", "version", name=op.f("uq_review_checklists_kind_version")),
    )
    op.add_column("reviews", sa.Column("document", sa.Text(), nullable=True))
    op.add_column("editions", sa.Column("reviews", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("review_signatures") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("role", sa.String(32), nullable=True))
        table.drop_constraint(op.f(TWICE), type_="unique")
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), FOUR)
    say({"yes": {"said": "yes"}, "must-change": {"said": "no"}, "not-applicable": {"said": "not-applicable"}})


def downgrade() -> None:
    op.execute("delete from review_signatures where kind not in ('gender', 'rights')")
    say({"yes": "yes", "no": "must-change", "not-applicable": "not-applicable"})
    with op.batch_alter_table("review_signatures") as table:
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), "kind in ('gender', 'rights')")
        table.create_unique_constraint(op.f(TWICE), ["review_id", "reviewer_id"])
        table.drop_column("role")
        table.drop_column("version")
    op.drop_column("editions", "reviews")
    op.drop_column("reviews", "document")
    op.drop_table("review_checklists")


def say(words: dict) -> None:
    """Every answer in other words."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(SIGNATURES)).all():
        answers = json.loads(row.answers) if isinstance(row.answers, str) else row.answers
        said = {key: words[one["said"] if isinstance(one, dict) else one] for key, one in answers.items()}
        connection.execute(sa.update(SIGNATURES).where(SIGNATURES.c.id == row.id).values(answers=said))
