"""What the pages of this room hang on."""

from flask import Blueprint

from lms.core.i18n import PREFIX

bp = Blueprint("quality", __name__, url_prefix=f"{PREFIX}/reports/quality", template_folder="../templates")
