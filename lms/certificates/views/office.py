"""The coordinator's pages: find a certificate by its code, decide about corrections, revoke and take that back.

There is no list of certificates: one is reached by its code, by a request, or from the line of its person.
"""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.certificates import queries, services
from lms.certificates.codes import is_code, read_code
from lms.certificates.errors import (
    AlreadyDecided,
    CertificateEnded,
    NameRefused,
    RevocationFinal,
)
from lms.certificates.forms import ACCEPT, DecisionForm, RestoringForm, RevocationForm, code_problem, refusal_sentence
from lms.certificates.models import Certificate, CertificateState, Correction
from lms.certificates.policies import CertificatePermission
from lms.certificates.views.blueprint import OFFICE, bp
from lms.certificates.views.person import me
from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.paging import page_asked
from lms.core.policy import allows, requires


@bp.get(OFFICE)
@requires(CertificatePermission.ENTER_OFFICE)
def show_office() -> ResponseReturnValue:
    """Type a code; below it, the requests that wait. What is no code stays in the field."""
    typed = request.args.get("code")
    code = read_code(typed or "")
    certificate = queries.certificate_by_code(code) if is_code(code) else None
    if certificate is not None:
        return redirect(url_for(".show_for_office", certificate_id=certificate.id), HTTPStatus.SEE_OTHER)
    page = queries.corrections_waiting(page_asked(request.args.get("page")))
    for correction in page.rows:
        audit.record_look(me().id, "certificates.correction.listed", correction)
    problem = None if typed is None else code_problem(code) or _("There is no certificate with this code")
    shown = render_template("certificates/show_office.html", typed=typed or "", problem=problem, page=page)
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK


@bp.get(f"{OFFICE}/<uuid:certificate_id>")
@requires(CertificatePermission.SEE, on=queries.certificate_for_office)
def show_for_office(certificate: Certificate) -> ResponseReturnValue:
    """What it says, how it stands, what was asked, what can be done. Recorded."""
    audit.record_look(me().id, "certificates.certificate.seen", certificate)
    at = clock.now()
    return render_template(
        "certificates/show_for_office.html",
        certificate=certificate,
        corrections=queries.corrections_about(certificate.id),
        may_end=allows(CertificatePermission.END, certificate),
        may_be_restored=certificate.may_be_restored(at),
        today=clock.local_day(at),
    )


@bp.get(f"{OFFICE}/<uuid:certificate_id>/revoke")
@requires(CertificatePermission.END, on=queries.certificate_by_id, fresh=True)
def confirm_revocation(certificate: Certificate) -> ResponseReturnValue:
    """First step: what follows, and why."""
    if certificate.state is not CertificateState.VALID:
        return _ended_before(certificate)
    return _revocation_page(certificate, RevocationForm())


@bp.post(f"{OFFICE}/<uuid:certificate_id>/revoke")
@requires(CertificatePermission.END, on=queries.certificate_for_update, fresh=True)
def revoke_certificate(certificate: Certificate) -> ResponseReturnValue:
    """Second step: everything once more, then the act."""
    form = RevocationForm()
    if not form.validate():
        return _revocation_page(certificate, form), HTTPStatus.UNPROCESSABLE_ENTITY
    act = request.form.get("act")
    if act != "revoke":
        return _revocation_page(certificate, form, is_check=act == "check")
    try:
        services.revoke_certificate(
            certificate, code=form.code.data, reason=form.explanation.data, by=me().id, at=clock.now()
        )
    except CertificateEnded:
        return _ended_before(certificate)
    flash(_("The certificate is revoked. This can be taken back for one day."), "success")
    return redirect(_page_of(certificate), HTTPStatus.SEE_OTHER)


@bp.get(f"{OFFICE}/<uuid:certificate_id>/restore")
@requires(CertificatePermission.END, on=queries.certificate_by_id)
def confirm_restoring(certificate: Certificate) -> ResponseReturnValue:
    if not certificate.may_be_restored(clock.now()):
        return _final(certificate)
    return _restoring_page(certificate, RestoringForm())


@bp.post(f"{OFFICE}/<uuid:certificate_id>/restore")
@requires(CertificatePermission.END, on=queries.certificate_for_update)
def restore_certificate(certificate: Certificate) -> ResponseReturnValue:
    form = RestoringForm()
    if not form.validate():
        return _restoring_page(certificate, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.restore_certificate(certificate, reason=form.reason.data, by=me().id, at=clock.now())
    except RevocationFinal:
        return _final(certificate)
    flash(_("The revocation is taken back. The certificate is valid."), "success")
    return redirect(_page_of(certificate), HTTPStatus.SEE_OTHER)


@bp.get(f"{OFFICE}/corrections/<uuid:correction_id>")
@requires(CertificatePermission.SEE, on=queries.correction_by_id)
def show_request(correction: Correction) -> ResponseReturnValue:
    """What is printed, what should be, why. Recorded."""
    audit.record_look(me().id, "certificates.correction.seen", correction)
    return _request_page(correction, DecisionForm())


@bp.post(f"{OFFICE}/corrections/<uuid:correction_id>")
@requires(CertificatePermission.END, on=queries.correction_for_update)
def decide_correction(correction: Correction) -> ResponseReturnValue:
    form = DecisionForm()
    if not form.validate():
        return _request_page(correction, form), HTTPStatus.UNPROCESSABLE_ENTITY
    decide = services.accept if form.decision.data == ACCEPT else services.decline
    try:
        decide(correction, answer=form.answer.data, by=me().id, at=clock.now())
    except AlreadyDecided:
        flash(_("This request was decided or taken back in the meantime."), "notice")
        return redirect(url_for(".show_request", correction_id=correction.id), HTTPStatus.SEE_OTHER)
    except CertificateEnded:
        form.refuse("decision", _("The certificate was revoked, so it cannot be corrected. Decline the request."))
        return _request_page(correction, form), HTTPStatus.UNPROCESSABLE_ENTITY
    except NameRefused as refusal:
        form.refuse("decision", refusal_sentence(refusal))
        return _request_page(correction, form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_decided(form), "success")
    return redirect(url_for(".show_office"), HTTPStatus.SEE_OTHER)


def _decided(form: DecisionForm) -> str:
    if form.decision.data == ACCEPT:
        return _("The new certificate is issued, and the old code leads to it.")
    return _("The request is declined. The holder reads the reason.")


def _request_page(correction: Correction, form: DecisionForm) -> str:
    may_end = allows(CertificatePermission.END, correction)
    return render_template("certificates/show_request.html", correction=correction, form=form, may_end=may_end)


def _revocation_page(certificate: Certificate, form: RevocationForm, *, is_check: bool = False) -> str:
    return render_template(
        "certificates/check_revocation.html" if is_check else "certificates/revoke.html",
        certificate=certificate,
        form=form,
    )


def _restoring_page(certificate: Certificate, form: RestoringForm) -> str:
    return render_template("certificates/restore.html", certificate=certificate, form=form)


def _page_of(certificate: Certificate) -> str:
    return url_for(".show_for_office", certificate_id=certificate.id)


def _ended_before(certificate: Certificate) -> ResponseReturnValue:
    flash(_("This certificate was corrected or revoked in the meantime."), "notice")
    return redirect(_page_of(certificate), HTTPStatus.SEE_OTHER)


def _final(certificate: Certificate) -> ResponseReturnValue:
    flash(_("There is no revocation that can still be taken back."), "notice")
    return redirect(_page_of(certificate), HTTPStatus.SEE_OTHER)
