"""The record of events: list, one event, entering, changing, deleting and bringing back."""

import re
from datetime import date
from functools import partial
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.paging import page_asked
from lms.core.policy import actor_id, requires
from lms.gatherings import engagement, queries, services, words
from lms.gatherings.errors import ChangedMeanwhile
from lms.gatherings.forms import EventForm, form_of, region_options
from lms.gatherings.models import Gathering
from lms.gatherings.policies import GatheringPermission
from lms.gatherings.queries import Wanted
from lms.gatherings.values import OUTPUTS, Details, faults_of
from lms.gatherings.views.blueprint import bp
from lms.institutions import queries as directory
from lms.ui.forms import EvidenceForm, Option

YEARS = re.compile(r"(19|20)[0-9]{2}")


@bp.get("")
@requires(GatheringPermission.SEE)
def list_events() -> ResponseReturnValue:
    wanted, regions = asked_events(), directory.region_names()
    page = queries.page_of_events(wanted, page_asked(request.args.get("page")))
    audit.record_look(actor_id(), "gatherings.list.seen", deleted=wanted.is_deleted)
    return render_template(
        "gatherings/list_events.html",
        page=page,
        wanted=wanted,
        regions=regions,
        kinds=words.kinds(),
        engaged=None if wanted.is_deleted else engagement.shown(queries.events(wanted)),
        choices={
            "year": _choices({str(year): str(year) for year in queries.years()}),
            "kind": _choices(words.kinds()),
            "region": [Option("", _("All")), *region_options()],
            "output": _choices({code: code for code in OUTPUTS}),
        },
    )


def _choices(labels: dict[str, str]) -> list[Option]:
    return [Option("", _("All")), *(Option(code, label) for code, label in labels.items())]


def asked_events() -> Wanted:
    """What the address asks for; what does not exist is left out."""
    asked = request.args
    year = int(asked["year"]) if YEARS.fullmatch(asked.get("year", "")) else None
    region = asked.get("region")
    return Wanted(
        start=date(year, 1, 1) if year else None,
        end=date(year, 12, 31) if year else None,
        regions={region} if region in directory.region_names() else None,
        kind=asked["kind"] if asked.get("kind") in words.kinds() else None,
        output=asked["output"] if asked.get("output") in OUTPUTS else None,
        is_deleted=asked.get("deleted") == "1",
    )


@bp.get("/new")
@requires(GatheringPermission.KEEP)
def ask_event() -> ResponseReturnValue:
    return _page(EventForm(), None)


@bp.post("/new")
@requires(GatheringPermission.KEEP)
def add_event() -> ResponseReturnValue:
    form = EventForm()
    details = _typed(form)
    if details is None:
        return _page(form, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    event = services.add(details, by=actor_id(), at=clock.now())
    flash(_("The event is entered."), "success")
    return _to(event)


@bp.get("/<uuid:event_id>")
@requires(GatheringPermission.SEE, on=queries.event_by_id)
def show_event(event: Gathering) -> ResponseReturnValue:
    """All numbers of the event, small ones too; the look is recorded."""
    audit.record_look(actor_id(), "gatherings.event.seen", event)
    return show(event, EvidenceForm())


def show(event: Gathering, form: EvidenceForm, status: HTTPStatus = HTTPStatus.OK) -> ResponseReturnValue:
    regions = directory.region_names()
    page = render_template(
        "gatherings/show_event.html",
        event=event,
        evidence_form=form,
        region=regions[event.region_code],
        kinds=words.kinds(),
        speeches=words.speeches(),
        labels=words.labels(),
        in_words=partial(words.value_in_words, regions=regions),
        acts=words.acts(),
        history=queries.history(event.id),
    )
    return page, status


@bp.get("/<uuid:event_id>/edit")
@requires(GatheringPermission.KEEP, on=queries.event_by_id)
def ask_change(event: Gathering) -> ResponseReturnValue:
    return _page(form_of(event.details, event.revision), event)


@bp.post("/<uuid:event_id>/edit")
@requires(GatheringPermission.KEEP, on=queries.event_for_update)
def change_event(event: Gathering) -> ResponseReturnValue:
    form = EventForm()
    details = _typed(form)
    if details is None:
        return _page(form, event, HTTPStatus.UNPROCESSABLE_ENTITY)
    seen = int(form.revision.data) if re.fullmatch(r"[0-9]{1,9}", form.revision.data or "") else 0
    try:
        is_changed = services.change(event, details, seen=seen, by=actor_id(), at=clock.now())
    except ChangedMeanwhile:
        form.refuse_all(_("Somebody else has changed this event meanwhile. Open it again and enter your change anew."))
        return _page(form, event, HTTPStatus.CONFLICT)
    flash(
        _("The event is changed.") if is_changed else _("Nothing was changed."), "success" if is_changed else "notice"
    )
    return _to(event)


@bp.post("/<uuid:event_id>/delete")
@requires(GatheringPermission.KEEP, on=queries.event_for_update)
def delete_event(event: Gathering) -> ResponseReturnValue:
    services.delete(event, by=actor_id(), at=clock.now())
    flash(_("The event is deleted. It can be brought back here at any time."), "success")
    return _to(event)


@bp.post("/<uuid:event_id>/restore")
@requires(GatheringPermission.KEEP, on=queries.event_for_update)
def restore_event(event: Gathering) -> ResponseReturnValue:
    services.restore(event, by=actor_id(), at=clock.now())
    flash(_("The event is back in the record."), "success")
    return _to(event)


def _typed(form: EventForm) -> Details | None:
    """What was typed, if all of it can be true."""
    if not form.validate():
        return None
    details = form.details()
    if details is None:
        return None
    faults = faults_of(details, clock.local_day(clock.now()))
    form.refuse_faults(faults)
    return None if faults else details


def _page(form: EventForm, event: Gathering | None, status: HTTPStatus = HTTPStatus.OK) -> ResponseReturnValue:
    return render_template("gatherings/edit_event.html", form=form, event=event), status


def _to(event: Gathering) -> ResponseReturnValue:
    return redirect(url_for(".show_event", event_id=event.id), HTTPStatus.SEE_OTHER)
