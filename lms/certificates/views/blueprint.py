"""What the pages of this room hang on."""

from flask import Blueprint

from lms.certificates.codes import grouped
from lms.certificates.reasons import reason_in_words
from lms.core.i18n import PREFIX

bp = Blueprint("certificates", __name__, template_folder="../templates")

#: Where the holder's pages stand, and those of the coordinator.
MINE = f"{PREFIX}/my-learning/certificates"
OFFICE = f"{PREFIX}/reports/certificates"


@bp.context_processor
def words_for_templates() -> dict[str, object]:
    """How codes and reasons are written."""
    return {"grouped": grouped, "reason_in_words": reason_in_words}
