"""Messages by e-mail, in the profile: what is sent, and what is switched off."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from lms.accounts.models import Account
from lms.core import clock, mail
from lms.core.i18n import PREFIX, _
from lms.core.policy import requires
from lms.messages import queries, services
from lms.messages.forms import MessagesForm
from lms.messages.policies import MessagePermission
from lms.ui.forms import Option
from lms.ui.pages import site_path

bp = Blueprint("messages", __name__, url_prefix=f"{PREFIX}/profile", template_folder="templates")


def own_account(actor: Account) -> Account:
    """The loader of every page here: never anybody else's account."""
    return actor


def offered(account: Account) -> list[Option]:
    """The kinds that this person can ever get, as the profile names them; those of a role after those of everybody."""
    kinds = [kind for kind in mail.optional_kinds().values() if not kind.is_for_staff or account.holds()]
    return [Option(kind.kind, str(kind.label)) for kind in sorted(kinds, key=lambda kind: kind.is_for_staff)]


@bp.get("/messages")
@requires(MessagePermission.CHOOSE, on=own_account)
def choose_messages(account: Account) -> ResponseReturnValue:
    options = offered(account)
    off = queries.switched_off_by(account.id)
    wanted = [option.value for option in options if option.value not in off]
    return _page(account, MessagesForm.offering(options, formdata=None, data={"wanted": wanted}))


@bp.post("/messages")
@requires(MessagePermission.CHOOSE, on=own_account)
def keep_messages(account: Account) -> ResponseReturnValue:
    options = offered(account)
    form = MessagesForm.offering(options)
    if not form.validate_on_submit():
        return _page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    kinds = [option.value for option in options]
    services.choose_messages(account, form.wanted.data, offered=kinds, at=clock.now())
    flash(_("Your choice is saved. What is switched off is not sent from now on."), "success")
    return redirect(site_path("profile"), HTTPStatus.SEE_OTHER)


def _page(account: Account, form: MessagesForm) -> str:
    return render_template("messages/choose_messages.html", form=form, account=account)
