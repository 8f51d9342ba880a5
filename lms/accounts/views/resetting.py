"""A new password by a mailed link that works once, for thirty minutes. Also how the first administrator comes in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import queries, services, tasks
from lms.accounts.errors import LinkSpent, TooManyTries, WeakPassword
from lms.accounts.forms import CodeRequestForm, NewPasswordForm, ResetForm, password_hint
from lms.accounts.services.contacts import login_key
from lms.accounts.services.signing_in import short_hash
from lms.accounts.views.blueprint import bp
from lms.accounts.views.entering import Going, go_in
from lms.accounts.views.without_mail import request_page
from lms.core import clock, jobs, mail
from lms.core.i18n import _
from lms.core.policy import public
from lms.core.transactions import roll_back

#: Mails to one address before it has to wait; nobody's mailbox is filled by a stranger.
LINK_PACE = services.Pace(free=3, longest=3600)


@bp.get("/sign-in/reset")
@public
def ask_for_reset() -> ResponseReturnValue:
    """Where no mail leaves, the way of people without e-mail is everybody's."""
    if not mail.is_on():
        return request_page(CodeRequestForm(formdata=None))
    return render_template("accounts/reset.html", form=ResetForm(formdata=None))


@bp.post("/sign-in/reset")
@public
def send_reset() -> ResponseReturnValue:
    """The same answer after the same time whether or not there is such an account: the link is made by a job."""
    form = ResetForm()
    if not form.validate_on_submit():
        return render_template("accounts/reset.html", form=form), 422
    at = clock.now()
    roll_back()  # counting is saved apart
    try:
        services.take_try(f"reset:{short_hash(login_key(form.email.data))}", LINK_PACE, at=at)
    except TooManyTries:
        return redirect(url_for(".show_reset_sent"), 303)
    jobs.enqueue(tasks.send_reset_link, services.account_to_help(form.email.data))
    return redirect(url_for(".show_reset_sent"), 303)


@bp.get("/sign-in/reset/sent")
@public
def show_reset_sent() -> ResponseReturnValue:
    return render_template("accounts/reset_sent.html")


@bp.get("/sign-in/reset/<secret>")
@public
def choose_password(secret: str) -> ResponseReturnValue:
    """Looking spends nothing: mail programs open links to check them."""
    return _password_page(NewPasswordForm(formdata=None), secret)


def _password_page(form: NewPasswordForm, secret: str, status: int = 200) -> ResponseReturnValue:
    account = queries.account_behind_link(secret, clock.now(), *services.PASSWORD_LINKS)
    if account is None:
        return render_template("accounts/reset_spent.html"), 404
    form.password.hint = password_hint(is_long=queries.needs_long_password(account, clock.now()))
    is_first = account.password_hash is None
    return render_template("accounts/reset_password.html", form=form, secret=secret, is_first=is_first), status


@bp.post("/sign-in/reset/<secret>")
@public
def keep_new_password(secret: str) -> ResponseReturnValue:
    form, at = NewPasswordForm(), clock.now()
    if not form.validate_on_submit():
        return _password_page(form, secret, 422)
    owner = queries.account_behind_link(secret, at, *services.PASSWORD_LINKS)
    is_first = owner is not None and owner.password_hash is None
    try:
        account = services.use_link(secret, form.password.data, at=at)
    except LinkSpent:
        return render_template("accounts/reset_spent.html"), 404
    except WeakPassword as error:
        form.say_weakness(error, is_long=owner is not None and queries.needs_long_password(owner, at))
        return _password_page(form, secret, 422)
    account = queries.account_with_roles(account.id, at)
    response = go_in(account, is_shared=bool(request.form.get("shared")), going=Going())
    said = _("Your password is set.") if is_first else _("Your new password is set. All other devices are signed out.")
    flash(said, "success")  # the cookie is a new one now
    return response
