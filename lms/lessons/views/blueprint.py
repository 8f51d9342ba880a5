"""What the pages of this room hang on."""

from flask import Blueprint

from lms.core.i18n import PREFIX

bp = Blueprint("lessons", __name__, url_prefix=PREFIX, template_folder="../templates")
