"""The file that proves an event: kept with it, given out to the coordinator only, each time recorded."""

from http import HTTPStatus

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.evidence import MOST_OF_A_REQUEST, handed_out
from lms.core.i18n import _
from lms.core.policy import actor_id, requires
from lms.core.sizes import takes_up_to
from lms.gatherings import queries, services
from lms.gatherings.models import Gathering
from lms.gatherings.policies import GatheringPermission
from lms.gatherings.views.blueprint import bp
from lms.gatherings.views.events import show
from lms.ui.forms import EvidenceForm


@bp.post("/<uuid:event_id>/evidence")
@takes_up_to(MOST_OF_A_REQUEST)
@requires(GatheringPermission.KEEP, on=queries.event_for_update)
def attach_evidence(event: Gathering) -> ResponseReturnValue:
    form = EvidenceForm()
    evidence = form.evidence()
    if evidence is None:
        return show(event, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    services.attach(event, evidence, by=actor_id(), at=clock.now())
    flash(_("The file is kept with the event."), "success")
    return redirect(url_for(".show_event", event_id=event.id), HTTPStatus.SEE_OTHER)


@bp.get("/<uuid:event_id>/evidence")
@requires(GatheringPermission.FETCH_EVIDENCE, on=queries.event_by_id)
def download_evidence(event: Gathering) -> ResponseReturnValue:
    if event.evidence_key is None or event.evidence_type is None:
        flash(_("No file is kept with this event."), "notice")
        return redirect(url_for(".show_event", event_id=event.id), HTTPStatus.SEE_OTHER)
    audit.record_look(actor_id(), "gatherings.evidence.fetched", event)
    return handed_out(event.evidence_key, event.evidence_type, f"event-{event.held_on}")
