"""What waits for somebody."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.admin import queries
from lms.admin.policies import AdminPermission
from lms.admin.views.blueprint import bp
from lms.core.policy import requires


@bp.get("")
@requires(AdminPermission.ENTER)
def show_home() -> ResponseReturnValue:
    return render_template("admin/show_home.html", waiting=queries.waiting())
