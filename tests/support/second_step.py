"""People with a second step at sign-in."""

from datetime import timedelta

import pyotp

from lms.accounts import services
from lms.accounts.models import SignIn
from lms.accounts.queries import hash_of_secret
from lms.core import clock
from lms.core.extensions import db

STEP = timedelta(seconds=30)


class Phone:
    """An authenticator app: it knows one secret and shows digits."""

    def __init__(self, secret):
        self.secret = secret

    def digits(self, *, steps=0):
        """What it shows now, or so many spans of thirty seconds later."""
        return pyotp.TOTP(self.secret).at(clock.now(), counter_offset=steps)


def connect_app(account):
    """A phone with the account's app, connected a minute ago, and the recovery codes."""
    phone = Phone(services.new_app_secret())
    codes = services.add_app(account, phone.secret, phone.digits(steps=-2), own_secret="", at=clock.now() - 2 * STEP)
    db.session.commit()
    return phone, codes


def sign_in_row(visitor):
    """The row behind a browser's cookie."""
    return db.session.get(SignIn, hash_of_secret(visitor.cookie()["_user_id"]), populate_existing=True)
