"""Help for somebody who has forgotten the password: a link that works once. An administrator never chooses one."""

from collections.abc import Callable
from http import HTTPStatus

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import services
from lms.accounts.errors import NeedsMail
from lms.accounts.models import Account
from lms.accounts.queries import account_for_admin
from lms.admin.forms import ReasonForm
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor
from lms.admin.views.blueprint import bp
from lms.admin.views.people import account_to_see
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires


def page(account: Account, form: ReasonForm) -> str:
    return render_template("admin/password_link.html", account=account, form=form)


@bp.get("/people/<uuid:account_id>/password-link")
@requires(AdminPermission.CHANGE_ACCESS, on=account_to_see, fresh=True)
def ask_password_link(account: Account) -> ResponseReturnValue:
    return page(account, ReasonForm(formdata=None))


@bp.post("/people/<uuid:account_id>/password-link")
@requires(AdminPermission.CHANGE_ACCESS, on=account_for_admin, fresh=True)
def make_password_link(account: Account) -> ResponseReturnValue:
    """Mail the link. Whoever gets no mail asks for a code, and the request stands in a queue of its own."""
    form = ReasonForm()
    if not form.validate():
        return page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.help_in(account, by=actor(), reason=form.reason.data, address_of=link_for(account), at=clock.now())
    except NeedsMail:
        return page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The link was sent to the person’s e-mail address."), "success")
    return redirect(url_for(".show_person", account_id=account.id), HTTPStatus.SEE_OTHER)


def link_for(account: Account) -> Callable[[str], str]:
    """From the secret to the address of the page, in the language of whoever will open it."""
    site, language = str(current_app.config["SITE_URL"]), account.person.language

    def address_of(secret: str) -> str:
        return site + url_for("accounts.choose_password", secret=secret, language=language)

    return address_of
