"""Lists in pages: bounded, ordered, with their place said in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select

from lms.core.extensions import db

Row = TypeVar("Row")
PAGE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows ``first`` to ``last`` of ``total``."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = PAGE

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def page_asked(text: str | None) -> int:
    """The number of a page as an address says it; the first for whatever is no such number."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 1


def nearest_page(number: int, total: int, size: int = PAGE) -> int:
    """The page of this number, or the nearest one that there is."""
    return min(max(1, number), max(1, -(-total // size)))


def page_among(rows: Sequence[Row], number: int, size: int = PAGE) -> Page[Row]:
    """One page of what is known as a whole; a number outside gives the nearest page."""
    number = nearest_page(number, len(rows), size)
    return Page(rows[(number - 1) * size : number * size], number, len(rows), size)


def page_of(query: Select[Any], number: int, size: int = PAGE) -> Page[Any]:
    """One page of an ordered query of entities; a number outside gives the nearest page."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = nearest_page(number, total, size)
    rows = db.session.scalars(query.limit(size).offset((number - 1) * size)).all()
    return Page(rows, number, total, size)


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """Part of a list that is too long to be counted, the newest first. ``newer`` and ``older``: from where to go on."""

    rows: Sequence[Row]
    newer: UUID | None
    older: UUID | None


def stretch_of(
    query: Select[Any], entity: Any, *, before: UUID | None = None, after: UUID | None = None, size: int = PAGE
) -> Stretch[Any]:
    """Rows of an unordered query around one of them, the newest first, by key (``at``, ``id``) and not by counting.

    A million lines further down it costs the same, and rows that are added meanwhile shift nothing.
    """
    from_row = before or after
    anchor = db.session.get(entity, from_row) if from_row else None
    if anchor is None:
        rows, has_more = _some(query.order_by(entity.at.desc(), entity.id.desc()), size)
        return Stretch(rows, None, rows[-1].id if has_more else None)
    if before:
        beyond = or_(entity.at < anchor.at, and_(entity.at == anchor.at, entity.id < anchor.id))
        rows, has_more = _some(query.where(beyond).order_by(entity.at.desc(), entity.id.desc()), size)
        return Stretch(rows, rows[0].id if rows else None, rows[-1].id if has_more else None)
    beyond = or_(entity.at > anchor.at, and_(entity.at == anchor.at, entity.id > anchor.id))
    rows, has_more = _some(query.where(beyond).order_by(entity.at, entity.id), size)
    rows.reverse()
    return Stretch(rows, rows[0].id if has_more else None, rows[-1].id if rows else None)


def _some(query: Select[Any], size: int) -> tuple[list[Any], bool]:
    """So many rows, and whether there are more."""
    found = list(db.session.scalars(query.limit(size + 1)))
    return found[:size], len(found) > size
