"""Leaving: what follows is said first, then one chooses about certificates; for two weeks it can be taken back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import queries, services
from lms.accounts.errors import AlreadyClosing, LastAdministrator, NotClosing
from lms.accounts.forms import ClosingForm
from lms.accounts.models import Account, ClosingReason
from lms.accounts.policies import AccountPermission
from lms.accounts.views.blueprint import bp
from lms.accounts.views.profile import own_account
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires
from lms.people import retention


@bp.get("/profile/close")
@requires(AccountPermission.OWN_PROFILE, on=own_account)
def show_closing(account: Account) -> ResponseReturnValue:
    """Before: what goes, what stays, until when. Once asked: the day, and the way back (from the end there is none)."""
    closing = queries.closing_of(account)
    if closing is not None and closing.why is not ClosingReason.END:
        return render_template("accounts/closing_asked.html", closing=closing)
    return _page(ClosingForm(formdata=None))


@bp.post("/profile/close")
@requires(AccountPermission.OWN_PROFILE, on=own_account, fresh=True)
def ask_to_close(account: Account) -> ResponseReturnValue:
    form = ClosingForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        services.ask_to_close(account, keeps_certificates=form.certificates.data == "keep", at=clock.now())
    except AlreadyClosing:
        pass
    except LastAdministrator:
        form.refuse_all(_("You are the only administrator. Give the role to somebody else first."))
        return _page(form), 422
    return redirect(url_for(".show_closing"), 303)


@bp.post("/profile/close/keep")
@requires(AccountPermission.OWN_PROFILE, on=own_account)
def keep_account(account: Account) -> ResponseReturnValue:
    try:
        services.keep_account(account, at=clock.now())
    except NotClosing:
        return redirect(url_for(".show_profile"), 303)
    flash(_("Your account stays. Nothing was removed."), "success")
    return redirect(url_for(".show_profile"), 303)


def _page(form: ClosingForm) -> str:
    return render_template("accounts/close.html", form=form, kept=retention.kept_after_leaving())
