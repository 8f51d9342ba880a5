"""Calls: the coordinator plans, opens and watches them; a focal point sees those with seats for the own places."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import Role
from lms.core import clock
from lms.core.i18n import _, n_
from lms.core.policy import current_actor, requires
from lms.institutions import queries as directory
from lms.invitations import queries as invitations
from lms.invitations import services
from lms.invitations.errors import CallClosed, NoSeats, SeatsTaken
from lms.invitations.models import Call
from lms.nominations.asking import titled_modules, titles_by_slug
from lms.nominations.balance import Standing, own_places, own_standings, standings
from lms.nominations.forms import CallForm, InstitutionSeatsForm, RegionSeatsForm, SeatsForm, module_options
from lms.nominations.policies import NominationPermission, may_run_calls
from lms.nominations.views.blueprint import bp
from lms.ui.forms import Option

MOST_FOUND = 20
LONGEST_ASKED = 300


def _actor() -> Any:
    return current_actor()


@bp.get("/calls")
@requires(NominationPermission.SEE_CALLS)
def list_calls() -> ResponseReturnValue:
    """All of them for the coordinator; for a focal point what the own places may name people for."""
    actor, day = _actor(), clock.local_day(clock.now())
    runs = may_run_calls(actor, None)
    places = own_places(actor.places(Role.FOCAL_POINT))
    return render_template(
        "nominations/list_calls.html",
        runs=runs,
        calls=[call for call in invitations.calls() if runs or own_standings(call, places, day)],
        day=day,
        titles=titles_by_slug(),
        name=_asked_name(),
    )


def _asked_name() -> str:
    """An institution that is to get seats; it is carried on until its call is chosen."""
    return request.args.get("name", "").strip()[:LONGEST_ASKED]


@bp.get("/calls/new")
@requires(NominationPermission.RUN_CALLS)
def ask_call() -> ResponseReturnValue:
    form = CallForm(formdata=None)
    form.offer(module_options(titled_modules()))
    form.starts_on.data = clock.local_day(clock.now())
    form.starts_on.process(None, form.starts_on.data)
    return _call_form(form)


def _call_form(form: CallForm, status: int = 200) -> ResponseReturnValue:
    return render_template("nominations/ask_call.html", form=form, name=_asked_name()), status


@bp.post("/calls/new")
@requires(NominationPermission.RUN_CALLS)
def plan_call() -> ResponseReturnValue:
    form = CallForm()
    form.offer(module_options(titled_modules()))
    if not form.validate_on_submit():
        return _call_form(form, 422)
    call = services.plan_call(
        form.module.data,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        women_share=form.women_share.data,
        by=_actor().id,
        at=clock.now(),
    )
    flash(_("The call is planned. Give seats to regions and institutions, then open it."), "success")
    return redirect(url_for(".show_call", call_id=call.id, name=_asked_name() or None), 303)


@dataclass(frozen=True)
class CallSeen:
    """A call as a subject: how it stands, as far as the account may see that."""

    call: Call
    lines: list[Standing]


def call_seen_by(call_id: UUID, actor: Any) -> CallSeen | None:
    call, day = invitations.call_by_id(call_id), clock.local_day(clock.now())
    if call is None:
        return None
    if may_run_calls(actor, None):
        return CallSeen(call, standings(call, day))
    return CallSeen(call, own_standings(call, own_places(actor.places(Role.FOCAL_POINT)), day))


@bp.get("/calls/<uuid:call_id>")
@requires(NominationPermission.SEE_CALL, on=call_seen_by)
def show_call(seen: CallSeen) -> ResponseReturnValue:
    return _call_page(seen)


def _call_page(
    seen: CallSeen, *, region: SeatsForm | None = None, institution: SeatsForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """How it stands now. Without a script the reader asks again by a link; with one the table is kept fresh."""
    call, at = seen.call, clock.now()
    day, name = clock.local_day(at), _asked_name()
    return render_template(
        "nominations/show_call.html",
        call=call,
        title=titles_by_slug().get(call.module_slug, call.module_slug),
        lines=seen.lines,
        runs=may_run_calls(_actor(), None),
        at=at,
        is_open=call.is_open_on(day),
        today=day,
        form=region if region and region.errors else institution,
        region=region or RegionSeatsForm(formdata=None),
        institution=institution or (_institution_form(name, formdata=None) if name else None),
        name=name,
    ), status


def _seen(call: Call) -> CallSeen:
    return CallSeen(call, standings(call, clock.local_day(clock.now())))


def _institution_form(words: str, **options: Any) -> InstitutionSeatsForm:
    """Offers the institutions whose name has these words."""
    form = InstitutionSeatsForm(**options)
    found = directory.listed(words, day=clock.local_day(clock.now()))[:MOST_FOUND]
    form.institution.options = [Option(str(row.id), row.name) for row in found]
    return form


@bp.post("/calls/<uuid:call_id>/regions")
@requires(NominationPermission.RUN_CALLS, on=invitations.call_for_update)
def give_region_seats(call: Call) -> ResponseReturnValue:
    form = RegionSeatsForm()
    if not form.validate_on_submit():
        return _call_page(_seen(call), region=form, status=422)
    return _give(call, form, region=form, region_code=form.region.data)


@bp.post("/calls/<uuid:call_id>/institutions")
@requires(NominationPermission.RUN_CALLS, on=invitations.call_for_update)
def give_institution_seats(call: Call) -> ResponseReturnValue:
    form = _institution_form(request.args.get("name", ""))
    if not form.validate_on_submit():
        return _call_page(_seen(call), institution=form, status=422)
    return _give(call, form, institution=form, institution_id=UUID(form.institution.data))


def _give(
    call: Call,
    form: SeatsForm,
    *,
    region: SeatsForm | None = None,
    institution: SeatsForm | None = None,
    region_code: str | None = None,
    institution_id: UUID | None = None,
) -> ResponseReturnValue:
    try:
        services.add_place(
            call,
            form.seats.data,
            region_code=region_code,
            institution_id=institution_id,
            by=_actor().id,
            at=clock.now(),
        )
    except SeatsTaken as refusal:
        form.refuse(
            "seats",
            n_(
                "%(num)d seat is taken already. There cannot be fewer.",
                "%(num)d seats are taken already. There cannot be fewer.",
                refusal.taken,
            ),
        )
        return _call_page(_seen(call), region=region, institution=institution, status=422)
    except CallClosed:
        flash(_("The call is closed."), "notice")
    else:
        flash(_("The seats are given."), "success")
    return redirect(url_for(".show_call", call_id=call.id), 303)


@bp.post("/calls/<uuid:call_id>/open")
@requires(NominationPermission.RUN_CALLS, on=invitations.call_for_update)
def open_call(call: Call) -> ResponseReturnValue:
    try:
        services.open_call(call, by=_actor().id, at=clock.now())
        flash(_("The call is open. Focal points of these places see it from its first day on."), "success")
    except CallClosed:
        flash(_("The call is closed."), "notice")
    except NoSeats:
        flash(_("Give seats to a region or an institution first."), "notice")
    return redirect(url_for(".show_call", call_id=call.id), 303)


@bp.get("/calls/<uuid:call_id>/close")
@requires(NominationPermission.RUN_CALLS, on=invitations.call_by_id)
def ask_closing(call: Call) -> ResponseReturnValue:
    """A closed call is never opened again, so it is asked first."""
    return render_template(
        "nominations/close_call.html", call=call, title=titles_by_slug().get(call.module_slug, call.module_slug)
    )


@bp.post("/calls/<uuid:call_id>/close")
@requires(NominationPermission.RUN_CALLS, on=invitations.call_for_update)
def close_call(call: Call) -> ResponseReturnValue:
    try:
        services.close_call(call, by=_actor().id, at=clock.now())
        flash(_("The call is closed. People who were invited can still come."), "success")
    except CallClosed:
        flash(_("The call is not open."), "notice")
    return redirect(url_for(".show_call", call_id=call.id), 303)
