"""Where people work: regions, kinds of institution, and institutions with names that change over time.

An institution has a place in a tree (court → oblast court → Supreme Court). Scope is a place in that tree, asked
through ``InstitutionLink``: one row for each pair of ancestor and descendant, an institution being its own at depth 0.
What happens to an institution is written down as an ``InstitutionChange``: its history, and what undoing needs.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import Base, HasId

NATIONAL = "KG-XX-NAT"
NOT_STATED_REGION = "KG-XX-UNK"


class InstitutionState(StrEnum):
    PROPOSED = "proposed"  # typed by a person, waits for the coordinator
    LISTED = "listed"
    REFUSED = "refused"  # a typed name that is no institution, or one that was added and taken back
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


class DistrictKind(StrEnum):
    RAYON = "rayon"
    CITY = "city"  # of oblast significance
    CITY_DISTRICT = "city-district"


class District(Base):
    """A rayon or a city of the territorial classifier, by its number there; or a district inside a city."""

    __tablename__ = "districts"
    __table_args__ = (CheckConstraint("kind in ('rayon', 'city', 'city-district')", name="known_kind"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    position: Mapped[int]
    kind: Mapped[DistrictKind]
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
    #: The rayon or city whose body it is; none for bodies of an oblast or of the whole country.
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    state: Mapped[InstitutionState]
    #: Whether an editor has confirmed the names against an official source.
    names_confirmed: Mapped[bool] = mapped_column(default=False)
    #: When somebody last changed it on the platform: from then on the content folder no longer does.
    edited_at: Mapped[datetime | None]
    proposed_by_id: Mapped[UUID | None]  # person; no key, because people live on a floor above
    decided_by_id: Mapped[UUID | None]  # account
    created_at: Mapped[datetime]

    names: Mapped[list["InstitutionName"]] = relationship(
        back_populates="institution", order_by="InstitutionName.valid_from.nulls_first()", cascade="all, delete-orphan"
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


class ChangeKind(StrEnum):
    ADDED = "added"
    NAMES_CONFIRMED = "names-confirmed"
    RENAMED = "renamed"
    MOVED = "moved"
    MERGED = "merged"
    CLOSED = "closed"


class InstitutionChange(HasId, Base):
    """One thing that happened to an institution, or will on a day. Rows are only added, applied and undone."""

    __tablename__ = "institution_changes"
    __table_args__ = (
        CheckConstraint(
            "kind in ('added', 'names-confirmed', 'renamed', 'moved', 'merged', 'closed')", name="known_kind"
        ),
        Index("ix_institution_changes_open", "holds_from", "applied_at"),
    )

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institutions.id"), index=True)
    kind: Mapped[ChangeKind]
    #: The first day on which it holds.
    holds_from: Mapped[date]
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID]  # account; no key, because accounts live on a floor above
    #: Empty while its day has not come.
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    #: Empty if its day came and it could not be done any more.
    undone_by_id: Mapped[UUID | None]
    #: What was before and what is after, as ids and names; what undoing needs.
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    institution: Mapped[Institution] = relationship()

    @property
    def is_open(self) -> bool:
        """Waits for its day."""
        return self.applied_at is None and self.undone_at is None


class InstitutionUpload(HasId, Base):
    """A list of institutions that somebody has sent, as it was read; nothing of it is in the directory until confirmed.

    What each line means is found anew whenever it is looked at, against the directory as it is then.
    """

    __tablename__ = "institution_uploads"

    made_by_id: Mapped[UUID]  # account; no key, because accounts live on a floor above
    made_at: Mapped[datetime] = mapped_column(index=True)
    #: ``{"line": number, "values": {key: text}}`` of each line.
    entries: Mapped[list[Any]] = mapped_column(default=list)
    added_at: Mapped[datetime | None]
    added_count: Mapped[int] = mapped_column(default=0)
