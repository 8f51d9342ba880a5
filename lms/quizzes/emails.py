"""Mails of this room; the words are in ``templates/quizzes/emails``. No module and no result is named."""

from datetime import datetime

from lms.accounts.models import Account
from lms.core import mail
from lms.core.i18n import _l

OPENED = mail.optional("tries_opened", _l("New tries at a quiz were opened for me"))

EXCEPTION = mail.optional("exception_given", _l("I was given more time or one more try at a quiz"))
RESULT = mail.optional("result_ready", _l("A result that I was waiting for is ready"))


def tries_opened(account: Account, *, at: datetime) -> None:
    """In the person's language, to the e-mail address; people without one see it on the page of the quiz."""
    _write(OPENED, account, at)


def exception_given(account: Account, *, at: datetime) -> None:
    _write(EXCEPTION, account, at)


def result_ready(account: Account, *, at: datetime) -> None:
    _write(RESULT, account, at)


def _write(kind: str, account: Account, at: datetime) -> None:
    if account.email is not None:
        facts = {"address": lambda: mail.address_of("my-learning")}
        mail.write("quizzes", kind, account.email, language=account.person.language, at=at, **facts)
