"""Mails of this room; the words are in ``templates/grading/emails``. No module and no result is named."""

from datetime import datetime

from lms.accounts.models import Account
from lms.core import mail


def result_changed(account: Account, *, at: datetime) -> None:
    """Cannot be switched off: it may be to one's advantage or not."""
    _write("result_changed", account, at=at)


def pass_decided(account: Account, *, at: datetime) -> None:
    _write("pass_decided", account, at=at)


def _write(kind: str, account: Account, *, at: datetime) -> None:
    """In the person's language, to the e-mail address; people without one read it on their pages."""
    if account.email is not None:
        facts = {"address": lambda: mail.address_of("my-learning")}
        mail.write("grading", kind, account.email, language=account.person.language, at=at, **facts)
