"""Mails of this room, one function each; the words are in ``templates/certificates/emails``."""

from datetime import datetime

from lms.accounts.models import Account
from lms.core import mail
from lms.core.i18n import _l

ISSUED = mail.optional("certificate_issued", _l("A certificate was issued to me"))


def certificate_issued(account: Account, *, at: datetime) -> None:
    """Neither the module nor the name is said: the page behind the sign-in says both."""
    if account.email is not None:
        language = account.person.language
        facts = {"issued_at": at, "address": lambda: mail.address_of("my-learning/certificates")}
        mail.write("certificates", ISSUED, account.email, language=language, at=at, **facts)
