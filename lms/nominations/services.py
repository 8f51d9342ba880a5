"""What can happen to a list: kept, put right, sent; and its calls' seats taken with it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete

from lms.accounts.models import Account
from lms.core import audit, clock
from lms.core.extensions import db
from lms.institutions.models import Institution
from lms.invitations import services as invitations
from lms.invitations.errors import CallClosed
from lms.invitations.services import Asked
from lms.nominations.checking import GO, check, guests_of
from lms.nominations.models import KEPT, NominationList
from lms.nominations.reading import Row

FIELDS = ("name", "email", "phone", "position")


def keep_list(
    institution: Institution,
    rows: Sequence[Row],
    *,
    module_slug: str | None,
    call_place_id: UUID | None,
    language: str,
    by: Account,
    at: datetime,
) -> NominationList:
    """The list as it was typed, for fourteen days. Nobody is invited by it."""
    draft = NominationList(
        account_id=by.id,
        institution_id=institution.id,
        module_slug=module_slug,
        call_place_id=call_place_id,
        language=language,
        rows=_plain(rows),
        created_at=at,
        expires_at=at + KEPT,
    )
    db.session.add(draft)
    audit.record(by.id, "nominations.list.checked", institution, at=at, rows=len(rows))
    return draft


def _plain(rows: Sequence[Row]) -> list[Any]:
    return [msgspec.to_builtins(row) for row in rows]


def rows_of(draft: NominationList) -> list[Row]:
    return [msgspec.convert(row, Row) for row in draft.rows]


def asked_by(draft: NominationList) -> Asked:
    call_id = draft.call_place.call_id if draft.call_place else None
    return Asked(draft.module_slug, call_id, draft.call_place_id)


def put_right(
    draft: NominationList,
    changes: Mapping[int, Mapping[str, str]],
    *,
    removed: Collection[int],
    others: Collection[int],
) -> bool:
    """Rows with new values, without those removed; ``others`` are other people in spite of a similar name.

    Whether anything is different now.
    """
    before = rows_of(draft)
    after = [
        msgspec.structs.replace(
            row,
            **{name: value for name, value in changes.get(row.line, {}).items() if name in FIELDS},
            is_another=row.is_another or row.line in others,
        )
        for row in before
        if row.line not in removed
    ]
    draft.rows = _plain(after)
    return after != before


def tell_apart(draft: NominationList) -> None:
    """Whoever typed the list says of all its people that they are others than those with similar names."""
    draft.rows = _plain([msgspec.structs.replace(row, is_another=True) for row in rows_of(draft)])


def invite_ready(draft: NominationList, *, by: Account, at: datetime) -> int:
    """Invite everybody on the list who can be; the others stay as a draft. How many were invited.

    Raises ``NoSeats`` and ``CallClosed``. The caller holds the lock on the list.
    """
    if draft.call_place is not None and not draft.call_place.call.is_open_on(clock.local_day(at)):
        raise CallClosed
    asked = asked_by(draft)
    checked = check(rows_of(draft), draft.institution_id, asked, language=draft.language)
    invited = invitations.invite(draft.institution, guests_of(checked), asked, list_id=draft.id, by=by.id, at=at)
    left = [item.row for item in checked if item.status not in GO]
    draft.rows = _plain(left)
    return invited


def drop_list(draft: NominationList) -> None:
    """Forget what was typed; invitations that were sent stand."""
    db.session.delete(draft)


def forget_old_lists(*, at: datetime) -> int:
    """Lists that nobody finished within fourteen days; how many they were."""
    return db.session.execute(
        delete(NominationList).where(NominationList.expires_at <= at).execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
