"""Mails of this room; the words are in ``templates/quizzes/emails``. No module and no result is named."""

from datetime import datetime

from lms.accounts.models import Account
from lms.core import mail
from lms.core.i18n import _l

OPENED = mail.optional("tries_opened", _l("New tries at a quiz were opened for me"))


def tries_opened(account: Account, *, at: datetime) -> None:
    """In the person's language, to the e-mail address; people without one see it on the page of the quiz."""
    if account.email is not None:
        facts = {"address": lambda: mail.address_of("my-learning")}
        mail.write("quizzes", OPENED, account.email, language=account.person.language, at=at, **facts)
