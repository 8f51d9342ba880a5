"""The coordinator puts tables of a frozen report on the public page, and takes them away with a reason."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.i18n import _, language
from lms.core.policy import actor_id, requires
from lms.releases import publishing, queries
from lms.releases.errors import AlreadyFrozen
from lms.releases.forms import ReleaseForm, WithdrawForm
from lms.releases.frozen import tables_of
from lms.releases.models import ReleasedTable
from lms.releases.policies import ReleasePermission
from lms.releases.queries import Opened
from lms.releases.views.blueprint import bp
from lms.releases.views.reports import REPORT


@bp.get(f"{REPORT}/publish")
@requires(ReleasePermission.PUBLISH, on=queries.report_by_id)
def ask_publishing(report: Opened) -> ResponseReturnValue:
    return _page(report, _form(report, formdata=None))


def _form(report: Opened, **options: object) -> ReleaseForm:
    form = ReleaseForm(**options)
    form.offer({table.slug: table.title for table in tables_of(report.donor, language())})
    return form


def _page(report: Opened, form: ReleaseForm, status: int = HTTPStatus.OK) -> ResponseReturnValue:
    found = publishing.standing_of(report.id)
    titles = {table.slug: table.title for table in tables_of(report.donor, language())}
    return render_template(
        "releases/publish_report.html",
        row=report.row,
        form=form,
        standing=[(row, titles[row.slug]) for row in found.values()],
        successor=queries.successor_of(report.id),
    ), status


@bp.post(f"{REPORT}/publish")
@requires(ReleasePermission.PUBLISH, on=queries.report_by_id, fresh=True)
def publish_tables(report: Opened) -> ResponseReturnValue:
    form = _form(report)
    if not form.validate_on_submit():
        return _page(report, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        publishing.release(report.row, form.tables.data, by=actor_id(), at=clock.now())
    except AlreadyFrozen:
        flash(_("There is a newer version already. Only tables of the newest are published."), "notice")
        return redirect(url_for(".ask_publishing", report_id=report.id), 303)
    flash(_("The tables are on the public page."), "success")
    return redirect(url_for(".ask_publishing", report_id=report.id), 303)


@bp.get("/released/<uuid:release_id>/withdraw")
@requires(ReleasePermission.PUBLISH, on=publishing.release_by_id)
def ask_withdrawing(row: ReleasedTable) -> ResponseReturnValue:
    if row.withdrawn_at is not None:
        return _withdrawn_before(row)
    return render_template("releases/withdraw_table.html", row=row, form=WithdrawForm(formdata=None))


@bp.post("/released/<uuid:release_id>/withdraw")
@requires(ReleasePermission.PUBLISH, on=publishing.release_for_update, fresh=True)
def withdraw_table(row: ReleasedTable) -> ResponseReturnValue:
    if row.withdrawn_at is not None:
        return _withdrawn_before(row)
    form = WithdrawForm()
    if not form.validate_on_submit():
        page = render_template("releases/withdraw_table.html", row=row, form=form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    publishing.withdraw(row, form.reason.data, by=actor_id(), at=clock.now())
    flash(_("The table is withdrawn. The public page says so, with the reason."), "success")
    return redirect(url_for(".ask_publishing", report_id=row.report_id), 303)


def _withdrawn_before(row: ReleasedTable) -> ResponseReturnValue:
    """A second click, or somebody else was faster."""
    flash(_("This table is not on the public page any more."), "notice")
    return redirect(url_for(".ask_publishing", report_id=row.report_id), 303)
