"""Personal tokens: who lets a program read which tables, and until when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Account
from lms.core.models import Base, HasId
from lms.reporting.reports import Audience


class ApiToken(HasId, Base):
    """The program holds the secret, the table its SHA-256: whoever reads the table cannot read by it."""

    __tablename__ = "api_tokens"
    __table_args__ = (
        CheckConstraint("audience in ('team', 'public')", name="known_audience"),
        CheckConstraint("expires_at > created_at", name="expires_later"),
        CheckConstraint("asked_in_minute >= 0", name="asked_never_below_none"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    #: What the person calls it, to know it again.
    name: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    #: Which tables it opens: every number, or those with small numbers hidden.
    audience: Mapped[Audience]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: The last day in Bishkek on which something was read by it.
    used_on: Mapped[date | None]
    #: The minute of the last reading, and how many there were in it: what keeps one program from taking all the time.
    last_minute: Mapped[datetime | None]
    asked_in_minute: Mapped[int] = mapped_column(default=0)

    account: Mapped[Account] = relationship()

    def is_live_at(self, at: datetime) -> bool:
        """Neither ended nor past its time; the account behind it is looked at apart."""
        return self.ended_at is None and at < self.expires_at
