"""What an institution is to reach in a year: set by the coordinator, with its history."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import actor_id, requires
from lms.reporting import queries, services
from lms.reporting.forms import TargetForm
from lms.reporting.policies import ReportPermission
from lms.reporting.records import Record
from lms.reporting.views.asking import asked_span, record_at
from lms.reporting.views.blueprint import bp


@bp.get("/institutions/<uuid:institution_id>/targets")
@requires(ReportPermission.SET_TARGET, on=record_at)
def show_targets(record: Record) -> ResponseReturnValue:
    """The form holds what is set for the year that is asked for."""
    form, year = TargetForm(formdata=None), asked_span().year
    current = queries.targets_of(year).get(record.id)
    form.process(year=year, **{name: getattr(current, name, None) for name in ("people", "completion", "women")})
    return _page(record, form)


@bp.post("/institutions/<uuid:institution_id>/targets")
@requires(ReportPermission.SET_TARGET, on=record_at)
def set_target(record: Record) -> ResponseReturnValue:
    form = TargetForm()
    if not form.validate_on_submit():
        return _page(record, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    services.set_target(
        record.id,
        form.year.data,
        people=form.people.data,
        completion=form.completion.data,
        women=form.women.data,
        note=form.note.data,
        by=actor_id(),
        at=clock.now(),
    )
    flash(_("The target is set."), "success")
    address = url_for(".show_institution", institution_id=record.id, year=form.year.data)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _page(record: Record, form: TargetForm, status: HTTPStatus = HTTPStatus.OK) -> ResponseReturnValue:
    history = queries.target_history(record.id)
    return render_template("reporting/set_target.html", record=record, form=form, history=history), status
