"""What the pages of this room hang on, and the person at the page."""

from flask import Blueprint
from werkzeug.exceptions import Unauthorized

from lms.accounts.models import Account
from lms.core.i18n import PREFIX
from lms.core.policy import current_actor

bp = Blueprint("grading", __name__, url_prefix=PREFIX, template_folder="../templates")


def me() -> Account:
    """The account behind this request. Every page of this room requires one."""
    actor: Account | None = current_actor()
    if actor is None:
        raise Unauthorized
    return actor
