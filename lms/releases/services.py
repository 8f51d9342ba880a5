"""What can happen to a report: begun, written, submitted, frozen, given a successor. Nothing edits a frozen one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lms.core import audit
from lms.core.database import take_turn
from lms.core.extensions import db
from lms.releases import narrative, publishing, queries
from lms.releases.errors import AlreadyFrozen, ChangedMeanwhile, DataMoved, DraftExists, OnItsWay
from lms.releases.freezing import Frozen, Order, Predecessor
from lms.releases.frozen import canonical, digest_of
from lms.releases.held import TABLES
from lms.releases.models import FrozenReport, ReportDraft, Span
from lms.releases.periods import number_of
from lms.reporting.choices import Period


def begin_draft(span: Span, period: Period, *, by: UUID, at: datetime) -> ReportDraft:
    """With the text of the report before, marked as taken over. Raises ``DraftExists``, ``AlreadyFrozen``."""
    _refuse_second_draft(period)
    frozen = queries.newest_about(period)
    if frozen is not None:
        raise AlreadyFrozen(frozen.id)
    before = queries.report_before(period)
    text = narrative.taken_over(before.team["narrative"], before.row.number) if before else narrative.empty()
    return _added(ReportDraft(span=span, tables=list(TABLES), narrative=text, **_days(period)), by, at)


def begin_successor(
    report: FrozenReport, team: Mapping[str, Any], reason: str, *, by: UUID, at: datetime
) -> ReportDraft:
    """A draft that will take the place of a frozen report, with its text. Raises ``DraftExists``, ``AlreadyFrozen``."""
    _refuse_second_draft(report.period)
    newer = queries.successor_of(report.id)
    if newer is not None:
        raise AlreadyFrozen(newer.id)
    texts: Mapping[str, Mapping[str, str]] = team["narrative"]
    draft = ReportDraft(
        span=report.span,
        tables=list(TABLES),
        narrative=narrative.taken_over(texts, report.name),
        supersedes_id=report.id,
        reason=reason,
        **_days(report.period),
    )
    return _added(draft, by, at)


def _refuse_second_draft(period: Period) -> None:
    take_turn(db.session.connection(), publishing.TURN)  # a second click waits, and finds the draft of the first
    draft = queries.draft_of(period)
    if draft is not None:
        raise DraftExists(draft.id)


def _days(period: Period) -> dict[str, object]:
    return {"starts_on": period.start, "ends_on": period.end}


def _added(draft: ReportDraft, by: UUID, at: datetime) -> ReportDraft:
    draft.made_by_id, draft.made_at, draft.changed_at = by, at, at
    db.session.add(draft)
    audit.record(by, "releases.draft.begun", draft, at=at, reason=draft.reason, period=_period_words(draft))
    return draft


def write(
    draft: ReportDraft,
    code: str,
    typed: Mapping[str, str],
    *,
    still_right: set[str],
    tables: Sequence[str],
    base: str,
    at: datetime,
) -> None:
    """The text in one language, and which tables the report holds. Raises ``OnItsWay``, ``ChangedMeanwhile``.

    ``base`` says what the writer began from: whoever saves second is shown what was saved first.
    """
    _refuse_submitted(draft)
    if base != base_of(draft, code):
        raise ChangedMeanwhile
    draft.narrative = narrative.written(draft.narrative, code, typed, still_right)
    draft.tables = [slug for slug in TABLES if slug in tables]
    draft.changed_at = at


def base_of(draft: ReportDraft, code: str) -> str:
    """Known again by what it says: two people who write in two languages are not in each other's way."""
    return digest_of(canonical([draft.narrative.get(code, {}), list(draft.tables)]))


def discard(draft: ReportDraft, *, by: UUID, at: datetime) -> None:
    """Raises ``OnItsWay``."""
    _refuse_submitted(draft)
    audit.record(by, "releases.draft.discarded", draft, at=at, period=_period_words(draft))
    db.session.delete(draft)


def submit(draft: ReportDraft, *, by: UUID, at: datetime) -> None:
    """From now on nothing of it changes; the caller queues the job that freezes it. Raises ``OnItsWay``."""
    _refuse_submitted(draft)
    draft.submitted_by_id, draft.submitted_at = by, at
    audit.record(by, "releases.draft.submitted", draft, at=at, period=_period_words(draft))


def reopen(draft: ReportDraft, *, by: UUID, at: datetime) -> None:
    """After it could not be frozen: it may be changed and submitted again."""
    audit.record(by, "releases.draft.reopened", draft, at=at, period=_period_words(draft))
    draft.submitted_by_id = draft.submitted_at = None
    draft.changed_at = at


def _refuse_submitted(draft: ReportDraft) -> None:
    if draft.submitted_at is not None:
        raise OnItsWay


def _period_words(draft: ReportDraft) -> str:
    return f"{draft.starts_on.isoformat()}/{draft.ends_on.isoformat()}"


def order_of(draft: ReportDraft) -> Order:
    """What is to be frozen."""
    before = db.session.get(FrozenReport, draft.supersedes_id) if draft.supersedes_id else None
    return Order(
        number=before.number if before else number_of(draft.span, draft.period),
        version=before.version + 1 if before else 1,
        span=draft.span,
        period=draft.period,
        tables=list(draft.tables),
        texts=narrative.texts_of(draft.narrative),
        supersedes=Predecessor(before.id, before.number, before.version, before.digest) if before else None,
        reason=draft.reason,
    )


def put(draft: ReportDraft, order: Order, frozen: Frozen, *, known: int, at: datetime) -> FrozenReport:
    """Keep what was counted for ever, in place of the draft.

    ``known``: how many reports there were when it was compared with them. Raises ``DataMoved`` if one came meanwhile.
    """
    take_turn(db.session.connection(), publishing.TURN)
    if queries.number_of_reports() != known:
        raise DataMoved
    by = draft.submitted_by_id or draft.made_by_id
    report = FrozenReport(
        id=draft.id,
        number=order.number,
        version=order.version,
        span=order.span,
        frozen_at=at,
        frozen_by_id=by,
        supersedes_id=draft.supersedes_id,
        reason=order.reason,
        team=frozen.team,
        donor=frozen.donor,
        digest=frozen.digest,
        **_days(order.period),
    )
    db.session.delete(draft)
    db.session.add(report)
    if order.supersedes is not None:
        db.session.flush()
        publishing.hand_over(order.supersedes.id, report, order.tables, by=by, at=at)
    audit.record(
        by, queries.FROZEN, report, at=at, reason=order.reason,
        number=order.number, version=order.version, digest=frozen.digest,
    )  # fmt: skip
    return report
