"""The pages of this room, one file for each part."""

from flask import Blueprint

from lms.core.i18n import PREFIX

bp = Blueprint("admin", __name__, url_prefix=f"{PREFIX}/admin", template_folder="../templates")

from lms.admin.views import home, institutions, jobs, links, log, people  # noqa: E402  (they hang their pages on it)

__all__ = ["bp", "home", "institutions", "jobs", "links", "log", "people"]
