"""Invite people and call for them

A migration goes out with the code that needs it and must leave the old code running: add first, remove one release
later. Data is moved by SQL here, never by importing models. Read it, run it up and down, on both databases.
"""

import sqlalchemy as sa
from alembic import op

import lms.core.models

revision = "20261127_0502"
down_revision = "20261123_1000"


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("women_share", sa.Integer(), nullable=True),
        sa.Column(
            "state", sa.Enum("draft", "open", "closed", name="callstate", native_enum=False, length=32), nullable=False
        ),
        sa.Column("created_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("state in ('draft', 'open', 'closed')", name=op.f("ck_calls_known_state")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_calls_ends_after_start")),
        sa.CheckConstraint("women_share is null or women_share between 1 and 99", name=op.f("ck_calls_possible_share")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    op.create_table(
        "call_places",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(institution_id is null) <> (region_code is null)", name=op.f("ck_call_places_institution_or_region")
        ),
        sa.CheckConstraint("taken between 0 and seats", name=op.f("ck_call_places_within_seats")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_places_call_id_calls")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_call_places_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_call_places_region_code_regions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_places")),
        sa.UniqueConstraint("call_id", "institution_id", name=op.f("uq_call_places_call_id_institution_id")),
        sa.UniqueConstraint("call_id", "region_code", name=op.f("uq_call_places_call_id_region_code")),
    )
    with op.batch_alter_table("call_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_places_institution_id"), ["institution_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=True),
        sa.Column("call_place_id", sa.Uuid(), nullable=True),
        sa.Column("asked_for", sa.String(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("invited_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("mailed_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("asked_again_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "invited", "accepted", "declined", "withdrawn", name="invitationstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("ended_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(state = 'invited') = (ended_at is null)", name=op.f("ck_invitations_ended_with_moment")),
        sa.CheckConstraint(
            "state <> 'accepted' or person_id is not null", name=op.f("ck_invitations_accepted_by_somebody")
        ),
        sa.CheckConstraint(
            "state in ('invited', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_invitations_known_state")
        ),
        sa.ForeignKeyConstraint(
            ["call_place_id"], ["call_places.id"], name=op.f("fk_invitations_call_place_id_call_places")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_invitations_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_invitations_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_call_place_id"), ["call_place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_institution_id"), ["institution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_list_id"), ["list_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_phone"), ["phone"], unique=False)
        batch_op.create_index(
            "uq_invitations_standing",
            ["institution_id", "contact", "asked_for"],
            unique=True,
            sqlite_where=sa.text("state in ('invited', 'accepted') and contact is not null"),
            postgresql_where=sa.text("state in ('invited', 'accepted') and contact is not null"),
        )

    op.create_table(
        "invitation_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("way", sa.Enum("mail", "slip", "list", name="way", native_enum=False, length=32), nullable=False),
        sa.Column("made_at", lms.core.models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", lms.core.models.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("way in ('mail', 'slip', 'list')", name=op.f("ck_invitation_codes_known_way")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_invitation_codes_invitation_id_invitations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_codes_code_hash")),
    )
    with op.batch_alter_table("invitation_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_codes_invitation_id"), ["invitation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("invitation_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_codes_invitation_id"))

    op.drop_table("invitation_codes")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_invitations_standing",
            sqlite_where=sa.text("state in ('invited', 'accepted') and contact is not null"),
            postgresql_where=sa.text("state in ('invited', 'accepted') and contact is not null"),
        )
        batch_op.drop_index(batch_op.f("ix_invitations_phone"))
        batch_op.drop_index(batch_op.f("ix_invitations_person_id"))
        batch_op.drop_index(batch_op.f("ix_invitations_list_id"))
        batch_op.drop_index(batch_op.f("ix_invitations_institution_id"))
        batch_op.drop_index(batch_op.f("ix_invitations_email"))
        batch_op.drop_index(batch_op.f("ix_invitations_call_place_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("call_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_places_institution_id"))

    op.drop_table("call_places")
    op.drop_table("calls")
