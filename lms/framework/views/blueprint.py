"""What the pages of this room hang on."""

from flask import Blueprint

from lms.core.i18n import PREFIX

bp = Blueprint("framework", __name__, url_prefix=f"{PREFIX}/reports/framework", template_folder="../templates")
