"""Correcting how a name is spelt: with a reason, seen by the person; issued certificates stay as they are."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import services
from lms.accounts.models import Account
from lms.accounts.queries import account_for_admin
from lms.admin.forms import NamesForm
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor
from lms.admin.views.blueprint import bp
from lms.admin.views.people import account_to_see
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires


@bp.get("/people/<uuid:account_id>/name")
@requires(AdminPermission.CORRECT_NAME, on=account_to_see)
def edit_name(account: Account) -> ResponseReturnValue:
    spelt = {name.script.value: name.full_name for name in account.person.names}
    return _page(account, NamesForm(formdata=None, data=spelt))


def _page(account: Account, form: NamesForm) -> str:
    return render_template("admin/correct_name.html", account=account, form=form)


@bp.post("/people/<uuid:account_id>/name")
@requires(AdminPermission.CORRECT_NAME, on=account_for_admin)
def correct_name(account: Account) -> ResponseReturnValue:
    form = NamesForm()
    if not form.validate():
        return _page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    names = {script: form[script].data for script in ("ky", "ru", "en")}
    services.correct_names_of(account, names, by=actor(), reason=form.reason.data, at=clock.now())
    flash(_("The name is corrected, and the person is told. Certificates that were issued keep theirs."), "success")
    return redirect(url_for(".show_person", account_id=account.id), HTTPStatus.SEE_OTHER)
