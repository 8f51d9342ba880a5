"""Files that prove what was typed in: kept with its period, given out to the coordinator only, each time recorded."""

from http import HTTPStatus

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.evidence import MOST_OF_A_REQUEST, handed_out
from lms.core.i18n import _
from lms.core.policy import actor_id, requires
from lms.core.sizes import takes_up_to
from lms.framework import queries, services
from lms.framework.models import IndicatorEvidence
from lms.framework.policies import FrameworkPermission
from lms.framework.spans import Where
from lms.framework.views.asking import the_indicator
from lms.framework.views.blueprint import bp
from lms.framework.views.indicators import address_of, asked, show
from lms.ui.forms import EvidenceForm


@bp.post("/<indicator>/evidence")
@takes_up_to(MOST_OF_A_REQUEST)
@requires(FrameworkPermission.SET)
def attach_evidence(indicator: str) -> ResponseReturnValue:
    """Only what was typed in needs it."""
    found, form = the_indicator(indicator), EvidenceForm()
    if found.computed:
        abort(HTTPStatus.NOT_FOUND)
    evidence = form.evidence()
    if evidence is None:
        return show(found, status=HTTPStatus.UNPROCESSABLE_ENTITY, evidence=form)
    services.attach(asked(found), evidence, by=actor_id(), at=clock.now())
    flash(_("The file is kept with the indicator."), "success")
    return redirect(address_of(asked(found)), HTTPStatus.SEE_OTHER)


@bp.get("/evidence/<uuid:evidence_id>")
@requires(FrameworkPermission.FETCH_EVIDENCE, on=queries.evidence_by_id)
def download_evidence(row: IndicatorEvidence) -> ResponseReturnValue:
    audit.record_look(actor_id(), "framework.evidence.fetched", row, indicator=row.indicator, year=row.year)
    return handed_out(row.key, row.media_type, f"{row.indicator}-{row.year}-{row.span.value}")


@bp.post("/evidence/<uuid:evidence_id>/remove")
@requires(FrameworkPermission.SET, on=queries.evidence_by_id)
def remove_evidence(row: IndicatorEvidence) -> ResponseReturnValue:
    services.remove_evidence(row, by=actor_id(), at=clock.now())
    flash(_("The file is removed."), "success")
    return redirect(address_of(Where(row.indicator, row.year, row.span)), HTTPStatus.SEE_OTHER)
