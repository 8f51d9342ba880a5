"""The pages of this room, one file for each part."""

from flask import Blueprint

from lms.core.i18n import PREFIX

bp = Blueprint("accounts", __name__, url_prefix=PREFIX, template_folder="../templates")

from lms.accounts.views import profile, registering, resetting, signing_in  # noqa: E402  (they hang their pages on it)

__all__ = ["bp", "profile", "registering", "resetting", "signing_in"]
