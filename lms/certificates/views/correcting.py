"""The holder asks for a correction, sees what became of it, and may take the request back."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.certificates import queries, services
from lms.certificates.errors import AlreadyAsked, CertificateEnded, NameRefused, NothingToCorrect
from lms.certificates.forms import CorrectionForm, refusal_sentence
from lms.certificates.models import Certificate, CertificateState, Correction, CorrectionState
from lms.certificates.policies import CertificatePermission
from lms.certificates.views.blueprint import MINE, bp
from lms.certificates.views.person import me
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires


@bp.get(f"{MINE}/<uuid:certificate_id>/correction")
@requires(CertificatePermission.HOLD, on=queries.certificate_by_id)
def show_correction(certificate: Certificate) -> ResponseReturnValue:
    """The request as it stands, or the form for a new one."""
    corrections = queries.corrections_about(certificate.id)
    if corrections and corrections[0].state is CorrectionState.OPEN:
        return render_template("certificates/show_correction.html", certificate=certificate, correction=corrections[0])
    if certificate.state is not CertificateState.VALID:
        return redirect(url_for(".list_certificates"), HTTPStatus.SEE_OTHER)
    return _form_page(certificate, CorrectionForm.for_certificate(certificate))


@bp.post(f"{MINE}/<uuid:certificate_id>/correction")
@requires(CertificatePermission.HOLD, on=queries.certificate_for_update)
def ask_for_correction(certificate: Certificate) -> ResponseReturnValue:
    form = CorrectionForm()
    if not form.validate():
        return _form_page(certificate, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.ask_for_correction(
            certificate,
            name=form.name.data,
            languages=form.languages.data,
            why=form.why.data,
            evidence=form.evidence.data,
            by=me().id,
            at=clock.now(),
        )
    except NameRefused as refusal:
        form.refuse("name", refusal_sentence(refusal))
        return _form_page(certificate, form), HTTPStatus.UNPROCESSABLE_ENTITY
    except NothingToCorrect:
        form.refuse("name", _("This is what the certificate says now. Change the name or the languages."))
        return _form_page(certificate, form), HTTPStatus.UNPROCESSABLE_ENTITY
    except AlreadyAsked:
        flash(_("You have asked for a correction already. It waits for the decision."), "notice")
        return redirect(_page_of(certificate.id), HTTPStatus.SEE_OTHER)
    except CertificateEnded:
        return redirect(url_for(".list_certificates"), HTTPStatus.SEE_OTHER)
    flash(_("Your request was sent to the coordinator. You see the decision here."), "success")
    return redirect(_page_of(certificate.id), HTTPStatus.SEE_OTHER)


@bp.post(f"{MINE}/<uuid:certificate_id>/correction/take-back")
@requires(CertificatePermission.HOLD, on=queries.open_correction_for_update)
def take_back_correction(correction: Correction) -> ResponseReturnValue:
    services.take_back(correction, by=me().id, at=clock.now())
    flash(_("The request is taken back. The certificate stays as it is."), "success")
    return redirect(url_for(".list_certificates"), HTTPStatus.SEE_OTHER)


def _form_page(certificate: Certificate, form: CorrectionForm) -> str:
    return render_template("certificates/ask_for_correction.html", certificate=certificate, form=form)


def _page_of(certificate_id: UUID) -> str:
    return url_for(".show_correction", certificate_id=certificate_id)
