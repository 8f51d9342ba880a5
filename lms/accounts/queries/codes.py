"""Questions about codes that were made for an account, and about requests for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.accounts.models import Account, CodePurpose, OneUseCode, PasswordRequest, PasswordRequestState
from lms.core.extensions import db
from lms.core.paging import Page, page_of
from lms.institutions.queries import ancestors_of
from lms.people.models import Person
from lms.people.queries import current_workplace


def code_for_update(account_id: UUID, purpose: CodePurpose, at: datetime) -> OneUseCode | None:
    """The code that works now, locked so that it works once."""
    query = (
        select(OneUseCode)
        .where(
            OneUseCode.account_id == account_id,
            OneUseCode.purpose == purpose,
            OneUseCode.ended_at.is_(None),
            OneUseCode.expires_at > at,
        )
        .with_for_update()
    )
    return db.session.scalars(query).one_or_none()


def codes_made_for(account: Account) -> Sequence[OneUseCode]:
    """Every code there ever was for the account, the latest first: the person sees who made it and when."""
    query = select(OneUseCode).where(OneUseCode.account_id == account.id)
    return db.session.scalars(query.order_by(OneUseCode.made_at.desc(), OneUseCode.id.desc())).all()


def requests_of(account: Account) -> Sequence[PasswordRequest]:
    """What the account has asked for, the latest first."""
    query = select(PasswordRequest).where(PasswordRequest.account_id == account.id)
    return db.session.scalars(query.order_by(PasswordRequest.asked_at.desc(), PasswordRequest.id.desc())).all()


@dataclass(frozen=True)
class Asking:
    """A request as a subject: whose it is, what that person may do here, and where the person works."""

    request: PasswordRequest
    has_role: bool
    #: The institution of the current workplace and all above it.
    ancestors: frozenset[UUID]

    @property
    def id(self) -> UUID:
        return self.request.id

    @property
    def account(self) -> Account:
        return self.request.account


def requests_waiting(page: int) -> Page[PasswordRequest]:
    """Requests for a code that nobody has decided, the oldest first."""
    return page_of(_requests().where(_is_waiting()).order_by(PasswordRequest.asked_at, PasswordRequest.id), page)


def number_of_requests_waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(PasswordRequest).where(_is_waiting())) or 0


def asking(request_id: UUID, at: datetime) -> Asking | None:
    return _asking(_requests().where(PasswordRequest.id == request_id), at)


def asking_for_update(request_id: UUID, at: datetime) -> Asking | None:
    """The same, locked, so that one answer is given."""
    query = _requests().where(PasswordRequest.id == request_id)
    return _asking(query.with_for_update(of=PasswordRequest), at)


def _asking(query: Select[Any], at: datetime) -> Asking | None:
    request = db.session.scalars(query).one_or_none()
    if request is None:
        return None
    workplace = current_workplace(request.account.person_id)
    institution_id = workplace.institution_id if workplace else None
    return Asking(
        request,
        has_role=any(grant.holds_at(at) for grant in request.account.grants),
        ancestors=frozenset(ancestors_of(institution_id)) if institution_id else frozenset(),
    )


def _requests() -> Select[Any]:
    return (
        select(PasswordRequest)
        .join(PasswordRequest.account)
        .where(Account.suspended_at.is_(None))
        .options(
            contains_eager(PasswordRequest.account).options(
                joinedload(Account.person, innerjoin=True).selectinload(Person.names), selectinload(Account.grants)
            )
        )
    )


def _is_waiting() -> ColumnElement[bool]:
    return PasswordRequest.state == PasswordRequestState.WAITING
