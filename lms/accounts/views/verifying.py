"""Confirming that one can be reached, before the first certificate: by a mailed link or by a code handed over.

The link is opened in whatever browser the mail is read in, so its pages ask for no sign-in; only the button spends it.
"""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import addresses, queries, services
from lms.accounts.errors import CodeRefused, LinkSpent, TooManyTries
from lms.accounts.forms import ContactCodeForm
from lms.accounts.models import Account, LinkPurpose, PasswordRequestState
from lms.accounts.policies import AccountPermission
from lms.accounts.views.blueprint import bp
from lms.accounts.views.profile import own_account
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import public, requires
from lms.core.transactions import roll_back

PAGE = "/profile/contact/confirm"
PERMISSION = AccountPermission.OWN_PROFILE
#: Mails to one address before it has to wait.
LINK_PACE = services.Pace(free=3, longest=3600)
#: Codes have 40 bits; at this pace some three hundred can be tried in a day.
CODE_PACE = services.Pace(free=5, longest=300)


def address_of_contact_link(secret: str) -> str:
    return str(current_app.config["SITE_URL"]) + url_for("accounts.open_contact_link", contact_secret=secret)


def _next() -> str | None:
    return addresses.safe_next(request.args.get("next"))


@bp.get(PAGE)
@requires(PERMISSION, on=own_account)
def confirm_contact(account: Account) -> ResponseReturnValue:
    return _page(account, ContactCodeForm(formdata=None))


def _page(account: Account, form: ContactCodeForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "accounts/confirm_contact.html",
        account=account,
        form=form,
        email=services.email_for_link(account),
        contact=services.contact_for_code(account),
        destination=_next(),
    )
    return page, status


@bp.post(PAGE)
@requires(PERMISSION, on=own_account)
def try_contact_code(account: Account) -> ResponseReturnValue:
    form, at = ContactCodeForm(), clock.now()
    if not form.validate_on_submit():
        return _page(account, form, 422)
    key = f"contact-code:{account.id}"
    roll_back()  # counting is saved apart, and nothing is changed yet
    try:
        services.take_try(key, CODE_PACE, at=at)
        services.verify_by_code(account, form.code.data, at=at)
    except TooManyTries:
        form.refuse_all(_("There were too many tries. Wait a few minutes, then try again."))
        return _page(account, form, 429)
    except CodeRefused:
        form.refuse("code", _("This code does not work. Check it, or ask for a new one."))
        return _page(account, form, 422)
    services.forgive(key)
    return _confirmed(_("Thank you. It is confirmed how you can be reached."))


def _confirmed(sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(_next() or url_for(".show_profile"), 303)


@bp.post(f"{PAGE}/link")
@requires(PERMISSION, on=own_account)
def send_contact_link(account: Account) -> ResponseReturnValue:
    """Again after a pause: nobody's mailbox is filled."""
    at = clock.now()
    roll_back()  # counting is saved apart
    try:
        services.take_try(f"contact-link:{account.id}", LINK_PACE, at=at)
    except TooManyTries:
        flash(_("A link was sent a short while ago. Look among the unwanted mail, or ask again later."), "notice")
    else:
        services.send_contact_link(account, address_of=address_of_contact_link, at=at)
        flash(_("The link is on its way. It works once, within two days."), "success")
    return redirect(url_for(".confirm_contact", next=_next()), 303)


@bp.get(f"{PAGE}/<contact_secret>")
@public
def open_contact_link(contact_secret: str) -> ResponseReturnValue:
    """Looking spends nothing: mail programs open links to check them."""
    account = queries.account_behind_link(contact_secret, clock.now(), LinkPurpose.CONTACT)
    if account is None:
        return render_template("accounts/contact_link_spent.html"), 404
    return render_template("accounts/contact_link.html", email=account.email, secret=contact_secret)


@bp.post(f"{PAGE}/<contact_secret>")
@public
def use_contact_link(contact_secret: str) -> ResponseReturnValue:
    try:
        services.verify_by_link(contact_secret, at=clock.now())
    except LinkSpent:
        return render_template("accounts/contact_link_spent.html"), 404
    return _confirmed(_("Thank you, your e-mail address is confirmed."))


@bp.get("/profile/codes")
@requires(PERMISSION, on=own_account)
def show_codes(account: Account) -> ResponseReturnValue:
    """Who has made a code for me or declined to, when and why."""
    codes = queries.codes_made_for(account)
    declined = [row for row in queries.requests_of(account) if row.state is PasswordRequestState.DECLINED]
    deciders = {row.decided_by_id for row in declined if row.decided_by_id}
    names = queries.names_of_accounts({code.made_by_id for code in codes} | deciders)
    return render_template("accounts/profile_codes.html", codes=codes, declined=declined, names=names, now=clock.now())
