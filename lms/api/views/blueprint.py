"""What the pages of this room and its addresses hang on."""

from flask import Blueprint

from lms.core.i18n import PREFIX

bp = Blueprint("api", __name__, url_prefix=f"{PREFIX}/reports/tokens", template_folder="../templates")
#: For programs: no language in the path, no cookie, no page.
door = Blueprint("api_door", __name__, url_prefix="/api/v1")
