"""Invitations, their codes, and the calls they may belong to.

An invitation is what an institution says of one of its own people: a name, a way to reach the person, a position.
What the person says (sex, year of birth, the name on the certificate) is not asked here. Once the person has come,
``person_id`` says who it is.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import BY_LETTERS, Base, HasId, unique_while
from lms.institutions.models import Institution


class InvitationState(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CallState(StrEnum):
    DRAFT = "draft"  # only the coordinator sees it
    OPEN = "open"
    CLOSED = "closed"


class Way(StrEnum):
    """How a code reaches the person."""

    MAIL = "mail"
    SLIP = "slip"
    LIST = "list"  # a text that the focal point copies into a messenger


class Call(HasId, Base):
    """The coordinator asks institutions to name people for a module, with a number of seats for each."""

    __tablename__ = "calls"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'open', 'closed')", name="known_state"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("women_share is null or women_share between 1 and 99", name="possible_share"),
    )

    #: Slug of a training module; the shelf lives on a floor above.
    module_slug: Mapped[str]
    starts_on: Mapped[date]
    #: The last day on which people may be named.
    ends_on: Mapped[date]
    #: At least so many of a hundred people, of those with sex stated as female or male.
    women_share: Mapped[int | None]
    state: Mapped[CallState] = mapped_column(default=CallState.DRAFT)
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None]
    #: Closed for good: figures of that moment may be shown to focal points, and must not move any more.
    closed_at: Mapped[datetime | None]

    places: Mapped[list["CallPlace"]] = relationship(
        back_populates="call", cascade="all, delete-orphan", order_by="CallPlace.id"
    )

    def is_open_on(self, day: date) -> bool:
        """Whether people may be named for it."""
        return self.state is CallState.OPEN and self.starts_on <= day <= self.ends_on


class CallPlace(HasId, Base):
    """Seats of one institution (with all beneath it), or of a region for institutions without seats of their own.

    ``taken`` is changed together with the invitations, by one statement that the constraint judges: two focal points
    who take the last seat at the same moment are told apart by the database.
    """

    __tablename__ = "call_places"
    __table_args__ = (
        CheckConstraint("(institution_id is null) <> (region_code is null)", name="institution_or_region"),
        CheckConstraint("taken between 0 and seats", name="within_seats"),
        UniqueConstraint("call_id", "institution_id"),
        UniqueConstraint("call_id", "region_code"),
    )

    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"))
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)

    call: Mapped[Call] = relationship(back_populates="places")

    @property
    def left(self) -> int:
        return self.seats - self.taken


class Invitation(HasId, Base):
    """One person asked by one institution for one thing."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("state in ('invited', 'accepted', 'declined', 'withdrawn')", name="known_state"),
        CheckConstraint("(state = 'invited') = (ended_at is null)", name="ended_with_moment"),
        CheckConstraint("state <> 'accepted' or person_id is not null", name="accepted_by_somebody"),
        unique_while(
            "state in ('invited', 'accepted') and contact is not null",
            "uq_invitations_standing",
            "institution_id",
            "contact",
            "asked_for",
        ),
    )

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institutions.id"), index=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(index=True)  # lower case
    phone: Mapped[str | None] = mapped_column(index=True)  # E.164
    #: By which the person is known again: the e-mail if there is one, else the phone. Empty once forgotten.
    contact: Mapped[str | None]
    #: As the institution wrote it; the profession is what the person says.
    position: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    search_text: Mapped[str] = mapped_column(default="", server_default="")
    sort_key: Mapped[str] = mapped_column(BY_LETTERS, default="")
    module_slug: Mapped[str | None]
    call_place_id: Mapped[UUID | None] = mapped_column(ForeignKey("call_places.id"), index=True)
    #: The call, the module or nothing: a person is asked once for each.
    asked_for: Mapped[str] = mapped_column(default="")
    #: The list it came with.
    list_id: Mapped[UUID] = mapped_column(index=True)
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[UUID]  # account; no key, because accounts live on a floor above
    expires_at: Mapped[datetime]
    mailed_at: Mapped[datetime | None]
    #: The person could not use the code and asks for another.
    asked_again_at: Mapped[datetime | None]
    state: Mapped[InvitationState] = mapped_column(default=InvitationState.INVITED)
    ended_at: Mapped[datetime | None]
    decline_reason: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)

    institution: Mapped[Institution] = relationship()
    call_place: Mapped[CallPlace | None] = relationship()

    def is_open_at(self, at: datetime) -> bool:
        """Whether a code of it opens the door."""
        return self.state is InvitationState.INVITED and at < self.expires_at

    def is_expired_at(self, at: datetime) -> bool:
        return self.state is InvitationState.INVITED and self.expires_at <= at


class InvitationCode(HasId, Base):
    """A code that was handed out; the mail's and the slip's may stand beside each other. Only its hash is kept."""

    __tablename__ = "invitation_codes"
    __table_args__ = (CheckConstraint("way in ('mail', 'slip', 'list')", name="known_way"),)

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitations.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    way: Mapped[Way]
    made_at: Mapped[datetime]
    #: Replaced by a new one, because the first was lost or seen by somebody else.
    ended_at: Mapped[datetime | None]

    invitation: Mapped[Invitation] = relationship()
