"""Editions of a module; an edition is withdrawn, a module retired, each in two steps and with a reason."""

from http import HTTPStatus

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.authoring import queries
from lms.authoring.desks import Desk
from lms.authoring.forms.reviews import RetireForm, WithdrawForm
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import publishing
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.views.shared import back_to, page
from lms.catalogue.errors import AlreadyEnded
from lms.catalogue.queries import editions_of
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires

END = AuthoringPermission.END
CONFIRMED = "confirmed"


@bp.get("/modules/<slug>/editions")
@requires(END, on=queries.desk_of)
def show_editions(desk: Desk) -> ResponseReturnValue:
    return page("editions", desk, editions=editions_of(desk.module.id))


@bp.get("/modules/<slug>/editions/<int(max=999999):number>/withdraw")
@requires(END, on=queries.desk_of)
def ask_to_withdraw(desk: Desk, number: int) -> ResponseReturnValue:
    edition = queries.edition_of(desk.module.id, number)
    return page("withdraw", desk, edition=edition, form=WithdrawForm(formdata=None), is_last_step=False)


@bp.post("/modules/<slug>/editions/<int(max=999999):number>/withdraw")
@requires(END, on=queries.desk_for_update)
def withdraw_edition(desk: Desk, number: int) -> ResponseReturnValue:
    edition, form = queries.edition_of(desk.module.id, number), WithdrawForm()
    if not form.validate():
        page_again = page("withdraw", desk, edition=edition, form=form, is_last_step=False)
        return page_again, HTTPStatus.UNPROCESSABLE_ENTITY
    if form.step.data != CONFIRMED:
        form.step.raw_data, form.step.data = None, CONFIRMED
        return page("withdraw", desk, edition=edition, form=form, is_last_step=True)
    try:
        publishing.withdraw(edition, reason=form.reason.data, by=me().id, at=clock.now())
        flash(_("Edition %(number)s is withdrawn.", number=number), "success")
    except AlreadyEnded:
        flash(_("Edition %(number)s was withdrawn already.", number=number), "notice")
    return back_to(desk, "show_editions")


@bp.get("/modules/<slug>/retire")
@requires(END, on=queries.desk_of)
def ask_to_retire(desk: Desk) -> ResponseReturnValue:
    return page("retire", desk, form=RetireForm(formdata=None), is_last_step=False)


@bp.post("/modules/<slug>/retire")
@requires(END, on=queries.desk_for_update)
def retire_module(desk: Desk) -> ResponseReturnValue:
    form = RetireForm()
    if form.validate() and form.finish_until.data < clock.local_day(clock.now()):
        form.refuse("finish_until", _("The day has passed. Choose today or a later day."))
    if form.errors:
        return page("retire", desk, form=form, is_last_step=False), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.step.data != CONFIRMED:
        form.step.raw_data, form.step.data = None, CONFIRMED
        return page("retire", desk, form=form, is_last_step=True)
    return retired(desk, form)


def retired(desk: Desk, form: RetireForm) -> Response:
    try:
        publishing.retire(
            desk.module,
            reason=form.reason.data,
            finish_until=form.finish_until.data,
            by=me().id,
            at=clock.now(),
        )
        flash(_("The module is retired."), "success")
    except AlreadyEnded:
        flash(_("The module was retired already."), "notice")
    return redirect(url_for(".show_editions", slug=desk.slug), HTTPStatus.SEE_OTHER)
