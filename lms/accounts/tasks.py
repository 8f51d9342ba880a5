"""Work that may wait: the mail with a link for a new password."""

from uuid import UUID

from flask import current_app

from lms.accounts import services
from lms.accounts.models import Account
from lms.core import clock
from lms.core.extensions import db
from lms.core.jobs import job


@job
def send_reset_link(account_id: str | None) -> None:
    """Make the link and mail it; for nobody, nothing. Once more makes a newer link, which ends the one before."""
    account = db.session.get(Account, UUID(account_id)) if account_id else None
    if account is None:
        return
    site = f"{current_app.config['SITE_URL']}/{account.person.language}"
    services.send_reset_link(account, address_of=lambda secret: f"{site}/sign-in/reset/{secret}", at=clock.now())
