"""Work that may wait: the mail with a link for a new password, the accounts that close today."""

from uuid import UUID

from flask import current_app

from lms.accounts import services
from lms.accounts.models import Account
from lms.accounts.queries import closing_for_update, closings_due
from lms.core import clock
from lms.core.daily import daily
from lms.core.extensions import db
from lms.core.jobs import enqueue, job
from lms.core.site import site


@job
def send_reset_link(account_id: str | None) -> None:
    """Make the link and mail it; for nobody, nothing. Once more makes a newer link, which ends the one before."""
    account = db.session.get(Account, UUID(account_id)) if account_id else None
    if account is None:
        return
    site = f"{current_app.config['SITE_URL']}/{account.person.language}"
    services.send_reset_link(account, address_of=lambda secret: f"{site}/sign-in/reset/{secret}", at=clock.now())


@daily(hour=3)
def close_accounts(day: str) -> None:
    """Begin what is due, one job for each account: one that fails must not keep the others.

    The last day of the service is read once more before: what it was moved to since must keep the accounts open.
    """
    services.announce_end(site().closes_on, at=clock.now())
    db.session.flush()
    for closing_id in closings_due(clock.now()):
        enqueue(close_account, closing_id, unique_key=f"close:{closing_id}")


@job
def close_account(closing_id: str) -> None:
    services.close_account(closing_for_update(UUID(closing_id)), at=clock.now())


@job
def ask_for_code(account_id: str | None) -> None:
    """Put a request into the queue; for nobody, nothing. Once more changes nothing while one waits."""
    account = db.session.get(Account, UUID(account_id)) if account_id else None
    if account is not None:
        services.ask_for_code(account, at=clock.now())
