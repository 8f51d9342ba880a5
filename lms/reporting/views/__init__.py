"""The pages of the room."""

from flask import Blueprint

from lms.core.i18n import PREFIX

bp = Blueprint("reporting", __name__, url_prefix=f"{PREFIX}/reports", template_folder="../templates")

from lms.reporting.views import files, institutions, participation  # noqa: E402  (they hang their pages on it)

__all__ = ["bp", "files", "institutions", "participation"]
