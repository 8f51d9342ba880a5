"""What can happen here: a file is asked for, an institution is given a target. Everything else only reads."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from lms.core import audit
from lms.core.extensions import db
from lms.reporting.models import Export, InstitutionTarget


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
