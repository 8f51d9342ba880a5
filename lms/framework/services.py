"""What can happen to an indicator: its numbers are set, what was typed in is proved by files."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from lms.core import audit
from lms.core.evidence import Evidence, forget, keep
from lms.core.extensions import db
from lms.framework import queries
from lms.framework.models import IndicatorEntry, IndicatorEvidence
from lms.framework.spans import Where

FOLDER = "indicators"


def set_numbers(
    where: Where, numbers: Mapping[str, Decimal | None], *, variance: str, quality: str, by: UUID, at: datetime
) -> IndicatorEntry:
    """From now on; what held before stays in the history."""
    entry = IndicatorEntry(**asdict(where), **numbers, variance=variance, quality=quality, set_by_id=by, set_at=at)
    db.session.add(entry)
    db.session.flush()
    told = {name: None if number is None else str(number) for name, number in numbers.items()}
    place = {**asdict(where), "span": where.span.value}
    audit.record(by, "framework.indicator.set", entry, at=at, **place, **told)
    return entry


def attach(where: Where, evidence: Evidence, *, by: UUID, at: datetime) -> IndicatorEvidence:
    """Keep a file as evidence of what was typed in for a period."""
    row = IndicatorEvidence(
        indicator=where.indicator, year=where.year, span=where.span, key=keep(FOLDER, evidence),
        media_type=evidence.media_type, size=len(evidence.content), added_by_id=by, added_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    about: dict[str, Any] = {"indicator": where.indicator, "year": where.year, "span": where.span.value}
    audit.record(by, "framework.evidence.kept", row, at=at, size=row.size, **about)
    return row


def remove_evidence(row: IndicatorEvidence, *, by: UUID, at: datetime) -> None:
    """It was the wrong file."""
    audit.record(by, "framework.evidence.removed", row, at=at, indicator=row.indicator, year=row.year)
    take_away(row)


def take_away(row: IndicatorEvidence) -> None:
    """The row, and the file unless another row has the same bytes."""
    db.session.delete(row)
    db.session.flush()
    forget(row.key, queries.evidence_is_used)
