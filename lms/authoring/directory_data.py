"""The directory of institutions from the content folder into the database: hundreds of lines in few statements.

Loading adds and corrects, and never removes. What somebody has changed on the platform belongs to the platform from
then on (``edited_at``), and the file no longer changes it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.core import clock
from lms.core.extensions import db
from lms.core.i18n import LANGUAGES
from lms.institutions import services as directory
from lms.institutions.models import Institution, InstitutionName, InstitutionState

Row = dict[str, Any]


def load_institutions(rows: Sequence[Row]) -> int:
    """Lines of ``institutions.yaml`` and local bodies, parents before what is below them; how many were changed."""
    query = select(Institution).where(Institution.key.is_not(None)).options(selectinload(Institution.names))
    present = {row.key or "": row for row in db.session.scalars(query)}
    unknown = [row for row in rows if row["key"] not in present]
    known = [row for row in rows if row["key"] in present]
    _add(unknown, present)
    return len(unknown) + sum([_correct(present[row["key"]], row, present) for row in known])


def _add(rows: Sequence[Row], present: dict[str, Institution]) -> None:
    at = clock.now()
    for row in rows:
        parent = present[row["parent"]] if row["parent"] else None
        institution = Institution(
            key=row["key"],
            parent_id=parent.id if parent else None,
            state=_state(row),
            created_at=at,
            **_facts(row),
        )
        institution.names = _names(institution, row)
        present[row["key"]] = institution
        db.session.add(institution)
    directory.link_new([(present[row["key"]].id, present[row["key"]].parent_id) for row in rows])


def _correct(institution: Institution, row: Row, present: dict[str, Institution]) -> bool:
    """Bring a line that nobody has edited up to the file; whether anything differed."""
    if institution.edited_at is not None:
        return False
    wanted = {**_facts(row), "state": _state(row)}
    differing = {name: value for name, value in wanted.items() if getattr(institution, name) != value}
    for name, value in differing.items():
        setattr(institution, name, value)
    parent = present[row["parent"]] if row["parent"] else None
    is_moved = institution.parent_id != (parent.id if parent else None)
    if is_moved:
        directory.hang_below(institution, parent)
    names = _names(institution, row)
    is_renamed = set(map(_name_facts, institution.names)) != set(map(_name_facts, names))
    if is_renamed:
        institution.names[:] = names
    return bool(differing) or is_moved or is_renamed


def _facts(row: Row) -> Row:
    return {
        "type_code": row["type"],
        "region_code": row["region"],
        "district_code": row.get("district"),
        "names_confirmed": row["confirmed"],
    }


def _names(institution: Institution, row: Row) -> list[InstitutionName]:
    return [
        directory.name_row(institution.id, name["name"], _day(name["from"]), _day(name["to"])) for name in row["names"]
    ]


def _name_facts(name: InstitutionName) -> tuple[Any, ...]:
    return (name.valid_from, name.valid_to, *(getattr(name, f"name_{code}") for code in LANGUAGES))


def _state(row: Row) -> InstitutionState:
    """A body whose last name has ended is closed."""
    today = clock.local_day(clock.now())
    ends: Iterable[date | None] = [_day(name["to"]) for name in row["names"]]
    is_over = all(end is not None and end < today for end in ends)
    return InstitutionState.CLOSED if is_over else InstitutionState.LISTED


def _day(value: Any) -> date | None:
    """A day as YAML gives it: a date already, or quoted."""
    return date.fromisoformat(value) if isinstance(value, str) else value
