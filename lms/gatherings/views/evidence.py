"""The file that proves an event: kept with it, given out to the coordinator only, each time recorded."""

from http import HTTPStatus

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock, files
from lms.core.i18n import _
from lms.core.policy import actor_id, requires
from lms.core.sizes import takes_up_to
from lms.gatherings import queries, services
from lms.gatherings.errors import NoEvidence
from lms.gatherings.evidence import MOST_BYTES, ending_of, read_evidence
from lms.gatherings.forms import EvidenceForm
from lms.gatherings.models import Gathering
from lms.gatherings.policies import GatheringPermission
from lms.gatherings.views.blueprint import bp
from lms.gatherings.views.events import show


@bp.post("/<uuid:event_id>/evidence")
@takes_up_to(MOST_BYTES + 64 * 1024)
@requires(GatheringPermission.KEEP, on=queries.event_for_update)
def attach_evidence(event: Gathering) -> ResponseReturnValue:
    form = EvidenceForm()
    if not form.validate():
        return show(event, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        evidence = read_evidence(form.file.data.read(MOST_BYTES + 1))
    except NoEvidence:
        form.refuse("file", _("This file cannot be kept. Choose a PDF, Word, Excel, PNG or JPEG file of up to 8 MB."))
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
    name = f"event-{event.held_on}{ending_of(event.evidence_type)}"
    return Response(
        files.get(event.evidence_key),
        mimetype=event.evidence_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
