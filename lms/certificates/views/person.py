"""The person at the page."""

from werkzeug.exceptions import Unauthorized

from lms.accounts.models import Account
from lms.core.policy import current_actor


def me() -> Account:
    """The account behind this request. Every page but the public ones requires one."""
    actor: Account | None = current_actor()
    if actor is None:
        raise Unauthorized
    return actor
