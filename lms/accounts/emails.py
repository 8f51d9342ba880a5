"""Mails of this room, one function each; the words are in ``templates/accounts/emails``."""

from datetime import datetime
from typing import Any

from lms.accounts.models import Account, ClosingReason
from lms.core import mail


def new_password_link(account: Account, address: str, *, at: datetime) -> None:
    _write("new_password", account, at=at, address=address)


def staff_invited(account: Account, address: str, *, at: datetime) -> None:
    _write("staff_invited", account, at=at, address=address)


def names_corrected(account: Account, *, at: datetime) -> None:
    _write("names_corrected", account, at=at, corrected_at=at, address=lambda: mail.address_of("profile/looks"))


def contact_link(account: Account, address: str, *, at: datetime) -> None:
    _write("contact_link", account, at=at, address=address)


def password_changed(account: Account, *, at: datetime) -> None:
    """So that an owner learns of a change somebody else has made."""
    _write("password_changed", account, at=at, changed_at=at, address=lambda: mail.address_of("sign-in/reset"))


def contact_changed(account: Account, address_before: str, *, at: datetime) -> None:
    facts = {"changed_at": at, "address": lambda: mail.address_of("help")}
    _write("contact_changed", account, at=at, recipient=address_before, **facts)


def second_step_changed(account: Account, change: str, *, at: datetime) -> None:
    """``change`` is one of ``events.SecondStepChange``."""
    _write(
        "second_step_changed",
        account,
        at=at,
        change=change,
        changed_at=at,
        address=lambda: mail.address_of("profile/password"),
    )


def closing_asked(account: Account, due_at: datetime, *, why: str, at: datetime) -> None:
    """The last day, and the page where it is taken back; for an account nobody uses, signing in is enough.

    At the end of the service nothing can be taken back; the profile leads to what can be taken along.
    """
    page = "profile/close" if why == ClosingReason.ASKED else "profile"
    _write("closing_asked", account, at=at, due_at=due_at, why=why, address=lambda: mail.address_of(page))


def identity_changed(account: Account, *, is_linked: bool, at: datetime) -> None:
    _write(
        "identity_changed",
        account,
        at=at,
        is_linked=is_linked,
        changed_at=at,
        address=lambda: mail.address_of("profile/password"),
    )


def _write(kind: str, account: Account, *, at: datetime, recipient: str | None = None, **facts: Any) -> None:
    """In the person's language, to the e-mail address; people without one are told on the page."""
    recipient = recipient or account.email
    if recipient is not None:
        mail.write("accounts", kind, recipient, language=account.person.language, at=at, **facts)
