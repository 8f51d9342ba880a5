"""What the pages of this room hang on."""

from flask import Blueprint

from lms.core.i18n import PREFIX

bp = Blueprint("admin", __name__, url_prefix=f"{PREFIX}/admin", template_folder="../templates")
