"""Mails of this room, one function each; the words are in ``templates/accounts/emails``."""

from datetime import datetime
from typing import Any

from flask import render_template

from lms.accounts.models import Account
from lms.core import mail
from lms.core.i18n import speaking


def new_password_link(account: Account, address: str, *, at: datetime) -> None:
    _write("new_password", account, at=at, address=address)


def password_changed(account: Account, *, at: datetime) -> None:
    """So that an owner learns of a change somebody else has made."""
    _write("password_changed", account, at=at, changed_at=at)


def contact_changed(account: Account, address_before: str, *, at: datetime) -> None:
    _write("contact_changed", account, at=at, recipient=address_before, changed_at=at)


def _write(kind: str, account: Account, *, at: datetime, recipient: str | None = None, **facts: Any) -> None:
    """In the person's language, to the e-mail address; people without one are told on the page."""
    recipient = recipient or account.email
    if recipient is None:
        return
    language = account.person.language
    with speaking(language):
        subject = render_template(f"accounts/emails/{kind}.subject.txt", **facts).strip()
        body = render_template(f"accounts/emails/{kind}.body.txt", **facts).strip() + "\n"
    mail.send(kind, recipient, language=language, subject=subject, body=body, at=at)
