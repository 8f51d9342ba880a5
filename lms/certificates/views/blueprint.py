"""What the pages of this room hang on."""

from flask import Blueprint

from lms.core.i18n import PREFIX

bp = Blueprint("certificates", __name__, template_folder="../templates")

#: Where the holder's pages stand.
MINE = f"{PREFIX}/my-learning/certificates"
