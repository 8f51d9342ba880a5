"""What a person does not want to be sent, and of what the person was reminded and when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.models import Base


class SwitchedOff(Base):
    """A kind of message that does not leave to this person. No row: it does."""

    __tablename__ = "switched_off_messages"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]


class ReminderDay(Base):
    """A day in Bishkek on which a person was reminded: one mail at most."""

    __tablename__ = "reminder_days"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class Reminded(Base):
    """Something of which the person was reminded; ``about`` is what and for the how-manieth time. Never again."""

    __tablename__ = "reminded"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
