"""People: what the training record needs to know of a person, and no more.

A person is not the name of an account. Sex is self-identified, of the age only the year of birth is kept. The
profession is what a person does for a living; what a person may do on the platform is a *role* (accounts).
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import BY_LETTERS, Base, HasId, unique_while
from lms.institutions.models import Institution


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"  # other, or prefers not to say
    NOT_STATED = "not_stated"


class Script(StrEnum):
    KYRGYZ = "ky"
    RUSSIAN = "ru"
    LATIN = "en"


class WorkplaceState(StrEnum):
    SELF_DECLARED = "self_declared"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Purpose(StrEnum):
    STUDY = "study"  # required: account and training record
    EVALUATION = "evaluation"  # optional: anonymous use for evaluation
    MESSAGES = "messages"  # optional: news of new modules


class Method(StrEnum):
    SCREEN = "screen"
    PAPER = "paper"  # the signed form is kept by whoever has written it down here


class Profession(Base):
    __tablename__ = "professions"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    outputs: Mapped[list[Any]] = mapped_column(default=list)
    name_ky: Mapped[str]
    name_ru: Mapped[str]
    name_en: Mapped[str]


class Person(HasId, Base):
    __tablename__ = "persons"
    __table_args__ = (
        CheckConstraint("sex in ('female', 'male', 'other', 'not_stated')", name="known_sex"),
        CheckConstraint("birth_year is null or birth_year between 1900 and 2100", name="possible_birth_year"),
        CheckConstraint("language in ('ky', 'ru', 'en')", name="known_language"),
    )

    sex: Mapped[Sex] = mapped_column(default=Sex.NOT_STATED)
    birth_year: Mapped[int | None]
    profession_code: Mapped[str | None] = mapped_column(ForeignKey("professions.code"), index=True)
    #: Region of residence or work as the person stated it; tables read the enrolment's.
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"), index=True)
    language: Mapped[str]
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    #: True for people made by ``demo seed``; only possible in a demonstration database.
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    search_text: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(BY_LETTERS, default="", index=True)

    names: Mapped[list["PersonName"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="PersonName.script"
    )
    workplaces: Mapped[list["Workplace"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="Workplace.since"
    )

    def full_name(self, language: str | None = None) -> str:
        """The name in the spelling of a language, else in the person's own, else any; empty once erased."""
        spelt = {name.script: name.full_name for name in self.names}
        for wanted in (language, self.language, Script.KYRGYZ, Script.RUSSIAN, Script.LATIN):
            if wanted and wanted in spelt:
                return spelt[Script(wanted)]
        return ""

    @property
    def workplace(self) -> "Workplace | None":
        """Where the person works now."""
        return next((place for place in self.workplaces if place.until is None), None)


class PersonName(Base):
    """The name in one spelling: Kyrgyz, Russian or Latin."""

    __tablename__ = "person_names"
    __table_args__ = (CheckConstraint("script in ('ky', 'ru', 'en')", name="known_script"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    script: Mapped[Script] = mapped_column(primary_key=True)
    #: Family name, given name and patronymic as one line, in the order the person writes it.
    full_name: Mapped[str]

    person: Mapped[Person] = relationship(back_populates="names")


class Workplace(HasId, Base):
    """Where a person works, from when to when; self-declared until somebody entitled confirms it.

    ``institution_id`` is empty while the name a person typed waits for the coordinator, and for people without one.
    """

    __tablename__ = "workplaces"
    __table_args__ = (
        CheckConstraint("state in ('self_declared', 'confirmed', 'refused')", name="known_state"),
        unique_while("until is null", "uq_workplaces_current", "person_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    state: Mapped[WorkplaceState] = mapped_column(default=WorkplaceState.SELF_DECLARED)
    confirmed_by_id: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    #: The institution the person stated, where that one has been merged into this one.
    moved_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("institutions.id"), index=True)

    person: Mapped[Person] = relationship(back_populates="workplaces")
    institution: Mapped[Institution | None] = relationship(foreign_keys=[institution_id])


class WorkplaceDecision(HasId, Base):
    """Somebody entitled said of a workplace that it is true, that it is not, or took such a word back.

    Those of one ``batch_id`` were decided together and are undone together. Rows are only added, and marked as undone.
    """

    __tablename__ = "workplace_decisions"
    __table_args__ = (
        CheckConstraint("state_before in ('self_declared', 'confirmed', 'refused')", name="known_before"),
        CheckConstraint("state_after in ('self_declared', 'confirmed', 'refused')", name="known_after"),
        CheckConstraint("state_after <> 'refused' or reason is not null", name="refused_with_reason"),
        CheckConstraint("state_before <> state_after", name="decides_something"),
    )

    workplace_id: Mapped[UUID] = mapped_column(ForeignKey("workplaces.id"), index=True)
    batch_id: Mapped[UUID] = mapped_column(index=True)
    state_before: Mapped[WorkplaceState]
    state_after: Mapped[WorkplaceState]
    reason: Mapped[str | None]
    #: The account that decided; None for what an invitation vouched for and nobody is named with.
    decided_by_id: Mapped[UUID | None]
    decided_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    workplace: Mapped[Workplace] = relationship()


class Consent(HasId, Base):
    """A consent to one purpose, with the text it was given to. Never changed but to be withdrawn."""

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint("purpose in ('study', 'evaluation', 'messages')", name="known_purpose"),
        Index(
            "ix_consents_withdrawn",  # few among many: every report asks for them
            "purpose",
            "person_id",
            sqlite_where=text("withdrawn_at is not null"),
            postgresql_where=text("withdrawn_at is not null"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    purpose: Mapped[Purpose]
    text_version: Mapped[str]
    text_hash: Mapped[str]
    language: Mapped[str]
    method: Mapped[Method] = mapped_column(default=Method.SCREEN)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class PersonMerge(HasId, Base):
    """Somebody entitled said that two records are one person's. Rows are only added, and marked as undone.

    The merges that stand make a forest; ``Person.merged_into_id`` names the root of each tree.
    """

    __tablename__ = "person_merges"
    __table_args__ = (
        CheckConstraint("person_id <> into_id", name="of_two"),
        CheckConstraint("(undone_at is null) = (undone_by_id is null)", name="undone_by_somebody"),
        unique_while("undone_at is null", "uq_person_merges_standing", "person_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    into_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    reason: Mapped[str]
    made_by_id: Mapped[UUID]  # account; no key, because accounts live on a floor above
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    into: Mapped[Person] = relationship(foreign_keys=[into_id])
