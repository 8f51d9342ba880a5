"""A list on its way: what was pasted or uploaded, until everybody on it is invited or fourteen days are over."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Account
from lms.core.models import Base, HasId
from lms.institutions.models import Institution
from lms.invitations.models import CallPlace

KEPT = timedelta(days=14)


class NominationList(HasId, Base):
    """Only whoever made it sees it. ``rows`` holds what ``reading.Row`` says, as it was typed."""

    __tablename__ = "nomination_lists"
    __table_args__ = (CheckConstraint("language in ('ky', 'ru', 'en')", name="known_language"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institutions.id"), index=True)
    #: What the people are asked for: a module, a seat in a call, or just to come.
    module_slug: Mapped[str | None]
    call_place_id: Mapped[UUID | None] = mapped_column(ForeignKey("call_places.id"), index=True)
    #: Of the invitations.
    language: Mapped[str]
    rows: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    account: Mapped[Account] = relationship()
    institution: Mapped[Institution] = relationship()
    call_place: Mapped[CallPlace | None] = relationship()
