"""This room's part of what a person downloads about themselves."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.accounts.queries import account_of_person
from lms.core.extensions import db
from lms.messages.models import Reminded, SwitchedOff
from lms.people.exports import contributes


@contributes("messages")
def messages_part(person_id: UUID) -> dict[str, Any] | None:
    account = account_of_person(person_id)
    if account is None:
        return None
    off = select(SwitchedOff).where(SwitchedOff.account_id == account.id).order_by(SwitchedOff.kind)
    told = select(Reminded).where(Reminded.account_id == account.id).order_by(Reminded.at, Reminded.about)
    return {
        "switched_off": [{"kind": row.kind, "since": row.since} for row in db.session.scalars(off)],
        "reminders": [{"kind": row.kind, "about": row.about, "at": row.at} for row in db.session.scalars(told)],
    }
