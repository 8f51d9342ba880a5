"""Help for somebody who has lost the phone and the recovery codes: the second step is taken away and set up anew."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import services
from lms.accounts.errors import NoSecondStep
from lms.accounts.models import Account
from lms.accounts.queries import account_for_admin
from lms.admin.forms import ReasonForm
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor
from lms.admin.views.blueprint import bp
from lms.admin.views.people import account_to_see
from lms.core import clock, mail
from lms.core.i18n import _
from lms.core.policy import requires


def _what_happened(account: Account) -> str:
    """Nobody is told by mail where there is none, or who has no address."""
    if account.email and mail.is_on():
        return _("The second step is taken away. The person is signed out everywhere and told by mail.")
    return _("The second step is taken away. The person is signed out everywhere.")


def page(account: Account, form: ReasonForm) -> str:
    return render_template("admin/reset_second_step.html", account=account, form=form)


@bp.get("/people/<uuid:account_id>/second-step")
@requires(AdminPermission.CHANGE_ACCESS, on=account_to_see, fresh=True)
def ask_second_step_reset(account: Account) -> ResponseReturnValue:
    return page(account, ReasonForm(formdata=None))


@bp.post("/people/<uuid:account_id>/second-step")
@requires(AdminPermission.CHANGE_ACCESS, on=account_for_admin, fresh=True)
def reset_second_step(account: Account) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.reset_second_step(account, by=actor(), reason=form.reason.data, at=clock.now())
    except NoSecondStep:
        flash(_("This person has no second step."), "notice")
    else:
        flash(_what_happened(account), "success")
    return redirect(url_for(".show_person", account_id=account.id), HTTPStatus.SEE_OTHER)
