"""Where a person is signed in; an administrator ends any of it."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import services
from lms.accounts.models import Account
from lms.accounts.queries import account_for_admin, sign_ins_of
from lms.admin.forms import DeviceForm
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor
from lms.admin.views.blueprint import bp
from lms.admin.views.people import account_to_see
from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.policy import requires
from lms.ui.filters import table_datetime
from lms.ui.forms import Option

ALL = "all"


def _form(account: Account, **options: object) -> DeviceForm:
    """Every device by its kind and when it was last seen; all of them first."""
    form = DeviceForm(**options)
    rows = sign_ins_of(account, clock.now())
    form.device.options = [
        Option(ALL, _("All devices")),
        *(
            Option(
                row.secret_hash,
                row.device or _("Unknown device"),
                _("Since %(moment)s", moment=table_datetime(row.created_at))
                + " · "
                + _("Last seen %(moment)s", moment=table_datetime(row.seen_at)),
            )
            for row in rows
        ),
    ]
    return form


def _page(account: Account, form: DeviceForm) -> str:
    return render_template("admin/end_devices.html", account=account, form=form, count=len(form.device.offered()) - 1)


@bp.get("/people/<uuid:account_id>/devices")
@requires(AdminPermission.CHANGE_ACCESS, on=account_to_see)
def show_devices(account: Account) -> ResponseReturnValue:
    audit.record_look(actor().id, "admin.devices.seen", account)
    return _page(account, _form(account, formdata=None))


@bp.post("/people/<uuid:account_id>/devices")
@requires(AdminPermission.CHANGE_ACCESS, on=account_for_admin)
def end_devices(account: Account) -> ResponseReturnValue:
    """No fresh proof is asked: closing a door in a hurry must not wait."""
    form = _form(account)
    if not form.validate():
        return _page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    which = None if form.device.data == ALL else form.device.data
    services.end_sign_ins_of(account, which, by=actor(), reason=form.reason.data, at=clock.now())
    flash(_("Signed out. The records of the person stay."), "success")
    return redirect(url_for(".show_person", account_id=account.id), HTTPStatus.SEE_OTHER)
