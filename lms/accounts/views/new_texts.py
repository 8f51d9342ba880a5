"""A text that was agreed to has a new version: it is shown after signing in, and nothing waits for the answer."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from lms.accounts import consents, services
from lms.accounts.models import Account
from lms.accounts.navigation import home_of
from lms.accounts.policies import AccountPermission
from lms.accounts.views.blueprint import bp
from lms.accounts.views.profile import own_account
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires


@bp.get("/profile/consents/new-texts")
@requires(AccountPermission.OWN_PROFILE, on=own_account)
def show_new_texts(account: Account) -> ResponseReturnValue:
    purposes = consents.outdated(account.person_id)
    if not purposes:
        return redirect(home_of(account), 303)
    return render_template(
        "accounts/new_texts.html", texts=[consents.text_of(purpose) for purpose in purposes], later=home_of(account)
    )


@bp.post("/profile/consents/new-texts")
@requires(AccountPermission.OWN_PROFILE, on=own_account)
def agree_to_new_texts(account: Account) -> ResponseReturnValue:
    for purpose in consents.outdated(account.person_id):
        services.give_consent(account, consents.agreement_to(purpose), at=clock.now())
    flash(_("Your consent is recorded."), "success")
    return redirect(home_of(account), 303)


@bp.get("/profile/consents/paper")
@requires(AccountPermission.OWN_PROFILE, on=own_account)
def show_paper_form(account: Account) -> ResponseReturnValue:
    """The same texts to sign by hand, for people who cannot or do not want to do so on a screen."""
    return render_template("accounts/paper_consents.html", texts=consents.texts())
