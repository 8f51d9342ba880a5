"""Completions whose record lacks a required part: shown on paper, taken back, or right as they are."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.queries import document_of, edition_texts
from lms.certificates.models import CertificateState
from lms.certificates.queries import standing_certificate
from lms.core import clock
from lms.core.i18n import _, language
from lms.core.policy import actor_id, requires
from lms.enrolments import corrections
from lms.enrolments.contents import entries_of
from lms.enrolments.errors import FinalNotPassed, NothingToCorrect
from lms.enrolments.models import Enrolment
from lms.enrolments.requirements import FINAL_KEY
from lms.quality import parts, services, words
from lms.quality.forms import ReasonForm
from lms.quality.models import Kind
from lms.quality.parts import Completion
from lms.quality.policies import QualityPermission
from lms.quality.views.asking import asks_for_asides, look_at, own_person, page_number
from lms.quality.views.blueprint import bp
from lms.quality.views.queue import asides_page


@bp.get("/completions")
@requires(QualityPermission.WORK)
def list_completions() -> ResponseReturnValue:
    if asks_for_asides():
        return asides_page(Kind.COMPLETIONS)
    page = parts.completions_without_parts(page_number())
    look_at(row.person for row in page.rows)
    texts = edition_texts([row.edition_id for row in page.rows], language())
    return render_template(
        "quality/list_completions.html",
        kinds=words.kinds(),
        meanings=words.what_it_means(),
        page=page,
        titles={row.id: texts[row.edition_id].title for row in page.rows if row.edition_id in texts},
        missing=_missing(page.rows),
        own_person=own_person(),
        spelling=language(),
    )


def _missing(enrolments: Sequence[Enrolment]) -> dict[UUID, list[str]]:
    """The parts of each in words."""
    entries = {row.edition_id: entries_of(document_of(row.edition_id), language()) for row in enrolments}
    return {
        row.id: [entries[row.edition_id][key].title for key in keys]
        for row, keys in zip(enrolments, parts.missing_of(enrolments).values(), strict=True)
    }


@bp.get("/completions/<uuid:enrolment_id>")
@requires(QualityPermission.MEND, on=parts.completion_of)
def show_completion(completion: Completion) -> ResponseReturnValue:
    return _page(completion, ReasonForm())


@bp.post("/completions/<uuid:enrolment_id>")
@requires(QualityPermission.MEND, on=parts.completion_for_update)
def mend_completion(completion: Completion) -> ResponseReturnValue:
    form, enrolment, act = ReasonForm(), completion.enrolment, request.form.get("act", "")
    if act == "take-back" and _has_certificate(enrolment):
        form.refuse_all(_("A certificate stands on this completion. Revoke the certificate first."))
        return _page(completion, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if not form.validate() or act not in ("show", "take-back", "set-aside"):
        return _page(completion, form), HTTPStatus.UNPROCESSABLE_ENTITY
    decided = {"reason": form.reason.data, "by": actor_id(), "at": clock.now()}
    try:
        _do(act, enrolment, decided)
    except FinalNotPassed:
        form.refuse_all(_("The final quiz was not passed, and nobody can put that on record."))
        return _page(completion, form), HTTPStatus.UNPROCESSABLE_ENTITY
    except NothingToCorrect:
        flash(_("Nothing is missing any more."), "notice")
        return redirect(url_for(".list_completions"), HTTPStatus.SEE_OTHER)
    if act == "set-aside":
        flash(_("The line is set aside."), "success")
        return redirect(url_for(".list_completions"), HTTPStatus.SEE_OTHER)
    flash(_("The completion is mended."), "success")
    return redirect(url_for(".show_case", person_id=enrolment.person_id), HTTPStatus.SEE_OTHER)


def _do(act: str, enrolment: Enrolment, decided: dict[str, object]) -> None:
    if act == "show":
        corrections.show_steps(enrolment, **decided)  # type: ignore[arg-type]
    elif act == "take-back":
        # An enrolment has one certificate for ever: whose was revoked begins the module anew.
        is_over = standing_certificate(enrolment.id) is not None
        corrections.take_back_completion(enrolment, is_over=is_over, **decided)  # type: ignore[arg-type]
    else:
        services.set_aside(Kind.COMPLETIONS, enrolment.person_id, enrolment_id=enrolment.id, **decided)  # type: ignore[arg-type]


def _has_certificate(enrolment: Enrolment) -> bool:
    certificate = standing_certificate(enrolment.id)
    return certificate is not None and certificate.state is CertificateState.VALID


def _page(completion: Completion, form: ReasonForm) -> str:
    enrolment = completion.enrolment
    look_at([enrolment.person])
    texts = edition_texts([enrolment.edition_id], language())
    return render_template(
        "quality/show_completion.html",
        enrolment=enrolment,
        name=enrolment.person.full_name(language()) or "–",
        title=texts[enrolment.edition_id].title if enrolment.edition_id in texts else enrolment.module.slug,
        missing=_missing([enrolment])[enrolment.id],
        may_be_shown=FINAL_KEY not in corrections.missing_steps(enrolment),
        has_certificate=_has_certificate(enrolment),
        form=form,
    )
