"""What the pages of this room hang on."""

from flask import Blueprint

from lms.authoring.places import place_in_words
from lms.authoring.told import problem_lines
from lms.authoring.wording import as_read
from lms.core.i18n import PREFIX

bp = Blueprint("authoring", __name__, url_prefix=f"{PREFIX}/studio", template_folder="../templates")
bp.add_app_template_filter(place_in_words)
bp.add_app_template_filter(problem_lines)
bp.add_app_template_filter(as_read)
