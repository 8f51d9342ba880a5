"""What the pages of this room hang on: they stand in the studio, beside what they are about."""

from flask import Blueprint

from lms.core.i18n import PREFIX

bp = Blueprint("insight", __name__, url_prefix=f"{PREFIX}/studio", template_folder="../templates")
