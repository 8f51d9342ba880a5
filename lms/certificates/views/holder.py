"""The holder's pages: the list, the name to confirm, the paper, what strangers see."""

from http import HTTPStatus
from urllib.parse import quote

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.queries import edition_texts
from lms.certificates import queries, services, tasks
from lms.certificates.forms import NameForm
from lms.certificates.models import Certificate
from lms.certificates.offers import renewable
from lms.certificates.policies import CertificatePermission
from lms.certificates.queries import Completion
from lms.certificates.views.blueprint import MINE, bp
from lms.certificates.views.person import me
from lms.core import clock, files
from lms.core.i18n import _, language
from lms.core.policy import requires
from lms.evaluations.offers import open_form_of


@bp.get(MINE)
@requires(CertificatePermission.LIST)
def list_certificates() -> ResponseReturnValue:
    person_id = me().person_id
    papers = queries.papers_of(person_id)
    texts = edition_texts([one.edition_id for one in papers.waiting], language()) if papers.waiting else {}
    at = clock.now()
    today = clock.local_day(at)
    return render_template(
        "certificates/list_certificates.html",
        certificates=papers.certificates,
        corrections=queries.latest_corrections_of(person_id) if papers.certificates else {},
        waiting=papers.waiting,
        texts=texts,
        ending=renewable(papers.certificates, today),
        today=today,
        at=at,
    )


@bp.get(f"{MINE}/<slug>")
@requires(CertificatePermission.HOLD, on=queries.completion_of)
def show_certificate(completion: Completion) -> ResponseReturnValue:
    """Confirm the name, wait for the paper, or take it: whichever comes next."""
    if completion.certificate is None:
        if queries.needs_contact(completion.enrolment.person_id):
            return _contact_page(completion)
        form = NameForm.for_person(completion.enrolment.person, language())
        return _name_page(completion, form)
    corrections = queries.latest_corrections_of(me().person_id)
    return render_template(
        "certificates/show_certificate.html",
        completion=completion,
        certificate=completion.certificate,
        correction=corrections.get(completion.certificate.id),
        work=None if completion.certificate.file_key else queries.paper_job(completion.certificate),
        today=clock.local_day(clock.now()),
        form_url=open_form_of(me(), completion.enrolment.module.slug, clock.local_day(clock.now())),
    )


@bp.post(f"{MINE}/<slug>")
@requires(CertificatePermission.HOLD, on=queries.completion_for_update)
def issue_certificate(completion: Completion) -> ResponseReturnValue:
    """Show the name once more as it will stand, then issue; a second click finds what the first has made."""
    form = NameForm.for_person(completion.enrolment.person, language())
    if completion.certificate is None:
        if queries.needs_contact(completion.enrolment.person_id):
            return redirect(_page_of(completion), HTTPStatus.SEE_OTHER)
        if not form.validate():
            return _name_page(completion, form), HTTPStatus.UNPROCESSABLE_ENTITY
        if request.form.get("act") != "issue":
            return _name_page(completion, form, is_check=request.form.get("act") == "check")
        services.issue_certificate(
            completion.enrolment,
            name=form.name,
            languages=form.languages.data,
            is_name_public=bool(form.is_public.data),
            by=me().id,
            at=clock.now(),
        )
    return redirect(_page_of(completion), HTTPStatus.SEE_OTHER)


@bp.post(f"{MINE}/<slug>/paper")
@requires(CertificatePermission.HOLD, on=queries.completion_for_update)
def make_paper_again(completion: Completion) -> ResponseReturnValue:
    if completion.certificate is not None:
        services.make_paper_again(completion.certificate, tasks.render_certificate, at=clock.now())
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
    services.show_name(certificate, is_public=is_public, by=me().id, at=clock.now())
    flash(
        _("Your full name is now shown to people who check the certificate.")
        if is_public
        else _("People who check the certificate now see only your initials."),
        "success",
    )
    return redirect(url_for(".list_certificates"), HTTPStatus.SEE_OTHER)


def _page_of(completion: Completion) -> str:
    return url_for(".show_certificate", slug=completion.enrolment.module.slug)


def _contact_page(completion: Completion) -> str:
    """The completion is safe; what is missing is said, and where it is done."""
    texts = edition_texts([completion.enrolment.edition_id], language())
    return render_template(
        "certificates/needs_contact.html", completion=completion, title=texts[completion.enrolment.edition_id].title
    )


def _name_page(completion: Completion, form: NameForm, *, is_check: bool = False) -> str:
    texts = edition_texts([completion.enrolment.edition_id], language())
    return render_template(
        "certificates/check_name.html" if is_check else "certificates/confirm_name.html",
        completion=completion,
        title=texts[completion.enrolment.edition_id].title,
        form=form,
    )
