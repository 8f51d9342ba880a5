"""This room's part of what a person downloads: what was said of the law as reviewer."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.accounts.queries import account_of_person
from lms.core.extensions import db
from lms.laws.models import LawChange, LawConfirmation, LawFlag
from lms.people.exports import contributes


@contributes("laws")
def laws_part(person_id: UUID) -> dict[str, Any] | None:
    account = account_of_person(person_id)
    if account is None:
        return None
    changes = select(LawChange).where(LawChange.recorded_by_id == account.id).order_by(LawChange.id)
    flags = select(LawFlag).where(LawFlag.cleared_by_id == account.id).order_by(LawFlag.cleared_at, LawFlag.id)
    confirmed = select(LawConfirmation).where(LawConfirmation.confirmed_by_id == account.id)
    return {
        "changes_recorded": [
            {"law": row.act, "articles": row.articles, "what": row.what, "at": row.recorded_at}
            for row in db.session.scalars(changes)
        ],
        "texts_cleared": [
            {"place": row.place, "reason": row.reason, "at": row.cleared_at} for row in db.session.scalars(flags)
        ],
        "laws_confirmed": [
            {"law": row.act, "at": row.confirmed_at}
            for row in db.session.scalars(confirmed.order_by(LawConfirmation.id))
        ],
    }
