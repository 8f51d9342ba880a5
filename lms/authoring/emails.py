"""Mails of this room, one function each; the words are in ``templates/authoring/emails``. None names a module."""

from datetime import datetime
from typing import Any
from uuid import UUID

from lms.accounts.models import Account
from lms.core import mail
from lms.core.i18n import _l

ASKED = mail.optional("review_asked", _l("A text was sent to my review"), is_for_staff=True)
DECIDED = mail.optional("review_decided", _l("A review of a text I work on has ended"), is_for_staff=True)


def review_asked(account: Account, review_id: UUID, *, at: datetime) -> None:
    _write(ASKED, account, f"studio/reviews/{review_id}", at=at, asked_at=at)


def review_decided(account: Account, *, is_approved: bool, at: datetime) -> None:
    _write(DECIDED, account, "studio", at=at, decided_at=at, is_approved=is_approved)


def _write(kind: str, account: Account, page: str, *, at: datetime, **facts: Any) -> None:
    if account.email is not None:
        language = account.person.language
        mail.write(
            "authoring", kind, account.email, language=language, at=at, address=lambda: mail.address_of(page), **facts
        )
