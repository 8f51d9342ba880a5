"""What can happen: a file is asked for, an institution is given a target, a table is saved. All else only reads."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from lms.core import audit
from lms.core.extensions import db
from lms.reporting.errors import TooManySaved
from lms.reporting.models import Export, InstitutionTarget, SavedTable
from lms.reporting.queries import saved_tables
from lms.reporting.stretches import Stretch

#: More are not found again by their names.
MOST_SAVED = 50


def ask_for_export(
    account_id: UUID,
    table: str,
    *,
    asked: Mapping[str, str],
    ending: str,
    language: str,
    reason: str,
    at: datetime,
) -> Export:
    """Note down who wants which rows and why; the caller queues the job that makes the file."""
    export = Export(
        account_id=account_id,
        table=table,
        asked=dict(asked),
        format=ending,
        language=language,
        reason=reason,
        requested_at=at,
    )
    db.session.add(export)
    audit.record(
        account_id,
        "reporting.table.exported",
        export,
        at=at,
        reason=reason,
        table=table,
        format=ending,
        **asked_facts(asked),
    )
    return export


def asked_facts(asked: Mapping[str, str]) -> dict[str, str]:
    """The filters as facts of an audit row; ``from`` is a word of the language, so it gets another name."""
    return {f"asked_{name}": value for name, value in asked.items()}


def set_target(
    institution_id: UUID,
    year: int,
    *,
    people: int | None,
    completion: int | None,
    women: int | None,
    note: str,
    by: UUID,
    at: datetime,
) -> InstitutionTarget:
    """What the institution is to reach in the year, from now on; what held before stays in the history."""
    target = InstitutionTarget(
        institution_id=institution_id,
        year=year,
        people=people,
        completion=completion,
        women=women,
        note=note,
        set_by_id=by,
        set_at=at,
    )
    db.session.add(target)
    db.session.flush()
    audit.record(
        by,
        "reporting.target.set",
        target,
        at=at,
        institution=str(institution_id),
        year=year,
        people=people,
        completion=completion,
        women=women,
    )
    return target


def save_table(account_id: UUID, name: str, asked: Mapping[str, str], stretch: Stretch, *, at: datetime) -> SavedTable:
    """Keep a cross-table under a name. Raises ``TooManySaved``."""
    _check_room(account_id)
    saved = SavedTable(
        account_id=account_id, name=name, asked=dict(asked), stretch=stretch, created_at=at, changed_at=at
    )
    db.session.add(saved)
    db.session.flush()
    audit.record(account_id, "reporting.saved_table.made", saved, at=at, stretch=stretch.value, **asked_facts(asked))
    return saved


def change_saved(saved: SavedTable, name: str, asked: Mapping[str, str], stretch: Stretch, *, at: datetime) -> None:
    """Another name, another choice or other days in the place of the old ones."""
    saved.name, saved.asked, saved.stretch, saved.changed_at = name, dict(asked), stretch, at
    facts = asked_facts(asked)
    audit.record(saved.account_id, "reporting.saved_table.changed", saved, at=at, stretch=stretch.value, **facts)


def remove_saved(saved: SavedTable, *, at: datetime) -> None:
    """Out of the list; it can be brought back until it is cleared away."""
    saved.removed_at = at
    audit.record(saved.account_id, "reporting.saved_table.removed", saved, at=at)


def restore_saved(saved: SavedTable, *, at: datetime) -> None:
    """As it was before it was deleted. Raises ``TooManySaved``."""
    _check_room(saved.account_id)
    saved.removed_at = None
    audit.record(saved.account_id, "reporting.saved_table.restored", saved, at=at)


def _check_room(account_id: UUID) -> None:
    if len(saved_tables(account_id)) >= MOST_SAVED:
        raise TooManySaved
