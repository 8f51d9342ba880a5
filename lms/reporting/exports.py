"""This room's part of what a person downloads: which files were asked for, which targets set, which tables saved."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.accounts.queries import account_of_person
from lms.core.extensions import db
from lms.people.exports import contributes
from lms.reporting.models import Export
from lms.reporting.queries import removed_tables, saved_tables, targets_set_by


@contributes("exports")
def exports_part(person_id: UUID) -> list[dict[str, Any]]:
    account = account_of_person(person_id)
    if account is None:
        return []
    query = select(Export).where(Export.account_id == account.id).order_by(Export.requested_at)
    return [
        {"table": row.table, "filters": row.asked, "format": row.format, "reason": row.reason, "at": row.requested_at}
        for row in db.session.scalars(query)
    ]


@contributes("institution_targets")
def targets_part(person_id: UUID) -> list[dict[str, Any]]:
    account = account_of_person(person_id)
    return [
        {
            "institution": row.institution_id,
            "year": row.year,
            "people": row.people,
            "completion": row.completion,
            "women": row.women,
            "note": row.note,
            "at": row.set_at,
        }
        for row in (targets_set_by(account.id) if account else [])
    ]


@contributes("saved_tables")
def saved_part(person_id: UUID) -> list[dict[str, Any]]:
    account = account_of_person(person_id)
    if account is None:
        return []
    return [
        {
            "name": row.name,
            "choice": row.asked,
            "period": row.stretch,
            "created_at": row.created_at,
            "changed_at": row.changed_at,
            "deleted_at": row.removed_at,
        }
        for row in (*saved_tables(account.id), *removed_tables(account.id))
    ]
