"""Confirming where people work: by the focal point of the place or the coordinator, many at once, and undone again.

Every name that is shown is a look that the person can see. Nobody decides about the own workplace.
"""

from collections.abc import Collection, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import accounts_of_people
from lms.accounts.services import contact_for_code
from lms.core import audit, clock
from lms.core.i18n import _, language, n_
from lms.core.paging import page_asked
from lms.core.policy import actor_id, allows, current_actor, requires
from lms.institutions import queries as directory
from lms.people import queries as people
from lms.people import services
from lms.people.models import Workplace, WorkplaceState
from lms.reporting import workplaces
from lms.reporting.forms import RefusalForm
from lms.reporting.policies import ReportPermission
from lms.reporting.records import Record
from lms.reporting.views.asking import record_at
from lms.reporting.views.blueprint import bp
from lms.reporting.words import reached_in_words, workplace_states
from lms.reporting.workplaces import Stated

LIST = "/institutions/<uuid:institution_id>/workplaces"
#: What the list shows unless something else is asked: what waits to be decided.
WAITING = WorkplaceState.SELF_DECLARED
EVERYTHING = "all"
ACTS = {"confirm": WorkplaceState.CONFIRMED, "reopen": WorkplaceState.SELF_DECLARED}


def stated_at(institution_id: UUID, workplace_id: UUID) -> Stated | None:
    return workplaces.stated_at(institution_id, workplace_id)


@bp.get(LIST)
@requires(ReportPermission.CONFIRM_WORKPLACES, on=record_at)
def list_workplaces(record: Record) -> ResponseReturnValue:
    return _list_page(record)


def _list_page(record: Record, errors: Sequence[tuple[str | None, str]] = ()) -> str:
    state = request.args.get("state", WAITING.value)
    words = request.args.get("name", "").strip()
    known = WorkplaceState(state) if state in set(WorkplaceState) else None
    page = workplaces.stated(record.id, known, words, page_asked(request.args.get("page")))
    for workplace in page.rows:
        audit.record_look(actor_id(), "reporting.workplace.seen", workplace.person)
    batch_id = _id_of(request.args.get("decided", ""))
    return render_template(
        "reporting/list_workplaces.html",
        record=record,
        page=page,
        state=known.value if known else EVERYTHING,
        typed=words,
        states=workplace_states(),
        counts=workplaces.people_by_state(record.id),
        undoable=len(workplaces.decided_together(record.id, batch_id)) if batch_id else 0,
        batch_id=batch_id,
        own_person=_own_person(),
        errors=list(errors),
        **_words_about(page.rows),
    )


def _words_about(rows: Sequence[Workplace]) -> dict[str, Any]:
    """Names of places and professions for the lines of a page."""
    day = clock.local_day(clock.now())
    accounts = accounts_of_people([row.person_id for row in rows])
    places = directory.names_on({row.institution_id for row in rows if row.institution_id}, day)
    return {
        "places": places,
        "reached": {row.id: reached_in_words(accounts.get(row.person_id)) for row in rows},
        "professions": {row.code: directory.name_of(row) for row in people.professions()},
        "spelling": language(),
    }


@bp.post(LIST)
@requires(ReportPermission.CONFIRM_WORKPLACES, on=record_at)
def decide_workplaces(record: Record) -> ResponseReturnValue:
    """Confirm the chosen, reopen them, or ask for the reason why they do not work here."""
    chosen = chosen_of(record)
    if not chosen:
        page = _list_page(record, [(None, _("Tick at least one person. Your own workplace is confirmed by others."))])
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    act = request.form.get("act", "")
    if act not in ACTS:
        return _refusal_page(record, chosen, RefusalForm(formdata=None))
    batch_id = services.decide_workplaces(chosen, ACTS[act], by=actor_id(), at=clock.now())
    flash(_said(act, len(chosen)), "success")
    return back_to(record, batch_id)


def _said(act: str, count: int) -> str:
    if act == "confirm":
        return n_("%(num)d workplace is confirmed.", "%(num)d workplaces are confirmed.", count)
    return n_("%(num)d workplace waits again.", "%(num)d workplaces wait again.", count)


@bp.post(f"{LIST}/refusal")
@requires(ReportPermission.CONFIRM_WORKPLACES, on=record_at)
def refuse_workplaces(record: Record) -> ResponseReturnValue:
    chosen, form = chosen_of(record), RefusalForm()
    if not chosen:
        return back_to(record)
    if not form.validate():
        return _refusal_page(record, chosen, form), HTTPStatus.UNPROCESSABLE_ENTITY
    batch_id = services.decide_workplaces(
        chosen, WorkplaceState.REFUSED, by=actor_id(), at=clock.now(), reason=form.reason.data
    )
    flash(
        n_(
            "%(num)d person is asked to choose the workplace again.",
            "%(num)d people are asked to choose the workplace again.",
            len(chosen),
        ),
        "success",
    )
    return back_to(record, batch_id)


def _refusal_page(record: Record, chosen: Sequence[Workplace], form: RefusalForm) -> str:
    return render_template(
        "reporting/refuse_workplaces.html",
        record=record,
        chosen=sorted(chosen, key=lambda workplace: workplace.person.sort_key),
        form=form,
        asked_state=request.args.get("state"),
        spelling=language(),
    )


@bp.post(f"{LIST}/undo")
@requires(ReportPermission.CONFIRM_WORKPLACES, on=record_at)
def undo_decisions(record: Record) -> ResponseReturnValue:
    """As it was before, for those to whom nothing else has happened since."""
    batch_id = _id_of(request.form.get("decided", ""))
    decisions = workplaces.decided_for_update(record.id, batch_id) if batch_id else []
    count = services.undo_decisions(decisions, by=actor_id(), at=clock.now())
    if count:
        flash(n_("%(num)d workplace is as before.", "%(num)d workplaces are as before.", count), "success")
    else:
        flash(_("There was nothing left to undo."), "notice")
    return back_to(record)


@bp.get(f"{LIST}/<uuid:workplace_id>")
@requires(ReportPermission.CONFIRM_WORKPLACES, on=stated_at)
def show_workplace(stated: Stated) -> ResponseReturnValue:
    """One person's line: the place named, and what was said of it. Nothing about studies."""
    workplace = stated.workplace
    audit.record_look(actor_id(), "reporting.workplace.seen", workplace.person)
    return render_template(
        "reporting/show_workplace.html",
        record=record_at(stated.seen_from),
        workplace=workplace,
        states=workplace_states(),
        decisions=people.decisions_on([workplace.id]),
        may_hand_out=allows(ReportPermission.HAND_OUT_CODE, stated) and needs_code(workplace),
        is_own=workplace.person_id == _own_person(),
        **_words_about([workplace]),
    )


def needs_code(workplace: Workplace) -> bool:
    account = accounts_of_people([workplace.person_id]).get(workplace.person_id)
    return account is not None and contact_for_code(account) is not None


def chosen_of(record: Record) -> Sequence[Workplace]:
    """Those ticked in the list, as far as they stand in it; never the own one."""
    ids: Collection[UUID] = {found for text in request.form.getlist("who") if (found := _id_of(text))}
    return workplaces.chosen_for_update(record.id, ids, but=_own_person()) if ids else []


def _own_person() -> UUID:
    actor = current_actor()
    return UUID(str(actor.person_id)) if actor is not None else UUID(int=0)


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def back_to(record: Record, batch_id: UUID | None = None) -> ResponseReturnValue:
    """To the list as it was filtered, with the way to undo."""
    address = url_for(
        ".list_workplaces",
        institution_id=record.id,
        state=request.args.get("state"),
        name=request.args.get("name"),
        decided=batch_id,
    )
    return redirect(address, HTTPStatus.SEE_OTHER)
