"""What a person did inside lessons: last answers of knowledge checks, the path through the scenario."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.models import Base


class CheckAnswer(Base):
    """The last answer to a knowledge check. Never graded, never counted, kept so that it is there in each language."""

    __tablename__ = "check_answers"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), primary_key=True)
    check_key: Mapped[str] = mapped_column(primary_key=True)
    chosen: Mapped[list[Any]]
    answered_at: Mapped[datetime]


class ScenarioChoice(Base):
    """One decision on the path. Walking again starts a new ``walk``."""

    __tablename__ = "scenario_choices"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), primary_key=True)
    walk: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    node_key: Mapped[str]
    choice_key: Mapped[str]
    chosen_at: Mapped[datetime]
