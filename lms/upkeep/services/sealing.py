"""Seal the log day by day, and find out whether what was sealed is still what is there.

A seal is a digest of the lines of a day and of the seal before: whoever changes, adds or takes away a line of a sealed
day must write all seals since anew. The newest one is therefore told to the server's log, which is kept elsewhere, and
is in every backup. Nobody waits for it, as writers would for a chain from line to line.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select

from lms.core import clock
from lms.core.audit import AuditRecord, LogSeal, newest_seal
from lms.core.extensions import db
from lms.upkeep.retention import EVIDENCE_KEPT, LOG_KEPT, is_evidence

AT_ONCE = 1000
TOLD_PROBLEMS = 20


class LogBroken(Exception):
    """The log is not what was sealed; a sentence for each day."""

    def __init__(self, problems: list[str]) -> None:
        more = [f"… and {len(problems) - TOLD_PROBLEMS} more"] if len(problems) > TOLD_PROBLEMS else []
        super().__init__(" ".join(problems[:TOLD_PROBLEMS] + more))


@dataclass
class Lines:
    """What there is of one day."""

    count: int = 0
    ordinary: Any = field(default_factory=hashlib.sha256)
    evidence: Any = field(default_factory=hashlib.sha256)

    def add(self, row: Any) -> None:
        self.count += 1
        (self.evidence if row.is_evidence else self.ordinary).update(_bytes_of(row))


@dataclass(frozen=True)
class Checked:
    """How much of the log was found to be as it was sealed."""

    days: int
    lines: int
    newest: LogSeal | None


def due_seals(*, before: date, at: datetime) -> list[LogSeal]:
    """Seals of the days before this one that have none yet, the newest last; not saved.

    The first night of an old installation reads its whole log, which must keep nobody from writing.
    """
    seals: list[LogSeal] = []
    newest = newest_seal()
    since = clock.begin_of(newest.day + timedelta(days=1)) if newest else None
    for day, lines in _days(since, clock.begin_of(before)):
        newest = _sealed(day, lines, newest, at)
        seals.append(newest)
    return seals


def check_log(at: datetime, *, known: str = "") -> Checked:
    """Read everything that was sealed and is still kept. Raises ``LogBroken``.

    ``known`` is a digest that was kept elsewhere: it must be one of the chain.
    """
    seals = {seal.day: seal for seal in db.session.scalars(select(LogSeal).order_by(LogSeal.day))}
    newest = max(seals.values(), key=lambda seal: seal.day, default=None)
    problems = list(_breaks(list(seals.values())))
    if known and known not in {seal.digest for seal in seals.values()}:
        problems.append(f"No day was sealed with {known}.")
    count = 0
    if newest is not None:
        since = clock.begin_of(clock.local_day(at - EVIDENCE_KEPT) + timedelta(days=1))
        found = dict(_days(since, clock.begin_of(newest.day + timedelta(days=1))))
        count = sum(lines.count for lines in found.values())
        problems += _differences(seals, found, at)
    if problems:
        raise LogBroken(problems)
    return Checked(len(seals), count, newest)


def _breaks(seals: list[LogSeal]) -> Iterator[str]:
    for before, seal in zip([None, *seals], seals, strict=False):
        if seal.digest != _chained(seal, before):
            yield f"The seal of {seal.day} does not follow from the one before."


def _differences(seals: dict[date, LogSeal], found: dict[date, Lines], at: datetime) -> Iterator[str]:
    """Only of what no rule has removed: after a year the ordinary lines of a day, after seven all."""
    for day in sorted(seals.keys() | found.keys()):
        seal, lines, age = seals.get(day), found.get(day, Lines()), at - clock.begin_of(day)
        if seal is None:
            yield f"{day} has lines and no seal."
            continue
        is_same = age >= EVIDENCE_KEPT or lines.evidence.hexdigest() == seal.evidence
        if age < LOG_KEPT:
            is_same = is_same and lines.ordinary.hexdigest() == seal.ordinary
        if not is_same:
            yield f"{day} has other lines than were sealed."


def _sealed(day: date, lines: Lines, before: LogSeal | None, at: datetime) -> LogSeal:
    seal = LogSeal(
        day=day,
        lines=lines.count,
        ordinary=lines.ordinary.hexdigest(),
        evidence=lines.evidence.hexdigest(),
        sealed_at=at,
    )
    seal.digest = _chained(seal, before)
    return seal


def _chained(seal: LogSeal, before: LogSeal | None) -> str:
    parts = (before.digest if before else "", seal.day.isoformat(), str(seal.lines), seal.ordinary, seal.evidence)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _days(since: datetime | None, until: datetime) -> Iterator[tuple[date, Lines]]:
    """The lines from one moment to another, day by day in Bishkek; days without a line are left out."""
    query = select(*AuditRecord.__table__.columns, is_evidence().label("is_evidence")).where(AuditRecord.at < until)
    if since is not None:
        query = query.where(AuditRecord.at >= since)
    rows = db.session.execute(query.order_by(AuditRecord.at, AuditRecord.id)).yield_per(AT_ONCE)
    for day, of_day in groupby(rows, key=lambda row: clock.local_day(row.at)):
        lines = Lines()
        for row in of_day:
            lines.add(row)
        yield day, lines


def _bytes_of(row: Any) -> bytes:
    """A line as it is written everywhere: the same for the same values, on both databases."""
    actor = str(row.actor_id) if row.actor_id else None
    values = [str(row.id), row.at.isoformat(), actor, row.act, row.subject_kind, row.subject_id, row.reason, row.origin]
    return json.dumps([*values, row.facts], sort_keys=True, ensure_ascii=False).encode() + b"\n"
