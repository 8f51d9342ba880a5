"""A new password for people who get no mail: they ask here, and come back with a code that a person has given them."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import addresses, queries, services, tasks
from lms.accounts.errors import CodeRefused, TooManyTries, WeakPassword
from lms.accounts.forms import CodeRequestForm, PasswordCodeForm, password_hint
from lms.accounts.services.contacts import login_key
from lms.accounts.services.signing_in import short_hash
from lms.accounts.views.blueprint import bp
from lms.accounts.views.entering import Going, go_in
from lms.core import audit, clock, jobs
from lms.core.i18n import _
from lms.core.policy import public
from lms.core.transactions import roll_back

#: Requests for one account before the next has to wait.
REQUEST_PACE = services.Pace(free=3, longest=3600)
#: A code has 60 bits; at this pace some three hundred can be tried while it works.
CODE_PACE = services.Pace(free=5, longest=300)


@bp.get("/sign-in/reset/request")
@public
def ask_for_code() -> ResponseReturnValue:
    return request_page(CodeRequestForm(formdata=None))


def request_page(form: CodeRequestForm, status: int = HTTPStatus.OK) -> ResponseReturnValue:
    return render_template("accounts/request_code.html", form=form), status


@bp.post("/sign-in/reset/request")
@public
def note_request() -> ResponseReturnValue:
    """The same answer after the same time whether or not there is such an account: a job puts it into the queue."""
    form = CodeRequestForm()
    if not form.validate_on_submit():
        return request_page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    login = form.login.data
    roll_back()  # counting is saved apart
    try:
        services.take_try(f"code-request:{short_hash(login_key(login))}", REQUEST_PACE, at=clock.now())
    except TooManyTries:
        return redirect(url_for(".show_code_asked"), HTTPStatus.SEE_OTHER)
    jobs.enqueue(tasks.ask_for_code, services.account_to_help(login))
    return redirect(url_for(".show_code_asked"), HTTPStatus.SEE_OTHER)


@bp.get("/sign-in/reset/asked")
@public
def show_code_asked() -> ResponseReturnValue:
    return render_template("accounts/code_asked.html")


@bp.get("/sign-in/code")
@public
def enter_code() -> ResponseReturnValue:
    return _code_page(PasswordCodeForm(formdata=None))


def _code_page(form: PasswordCodeForm, status: int = HTTPStatus.OK) -> ResponseReturnValue:
    form.password.hint = form.password.hint or password_hint(is_long=False)
    return render_template("accounts/enter_code.html", form=form), status


@bp.post("/sign-in/code")
@public
def use_code() -> ResponseReturnValue:
    """Wrong code, old code and unknown login get one answer; a right one with a weak password still works after it."""
    form, at = PasswordCodeForm(), clock.now()
    if not form.validate_on_submit():
        return _code_page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    login = form.login.data
    key = f"code:{short_hash(login_key(login))}:{addresses.device_of(login) or '-'}"
    roll_back()  # counting is saved apart, and nothing is changed yet
    try:
        services.take_try(key, CODE_PACE, at=at)
        account = services.set_password_by_code(login, form.code.data, form.password.data, at=at)
    except TooManyTries:
        form.refuse_all(_("There were too many tries. Wait a few minutes, then try again."))
        return _code_page(form, HTTPStatus.TOO_MANY_REQUESTS)
    except CodeRefused:
        known = services.account_to_help(login)
        audit.record_refusal(None, "accounts:password-code", account_id=str(known) if known else None)
        form.refuse("code", _("The code and the e-mail or phone do not match, or the code does not work any more."))
        return _code_page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except WeakPassword as error:
        return _weak_page(form, error, key)
    services.forgive(key)
    account = queries.account_with_roles(account.id, at)
    response = go_in(account, is_shared=bool(request.form.get("shared")), going=Going())
    flash(_("Your new password is set. All other devices are signed out."), "success")  # the cookie is a new one now
    return response


def _weak_page(form: PasswordCodeForm, error: WeakPassword, key: str) -> ResponseReturnValue:
    """The code was right, so the try does not count."""
    owner = queries.account_by_login(login_key(form.login.data))
    is_long = owner is not None and queries.needs_long_password(owner, clock.now())
    services.forgive(key)
    form.password.hint = password_hint(is_long=is_long)
    form.say_weakness(error, is_long=is_long)
    return _code_page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
