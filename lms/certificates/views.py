"""The holder's pages, and the public page that checks a code (its address is printed, so it carries no language)."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.errors import TooManyTries
from lms.catalogue.queries import edition_texts
from lms.certificates import checking, queries, services
from lms.certificates.codes import grouped, is_code, read_code
from lms.certificates.forms import CompareForm, NameForm
from lms.certificates.models import Certificate
from lms.certificates.policies import CertificatePermission
from lms.certificates.queries import Completion
from lms.core import clock, files
from lms.core.i18n import PREFIX, _, language
from lms.core.policy import current_actor, public, requires

bp = Blueprint("certificates", __name__, template_folder="templates")

MINE = f"{PREFIX}/my-learning/certificates"


@bp.get(MINE)
@requires(CertificatePermission.LIST)
def list_certificates() -> ResponseReturnValue:
    person_id = _actor().person_id
    certificates = queries.certificates_of(person_id)
    waiting = queries.completions_without_certificate(person_id)
    texts = edition_texts([enrolment.edition_id for enrolment in waiting], language()) if waiting else {}
    return render_template(
        "certificates/list_certificates.html",
        certificates=certificates,
        waiting=waiting,
        texts=texts,
        today=clock.local_day(clock.now()),
    )


@bp.get(f"{MINE}/<slug>")
@requires(CertificatePermission.HOLD, on=queries.completion_of)
def show_certificate(completion: Completion) -> ResponseReturnValue:
    """Confirm the name, wait for the paper, or take it: whichever comes next."""
    if completion.certificate is None:
        form = NameForm.for_person(completion.enrolment.person, language())
        return _name_page(completion, form)
    return render_template(
        "certificates/show_certificate.html",
        completion=completion,
        certificate=completion.certificate,
        work=None if completion.certificate.file_key else queries.paper_job(completion.certificate),
        today=clock.local_day(clock.now()),
    )


@bp.post(f"{MINE}/<slug>")
@requires(CertificatePermission.HOLD, on=queries.completion_for_update)
def issue_certificate(completion: Completion) -> ResponseReturnValue:
    """Show the name once more as it will stand, then issue; a second click finds what the first has made."""
    form = NameForm.for_person(completion.enrolment.person, language())
    if completion.certificate is None:
        if not form.validate():
            return _name_page(completion, form), HTTPStatus.UNPROCESSABLE_ENTITY
        if request.form.get("act") != "issue":
            return _name_page(completion, form, is_check=request.form.get("act") == "check")
        services.issue_certificate(
            completion.enrolment,
            name=form.name,
            languages=form.languages.data,
            is_name_public=bool(form.is_public.data),
            by=_actor().id,
            at=clock.now(),
        )
    return redirect(_page_of(completion), HTTPStatus.SEE_OTHER)


@bp.post(f"{MINE}/<slug>/paper")
@requires(CertificatePermission.HOLD, on=queries.completion_for_update)
def make_paper_again(completion: Completion) -> ResponseReturnValue:
    if completion.certificate is not None:
        services.make_paper_again(completion.certificate, at=clock.now())
    return redirect(_page_of(completion), HTTPStatus.SEE_OTHER)


@bp.get(f"{MINE}/<uuid:certificate_id>/certificate.pdf")
@requires(CertificatePermission.HOLD, on=queries.certificate_by_id)
def download_certificate(certificate: Certificate) -> ResponseReturnValue:
    if certificate.file_key is None:
        return redirect(url_for(".list_certificates"), HTTPStatus.SEE_OTHER)
    response = Response(files.get(certificate.file_key), mimetype="application/pdf")
    response.headers["Content-Disposition"] = attachment(certificate)
    return response


def attachment(certificate: Certificate) -> str:
    """A name in the letters of the certificate, with a plain one for old programs (RFC 6266)."""
    heading = certificate.wording["facts"]["texts"][certificate.pair[0]]["heading"]
    code = certificate.record["module_code"]
    full = quote(f"{heading}, {code}, {certificate.name_printed}.pdf", safe="")
    return f"attachment; filename=\"certificate-{code}.pdf\"; filename*=UTF-8''{full}"


@bp.post(f"{MINE}/<uuid:certificate_id>/name")
@requires(CertificatePermission.HOLD, on=queries.certificate_by_id)
def show_name(certificate: Certificate) -> ResponseReturnValue:
    """The holder lets the public page show the full name, or no longer."""
    is_public = request.form.get("state") == "on"
    services.show_name(certificate, is_public=is_public, by=_actor().id, at=clock.now())
    flash(
        _("Your full name is now shown to people who check the certificate.")
        if is_public
        else _("People who check the certificate now see only your initials."),
        "success",
    )
    return redirect(url_for(".list_certificates"), HTTPStatus.SEE_OTHER)


@bp.get("/verify")
@public
def ask_code() -> ResponseReturnValue:
    """Type a code. What is no code stays in the field, with what is wrong with it."""
    typed = request.args.get("code", "")
    code = read_code(typed)
    if is_code(code):
        return redirect(
            url_for(".verify_certificate", code=code, language=request.args.get("language")), HTTPStatus.FOUND
        )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if "code" in request.args else HTTPStatus.OK
    return _apart(render_template("certificates/ask_code.html", typed=typed, code=code), status)


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
        return _apart(render_template("certificates/verify_certificate.html", answer=answer, grouped=grouped), status)
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


def _actor() -> Any:
    return current_actor()


def _address() -> str:
    """Where a visitor comes from, for counting wrong codes."""
    return request.remote_addr or ""


def _page_of(completion: Completion) -> str:
    return url_for(".show_certificate", slug=completion.enrolment.module.slug)


def _name_page(completion: Completion, form: NameForm, *, is_check: bool = False) -> str:
    texts = edition_texts([completion.enrolment.edition_id], language())
    return render_template(
        "certificates/check_name.html" if is_check else "certificates/confirm_name.html",
        completion=completion,
        title=texts[completion.enrolment.edition_id].title,
        form=form,
    )


def _answer_page(
    answer: checking.Answer, form: CompareForm, *, matches: bool | None = None, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    page = render_template(
        "certificates/verify_certificate.html", answer=answer, form=form, matches=matches, grouped=grouped
    )
    return _apart(page, status)


def _wait_page(wait: TooManyTries) -> Response:
    response = _apart(render_template("certificates/wait.html", seconds=wait.seconds), HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(wait.seconds)
    return response


def _apart(page: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Not for search engines and not for caches."""
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
