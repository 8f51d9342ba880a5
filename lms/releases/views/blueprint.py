"""What the pages of this room hang on, and what a reader is told whose report was changed."""

from http import HTTPStatus

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.core import audit
from lms.core.i18n import PREFIX
from lms.core.policy import actor_id
from lms.releases.errors import Changed

bp = Blueprint("releases", __name__, url_prefix=f"{PREFIX}/reports", template_folder="../templates")


@bp.errorhandler(Changed)
def refuse_changed(refusal: Changed) -> ResponseReturnValue:
    """A report that is not what was frozen is not shown as if it were."""
    audit.record_look(actor_id(), "releases.report.found_changed", report=str(refusal.report_id))
    return render_template("releases/refuse_changed.html", report_id=refusal.report_id), HTTPStatus.CONFLICT
