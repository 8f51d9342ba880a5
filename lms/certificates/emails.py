"""Mails of this room, one function each; the words are in ``templates/certificates/emails``.

Neither the module nor the name nor a reason is said: the page behind the sign-in says them.
"""

from datetime import datetime
from typing import Any

from lms.accounts.models import Account
from lms.core import mail
from lms.core.i18n import _l

ISSUED = mail.optional("certificate_issued", _l("A certificate was issued to me"))
DECIDED = mail.optional("correction_decided", _l("My request for a correction was decided"))


def certificate_issued(account: Account, *, at: datetime) -> None:
    _write(ISSUED, account, at=at, issued_at=at)


def correction_decided(account: Account, *, at: datetime) -> None:
    """Yes or no stands on the page."""
    _write(DECIDED, account, at=at)


def certificate_revoked(account: Account, *, at: datetime) -> None:
    """Cannot be switched off: there is a day to object."""
    _write("certificate_revoked", account, at=at, revoked_at=at)


def certificate_restored(account: Account, *, at: datetime) -> None:
    _write("certificate_restored", account, at=at)


def _write(kind: str, account: Account, *, at: datetime, **facts: Any) -> None:
    """In the person's language, to the e-mail address; people without one are told on the page."""
    if account.email is not None:
        known = {"address": lambda: mail.address_of("my-learning/certificates"), **facts}
        mail.write("certificates", kind, account.email, language=account.person.language, at=at, **known)
