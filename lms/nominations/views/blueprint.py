"""What the pages of this room hang on."""

from flask import Blueprint

from lms.core.i18n import PREFIX

bp = Blueprint("nominations", __name__, url_prefix=f"{PREFIX}/reports", template_folder="../templates")

PEOPLE = "/institutions/<uuid:institution_id>/nominations"
