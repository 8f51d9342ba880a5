"""Questions about events. What was deleted is nowhere but on its own page and in its own list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from lms.core.extensions import db
from lms.core.paging import Page, page_of
from lms.gatherings.models import Act, Gathering, GatheringChange, GatheringImport


@dataclass(frozen=True)
class Wanted:
    """What a list of events is limited to."""

    start: date | None = None
    end: date | None = None
    regions: Collection[str | None] | None = None
    kind: str | None = None
    output: str | None = None
    is_deleted: bool = False


def event_by_id(event_id: UUID) -> Gathering | None:
    return db.session.get(Gathering, event_id)


def event_for_update(event_id: UUID) -> Gathering | None:
    query = select(Gathering).where(Gathering.id == event_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def events(wanted: Wanted) -> Sequence[Gathering]:
    """By day; on one day in the order in which they were entered."""
    return db.session.scalars(_query(wanted).order_by(Gathering.held_on, Gathering.id)).all()


def page_of_events(wanted: Wanted, number: int) -> Page[Gathering]:
    """The newest first."""
    return page_of(_query(wanted).order_by(Gathering.held_on.desc(), Gathering.id.desc()), number)


def _query(wanted: Wanted) -> Select[Any]:
    query = select(Gathering).where(
        Gathering.deleted_at.is_not(None) if wanted.is_deleted else Gathering.deleted_at.is_(None)
    )
    if wanted.start is not None:
        query = query.where(Gathering.held_on >= wanted.start)
    if wanted.end is not None:
        query = query.where(Gathering.held_on <= wanted.end)
    if wanted.regions is not None:
        query = query.where(Gathering.region_code.in_([code for code in wanted.regions if code is not None]))
    if wanted.kind is not None:
        query = query.where(Gathering.kind == wanted.kind)
    return query if wanted.output is None else query.where(Gathering.output == wanted.output)


def years() -> list[int]:
    """In which something was held, the newest first."""
    days = db.session.scalars(select(Gathering.held_on).where(Gathering.deleted_at.is_(None)).distinct())
    return sorted({day.year for day in days}, reverse=True)


def history(event_id: UUID) -> Sequence[GatheringChange]:
    """The newest first."""
    query = select(GatheringChange).where(GatheringChange.gathering_id == event_id)
    return db.session.scalars(query.order_by(GatheringChange.at.desc(), GatheringChange.id.desc())).all()


def known_among(days: Collection[date]) -> set[tuple[date, str, str]]:
    """Day, title and region of what stands on these days: by these an event is known again."""
    query = select(Gathering.held_on, Gathering.title, Gathering.region_code)
    rows = db.session.execute(query.where(Gathering.held_on.in_(days), Gathering.deleted_at.is_(None)))
    return {(held_on, title, region_code) for held_on, title, region_code in rows}


def import_by_id(list_id: UUID) -> GatheringImport | None:
    return db.session.get(GatheringImport, list_id)


def import_for_update(list_id: UUID) -> GatheringImport | None:
    query = select(GatheringImport).where(GatheringImport.id == list_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def changed_since(moment: datetime) -> set[UUID]:
    """Events that somebody entered, changed, deleted or brought back."""
    is_counted = GatheringChange.act != Act.EVIDENCE
    return set(db.session.scalars(select(GatheringChange.gathering_id).where(GatheringChange.at >= moment, is_counted)))


def imports() -> Sequence[GatheringImport]:
    """Those that were confirmed, the newest first."""
    query = select(GatheringImport).where(GatheringImport.added_at.is_not(None))
    return db.session.scalars(query.order_by(GatheringImport.added_at.desc()).limit(20)).all()


def standing_of(import_id: UUID) -> Sequence[Gathering]:
    """What of an import has not been deleted."""
    query = select(Gathering).where(Gathering.import_id == import_id, Gathering.deleted_at.is_(None))
    return db.session.scalars(query.order_by(Gathering.held_on, Gathering.id)).all()


def evidence_is_used(key: str) -> bool:
    """The same bytes are kept once, so another event may have them too."""
    return db.session.scalar(select(Gathering.id).where(Gathering.evidence_key == key).limit(1)) is not None


def entered_by(account_id: UUID) -> Sequence[Gathering]:
    query = select(Gathering).where(Gathering.added_by_id == account_id).order_by(Gathering.added_at)
    return db.session.scalars(query).all()
