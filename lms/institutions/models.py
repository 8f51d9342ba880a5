"""Where people work: regions, kinds of institution, and institutions with names that change over time.

An institution has a place in a tree (court → oblast court → Supreme Court). Scope is a place in that tree, asked
through ``InstitutionLink``: one row for each pair of ancestor and descendant, an institution being its own at depth 0.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import Base, HasId

NATIONAL = "KG-XX-NAT"
NOT_STATED_REGION = "KG-XX-UNK"


class InstitutionState(StrEnum):
    PROPOSED = "proposed"  # typed by a person, waits for the coordinator
    LISTED = "listed"
    REFUSED = "refused"
    CLOSED = "closed"
    MERGED = "merged"


class Region(Base):
    """One of the nine first-level regions (ISO 3166-2:KG) or a service value."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    kind: Mapped[str]
    name_ky: Mapped[str]
    name_ru: Mapped[str]
    name_en: Mapped[str]


class InstitutionGroup(Base):
    """A row of the table by institution type (22 of them)."""

    __tablename__ = "institution_groups"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    name_ky: Mapped[str]
    name_ru: Mapped[str]
    name_en: Mapped[str]


class InstitutionType(Base):
    __tablename__ = "institution_types"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    group_code: Mapped[str] = mapped_column(ForeignKey("institution_groups.code"), index=True)
    name_ky: Mapped[str]
    name_ru: Mapped[str]
    name_en: Mapped[str]


class Institution(HasId, Base):
    __tablename__ = "institutions"
    __table_args__ = (
        CheckConstraint("state in ('proposed', 'listed', 'refused', 'closed', 'merged')", name="known_state"),
        CheckConstraint("(state = 'merged') = (merged_into_id is not null)", name="merged_into_something"),
        Index("ix_institutions_place", "type_code", "region_code", "state"),
    )

    #: Key in the content folder; institutions made on the platform have none.
    key: Mapped[str | None] = mapped_column(unique=True)
    type_code: Mapped[str] = mapped_column(ForeignKey("institution_types.code"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    state: Mapped[InstitutionState]
    #: Whether an editor has confirmed the names against an official source.
    names_confirmed: Mapped[bool] = mapped_column(default=False)
    proposed_by_id: Mapped[UUID | None]  # person; no key, because people live on a floor above
    decided_by_id: Mapped[UUID | None]  # account
    created_at: Mapped[datetime]

    names: Mapped[list["InstitutionName"]] = relationship(
        back_populates="institution", order_by="InstitutionName.valid_from", cascade="all, delete-orphan"
    )


class InstitutionName(HasId, Base):
    """What an institution is called from one day to another, in three languages."""

    __tablename__ = "institution_names"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institutions.id"), index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    name_ky: Mapped[str]
    name_ru: Mapped[str]
    name_en: Mapped[str]
    search_text: Mapped[str]

    institution: Mapped[Institution] = relationship(back_populates="names")


class InstitutionLink(Base):
    """Ancestor and descendant, with the number of steps between them."""

    __tablename__ = "institution_links"

    ancestor_id: Mapped[UUID] = mapped_column(ForeignKey("institutions.id"), primary_key=True)
    descendant_id: Mapped[UUID] = mapped_column(ForeignKey("institutions.id"), primary_key=True, index=True)
    depth: Mapped[int]
