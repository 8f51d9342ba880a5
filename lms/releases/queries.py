"""Questions to the room's tables. A frozen report is compared with its digest whenever it is opened."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import undefer

from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.releases.errors import Changed
from lms.releases.frozen import Document, digest_of
from lms.releases.models import FrozenReport, ReportDraft
from lms.reporting.choices import Period

FROZEN = "releases.report.frozen"


@dataclass(frozen=True)
class Opened:
    """A frozen report that is what was frozen."""

    row: FrozenReport

    @property
    def id(self) -> UUID:
        return self.row.id

    @cached_property
    def team(self) -> Document:
        return dict(json.loads(self.row.team))

    @cached_property
    def donor(self) -> Document:
        return dict(json.loads(self.row.donor))

    def document(self, audience: str) -> Document:
        return self.donor if audience == "donor" else self.team

    def text(self, audience: str) -> str:
        """The very bytes that the digest is of."""
        return self.row.donor if audience == "donor" else self.row.team

    def digest(self, audience: str) -> str:
        return str(self.team["donor_digest"]) if audience == "donor" else self.row.digest


def draft_by_id(draft_id: UUID) -> ReportDraft | None:
    return db.session.get(ReportDraft, draft_id)


def draft_for_update(draft_id: UUID) -> ReportDraft | None:
    """Locked, so that a draft is not changed while it is submitted, and frozen once."""
    query = select(ReportDraft).where(ReportDraft.id == draft_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def draft_or_report(draft_id: UUID) -> ReportDraft | FrozenReport | None:
    """A frozen report has the id of its draft, so whoever waits for it finds it."""
    return draft_by_id(draft_id) or db.session.get(FrozenReport, draft_id)


def drafts() -> Sequence[ReportDraft]:
    return db.session.scalars(select(ReportDraft).order_by(ReportDraft.ends_on.desc(), ReportDraft.starts_on)).all()


def draft_of(period: Period) -> ReportDraft | None:
    query = select(ReportDraft).where(ReportDraft.starts_on == period.start, ReportDraft.ends_on == period.end)
    return db.session.scalars(query).one_or_none()


def reports() -> Sequence[FrozenReport]:
    """All of them without their documents, the newest first."""
    query = select(FrozenReport).order_by(FrozenReport.ends_on.desc(), FrozenReport.number, FrozenReport.version.desc())
    return db.session.scalars(query).all()


def newest_versions() -> Sequence[FrozenReport]:
    """Of each report the version that none has replaced, the latest period first."""
    replaced = select(FrozenReport.supersedes_id).where(FrozenReport.supersedes_id.is_not(None))
    query = select(FrozenReport).where(FrozenReport.id.not_in(replaced))
    return db.session.scalars(query.order_by(FrozenReport.ends_on.desc(), FrozenReport.starts_on.desc())).all()


def number_of_reports() -> int:
    return db.session.scalar(select(func.count()).select_from(FrozenReport)) or 0


def versions_of(number: str) -> Sequence[FrozenReport]:
    """Every version of one report, the newest first."""
    query = select(FrozenReport).where(FrozenReport.number == number).order_by(FrozenReport.version.desc())
    return db.session.scalars(query).all()


def successor_of(report_id: UUID) -> FrozenReport | None:
    return db.session.scalars(select(FrozenReport).where(FrozenReport.supersedes_id == report_id)).one_or_none()


def newest_about(period: Period) -> FrozenReport | None:
    """The newest version about exactly these days."""
    query = select(FrozenReport).where(FrozenReport.starts_on == period.start, FrozenReport.ends_on == period.end)
    return db.session.scalars(query.order_by(FrozenReport.version.desc()).limit(1)).one_or_none()


def report_before(period: Period) -> Opened | None:
    """The report whose text a new one takes over: the newest that ends, or begins, before it does."""
    is_before = or_(
        FrozenReport.ends_on < period.end,
        and_(FrozenReport.ends_on == period.end, FrozenReport.starts_on > period.start),
    )
    query = select(FrozenReport).where(is_before).order_by(FrozenReport.ends_on.desc(), FrozenReport.frozen_at.desc())
    row = db.session.scalars(query.limit(1)).one_or_none()
    return opened(row) if row else None


def report_by_id(report_id: UUID) -> Opened | None:
    """Raises ``Changed`` if it is not what was frozen."""
    row = db.session.get(FrozenReport, report_id)
    return opened(row) if row else None


def all_opened() -> list[Opened]:
    """Every report that was ever handed out. Raises ``Changed``."""
    query = select(FrozenReport).options(undefer(FrozenReport.team), undefer(FrozenReport.donor))
    return [opened(row) for row in db.session.scalars(query.order_by(FrozenReport.frozen_at))]


def opened(row: FrozenReport) -> Opened:
    """Compare the row with its documents, those with their digests, and the digest with the log.

    The log is sealed day by day and kept for a year at least, so that who may write to the database alone cannot make
    another report with a digest that fits.
    """
    found = Opened(row)
    if digest_of(row.team) != row.digest or digest_of(row.donor) != found.team["donor_digest"]:
        raise Changed(row.id)
    if any(_said_by(row) != _said_in(document) for document in (found.team, found.donor)):
        raise Changed(row.id)
    logged = select(AuditRecord.facts).where(AuditRecord.act == FROZEN, AuditRecord.subject_id == str(row.id))
    if any(facts.get("digest") != row.digest for facts in db.session.scalars(logged)):
        raise Changed(row.id)
    return found


def _said_by(row: FrozenReport) -> tuple[Any, ...]:
    days = (row.starts_on.isoformat(), row.ends_on.isoformat())
    return row.number, row.version, row.span.value, *days, row.frozen_at.isoformat(timespec="seconds"), row.reason


def _said_in(document: Document) -> tuple[Any, ...]:
    period = document["period"]
    days = (period["from"], period["to"])
    return document["number"], document["version"], document["span"], *days, document["as_of"], document["reason"]
