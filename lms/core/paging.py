"""Lists in pages: bounded, ordered, with their place said in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

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


def page_of(query: Select[Any], number: int, size: int = PAGE) -> Page[Any]:
    """One page of an ordered query of entities; a number outside gives the nearest page."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, number), max(1, -(-total // size)))
    rows = db.session.scalars(query.limit(size).offset((number - 1) * size)).all()
    return Page(rows, number, total, size)
