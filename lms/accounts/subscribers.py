"""What this room does with its own news: tell the owner of the account, and remember who left."""

from flask import current_app

from lms.accounts import emails, left
from lms.accounts.events import (
    AccountClosed,
    ClosingAsked,
    ContactChanged,
    ContactLinkMade,
    IdentityChanged,
    NamesCorrected,
    PasswordChanged,
    ResetLinkMade,
    SecondStepChanged,
    StaffInvited,
)
from lms.accounts.models import Account
from lms.core import events
from lms.core.extensions import db
from lms.core.transactions import after_commit


@events.on(ResetLinkMade)
def mail_the_link(news: ResetLinkMade) -> None:
    emails.new_password_link(db.session.get_one(Account, news.account_id), news.address, at=news.at)


@events.on(StaffInvited)
def mail_the_invitation(news: StaffInvited) -> None:
    emails.staff_invited(db.session.get_one(Account, news.account_id), news.address, at=news.at)


@events.on(NamesCorrected)
def tell_of_corrected_names(news: NamesCorrected) -> None:
    emails.names_corrected(db.session.get_one(Account, news.account_id), at=news.at)


@events.on(ContactLinkMade)
def mail_the_contact_link(news: ContactLinkMade) -> None:
    emails.contact_link(db.session.get_one(Account, news.account_id), news.address, at=news.at)


@events.on(PasswordChanged)
def tell_of_new_password(news: PasswordChanged) -> None:
    emails.password_changed(db.session.get_one(Account, news.account_id), at=news.at)


@events.on(ContactChanged)
def tell_the_address_before(news: ContactChanged) -> None:
    if news.email_before is not None:
        emails.contact_changed(db.session.get_one(Account, news.account_id), news.email_before, at=news.at)


@events.on(SecondStepChanged)
def tell_of_second_step(news: SecondStepChanged) -> None:
    emails.second_step_changed(db.session.get_one(Account, news.account_id), news.change.value, at=news.at)


@events.on(ClosingAsked)
def tell_of_the_closing(news: ClosingAsked) -> None:
    """Also who has not been here for long: this is the notice."""
    emails.closing_asked(db.session.get_one(Account, news.account_id), news.due_at, why=news.why, at=news.at)


@events.on(IdentityChanged)
def tell_of_identity(news: IdentityChanged) -> None:
    emails.identity_changed(db.session.get_one(Account, news.account_id), is_linked=news.is_linked, at=news.at)


@events.on(AccountClosed)
def remember_who_left(news: AccountClosed) -> None:
    """Beside the backups, and only once it is true."""
    path = left.list_in(current_app.config["DATA"])
    gone = left.Left(news.at, news.account_id, news.keeps_certificates)
    after_commit(lambda: left.note(path, gone))
