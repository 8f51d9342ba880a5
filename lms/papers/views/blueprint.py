"""What the pages of this room hang on."""

from flask import Blueprint
from werkzeug.exceptions import Unauthorized

from lms.accounts.models import Account
from lms.core.i18n import PREFIX
from lms.core.policy import current_actor

bp = Blueprint("papers", __name__, url_prefix=PREFIX, template_folder="../templates")

HOME = "/studio/modules/<slug>/paper"
BATCH = f"{HOME}/<uuid:batch_id>"
SHEET = f"{BATCH}/<code>"


def me() -> Account:
    """The account at the page. Raises Unauthorized."""
    actor = current_actor()
    if not isinstance(actor, Account):
        raise Unauthorized
    return actor
