"""Who did or saw what to whom, when, from where, why. Rows are only ever added.

The database refuses to change one, and to remove one of the last year (triggers, made by a migration).
An act is recorded in its own transaction (``record``); a look and a refusal are written after the request's
transaction has ended (``record_look``, ``record_refusal``), so that they are kept also when nothing else is.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import g, has_request_context, request
from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.core import clock
from lms.core.extensions import db
from lms.core.models import Base, HasId
from lms.core.transactions import apart_later


class AuditRecord(HasId, Base):
    """One line of the log. ``facts`` never holds secrets, answers or names."""

    __tablename__ = "audit_records"
    __table_args__ = (Index("ix_audit_records_subject", "subject_kind", "subject_id"),)

    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(index=True)
    subject_kind: Mapped[str | None]
    subject_id: Mapped[str | None]
    reason: Mapped[str | None]
    origin: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class LogSeal(Base):
    """What the log of one day was, in digests, of which each holds the one before: see ``upkeep``, which makes them.

    Lines are removed at two ages, so there is a digest of those that go first and one of those that stay longer.
    """

    __tablename__ = "log_seals"

    day: Mapped[date] = mapped_column(primary_key=True)
    lines: Mapped[int]
    ordinary: Mapped[str]
    evidence: Mapped[str]
    #: Of all of this and of the seal before.
    digest: Mapped[str]
    sealed_at: Mapped[datetime]


def newest_seal() -> LogSeal | None:
    return db.session.scalars(select(LogSeal).order_by(LogSeal.day.desc()).limit(1)).one_or_none()


def record(
    actor_id: UUID | None, act: str, subject: object = None, *, at: datetime, reason: str | None = None, **facts: Any
) -> None:
    """Add a line for an act, saved together with the act itself. ``act`` is ``room.thing.done``."""
    db.session.add(_row(actor_id, act, subject, at=at, reason=reason, facts=facts))


def record_look(actor_id: UUID, act: str, subject: object = None, **facts: Any) -> None:
    """Somebody saw or exported people's data: kept whatever becomes of the request."""
    _later(_row(actor_id, act, subject, at=clock.now(), reason=facts.pop("reason", None), facts=facts))


def record_refusal(actor_id: UUID | None, permission: str, subject: object = None, **facts: Any) -> None:
    """A permission was denied, or a password was wrong (then nobody is the actor)."""
    _later(_row(actor_id, "refused", subject, at=clock.now(), reason=None, facts={"permission": permission, **facts}))


def _later(row: AuditRecord) -> None:
    def write(session: Session) -> None:
        session.add(row)

    apart_later(write)


def _row(
    actor_id: UUID | None, act: str, subject: object, *, at: datetime, reason: str | None, facts: dict[str, Any]
) -> AuditRecord:
    identity = getattr(subject, "id", None)
    return AuditRecord(
        at=at,
        actor_id=actor_id,
        act=act,
        subject_kind=type(subject).__name__ if subject is not None else None,
        subject_id=str(identity) if identity is not None else None,
        reason=reason,
        origin=_origin(),
        facts=facts,
    )


def _origin() -> str:
    """Where from: the page, or the command line. Addresses are kept apart, in the server's own log."""
    if not has_request_context():
        return "command"
    return f"{request.method} {request.endpoint} {g.get('request_id', '')}".strip()
