"""The two pages of this room: the data saver, and every component in every state (demonstrations only)."""

from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from lms.core.i18n import PREFIX, _
from lms.core.policy import public
from lms.ui.pages import DATA_SAVER_COOKIE, saves_data, site_path
from lms.ui.samples import design_samples

blueprint = Blueprint("ui", __name__, template_folder="templates")

A_YEAR = timedelta(days=365)


@blueprint.get(f"{PREFIX}/data-saver")
@public
def show_data_saver() -> ResponseReturnValue:
    return render_template("ui/data_saver.html", is_on=saves_data())


@blueprint.post(f"{PREFIX}/data-saver")
@public
def switch_data_saver() -> ResponseReturnValue:
    """The choice lives in a cookie of this browser; nothing about a person is stored."""
    turn_on = request.form.get("state") == "on"
    flash(_("The data saver is on.") if turn_on else _("The data saver is off."), "success")
    response = redirect(site_path("data-saver"), HTTPStatus.SEE_OTHER)
    if turn_on:
        response.set_cookie(
            DATA_SAVER_COOKIE, "on", max_age=A_YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(DATA_SAVER_COOKIE)
    return response


@blueprint.get(f"{PREFIX}/design")
@public
def show_design() -> ResponseReturnValue:
    """For developers and for the accessibility tests; absent from a real installation."""
    if not (current_app.config.get("DEMO") or current_app.testing):
        abort(HTTPStatus.NOT_FOUND)
    return render_template("ui/design.html", **design_samples())
