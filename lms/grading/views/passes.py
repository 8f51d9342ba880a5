"""Passes that have too few points under a corrected key: a person decides, one by one. No score is on these pages."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.queries import document_of
from lms.core import audit, clock
from lms.core.i18n import _, language
from lms.core.policy import allows, requires
from lms.grading import papers, services
from lms.grading.errors import AlreadyDecided
from lms.grading.key_forms import DecisionForm
from lms.grading.key_queries import decision_for_update, decision_of, decisions_pending
from lms.grading.models import PassDecision, PassState
from lms.grading.policies import GradingPermission
from lms.grading.views.blueprint import bp, me

LIST = "/reports/corrections"
PAGE = f"{LIST}/<uuid:decision_id>"
DECIDE = GradingPermission.DECIDE


@bp.get(LIST)
@requires(GradingPermission.SEE_PASSES)
def list_passes() -> ResponseReturnValue:
    found = decisions_pending()
    codes = papers.codes_of([one.enrolment_id for one in found])
    audit.record_look(me().id, "grading.passes.seen", count=len(found))
    rows = [{**_row(one, codes), "may_decide": allows(DECIDE, one)} for one in found]
    return render_template("grading/passes.html", rows=rows)


@bp.get(PAGE)
@requires(DECIDE, on=decision_of)
def show_pass(decision: PassDecision) -> ResponseReturnValue:
    audit.record_look(me().id, "grading.pass.seen", decision.enrolment)
    return _page(decision, DecisionForm(formdata=None))


@bp.post(PAGE)
@requires(DECIDE, on=decision_for_update)
def decide_pass(decision: PassDecision) -> ResponseReturnValue:
    form = DecisionForm()
    if not form.validate():
        return _page(decision, form), HTTPStatus.UNPROCESSABLE_ENTITY
    decide = services.keep_pass if form.decision.data == "keep" else services.withdraw_pass
    try:
        decide(decision, reason=form.reason.data, by=me().id, at=clock.now())
    except AlreadyDecided:
        flash(_("Somebody has decided already. Nothing was changed."), "notice")
    else:
        flash(_("Your decision is kept."), "success")
    return redirect(url_for(".list_passes"), HTTPStatus.SEE_OTHER)


def _page(decision: PassDecision, form: DecisionForm) -> str:
    return render_template(
        "grading/pass.html",
        form=form,
        is_pending=decision.state is PassState.PENDING,
        **_row(decision, papers.codes_of([decision.enrolment_id])),
    )


def _row(decision: PassDecision, codes: dict[UUID, str]) -> dict[str, object]:
    document = document_of(decision.enrolment.edition_id)
    return {
        "id": decision.id,
        "name": decision.enrolment.person.full_name(),
        "module_title": document.title[document.language_for(language())],
        "code": codes.get(decision.enrolment_id),
        "opened_at": decision.opened_at,
        "reason": decision.correction.reason,
    }
