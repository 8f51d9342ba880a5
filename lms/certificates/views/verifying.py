"""The public page that checks a code. Its address is printed, so it carries no language."""

from http import HTTPStatus

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.errors import TooManyTries
from lms.certificates import checking
from lms.certificates.codes import is_code, read_code
from lms.certificates.forms import CompareForm, code_problem
from lms.certificates.views.blueprint import bp
from lms.core import clock
from lms.core.headers import kept_apart
from lms.core.policy import public


@bp.get("/verify")
@public
def ask_code() -> ResponseReturnValue:
    """Type a code. What is no code stays in the field, with what is wrong with it."""
    typed = request.args.get("code")
    code = read_code(typed or "")
    if is_code(code):
        return redirect(
            url_for(".verify_certificate", code=code, language=request.args.get("language")), HTTPStatus.FOUND
        )
    problem = None if typed is None else code_problem(code)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return kept_apart(render_template("certificates/ask_code.html", typed=typed or "", problem=problem), status)


@bp.get("/verify/<code>")
@public
def verify_certificate(code: str) -> ResponseReturnValue:
    """The answer first. Nothing here tells a score, a workplace or a contact."""
    at = clock.now()
    try:
        answer = checking.look_up(code, address=_address(), day=clock.local_day(at), at=at)
    except TooManyTries as wait:
        return _wait_page(wait)
    if answer.certificate is None:
        status = HTTPStatus.OK if answer.standing is checking.Standing.SAMPLE else HTTPStatus.NOT_FOUND
        return kept_apart(render_template("certificates/verify_certificate.html", answer=answer), status)
    checking.count_lookup(answer.certificate, day=clock.local_day(at))
    return _answer_page(answer, CompareForm())


@bp.post("/verify/<code>")
@public
def compare_name(code: str) -> ResponseReturnValue:
    """Does this name stand on it? Answered on the same page; a name must not stand in an address."""
    at = clock.now()
    try:
        answer = checking.look_up(code, address=_address(), day=clock.local_day(at), at=at)
        if answer.certificate is None or not answer.asks_name:
            address = url_for(".verify_certificate", code=code, language=request.args.get("language"))
            return redirect(address, HTTPStatus.SEE_OTHER)
        form = CompareForm()
        if not form.validate():
            return _answer_page(answer, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        matches = checking.name_matches(answer.certificate, form.name_printed.data, at=at)
    except TooManyTries as wait:
        return _wait_page(wait)
    return _answer_page(answer, form, matches=matches)


def _address() -> str:
    """Where a visitor comes from, for counting wrong codes."""
    return request.remote_addr or ""


def _answer_page(
    answer: checking.Answer, form: CompareForm, *, matches: bool | None = None, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    certificate, at = answer.certificate, clock.now()
    open_until = certificate.final_at if certificate and certificate.may_be_restored(at) else None
    page = render_template(
        "certificates/verify_certificate.html", answer=answer, form=form, matches=matches, open_until=open_until
    )
    return kept_apart(page, status)


def _wait_page(wait: TooManyTries) -> Response:
    response = kept_apart(render_template("certificates/wait.html", seconds=wait.seconds), HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(wait.seconds)
    return response
