"""Frozen reports: opened, compared with their digest, given a successor."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.i18n import _, language
from lms.core.policy import actor_id, requires
from lms.releases import periods, queries, services
from lms.releases.differences import differences
from lms.releases.drawing import drawn, drawn_change, texts_shown
from lms.releases.errors import AlreadyFrozen, DraftExists
from lms.releases.files import cover_lines
from lms.releases.forms import SupersedeForm
from lms.releases.frozen import grouped, tables_of
from lms.releases.policies import ReleasePermission
from lms.releases.queries import Opened
from lms.releases.views.blueprint import bp

REPORT = "/r/<uuid:report_id>"


def asked_audience() -> str:
    return "team" if request.args.get("for") == "team" else "donor"


@bp.get(REPORT)
@requires(ReleasePermission.SEE, on=queries.report_by_id)
def show_report(report: Opened) -> ResponseReturnValue:
    """As it was frozen, for the donor or for the team; whoever looks at all numbers is recorded."""
    audience = asked_audience()
    document = report.document(audience)
    if audience == "team":
        audit.record_look(actor_id(), "releases.report.seen", report.row)
    return render_template(
        "releases/show_report.html",
        report=report,
        row=report.row,
        period=periods.in_words(report.row.span, report.row.period),
        days={"from": report.row.period.start.isoformat(), "to": report.row.period.end.isoformat()},
        audience=audience,
        lines=cover_lines(document, language()),
        digest=grouped(report.digest(audience)),
        passages=texts_shown(document["narrative"], document["labels"][language()]["fields"]),
        tables=[(table.slug, drawn(table)) for table in tables_of(document, language())],
        versions=queries.versions_of(report.row.number),
        successor=queries.successor_of(report.id),
    )


@bp.get(f"{REPORT}/differences")
@requires(ReleasePermission.SEE, on=queries.report_by_id)
def show_differences(report: Opened) -> ResponseReturnValue:
    """All numbers as they were and are; looking at them is recorded."""
    audit.record_look(actor_id(), "releases.report.seen", report.row)
    found = differences(report, at=clock.now())
    return render_template(
        "releases/show_differences.html",
        row=report.row,
        found=found,
        tables=[(title, [drawn_change(change) for change in changes]) for title, changes in found.changes.items()],
    )


@bp.get(f"{REPORT}/supersede")
@requires(ReleasePermission.DRAFT, on=queries.report_by_id)
def ask_superseding(report: Opened) -> ResponseReturnValue:
    return render_template("releases/supersede_report.html", row=report.row, form=SupersedeForm(formdata=None))


@bp.post(f"{REPORT}/supersede")
@requires(ReleasePermission.DRAFT, on=queries.report_by_id)
def supersede_report(report: Opened) -> ResponseReturnValue:
    form = SupersedeForm()
    if not form.validate_on_submit():
        page = render_template("releases/supersede_report.html", row=report.row, form=form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        draft = services.begin_successor(report.row, report.team, form.reason.data, by=actor_id(), at=clock.now())
    except DraftExists as there:
        flash(_("There is a draft for this period already."), "notice")
        return redirect(url_for(".show_draft", draft_id=there.draft_id), 303)
    except AlreadyFrozen as there:
        flash(_("There is a newer version already. Only the newest can be replaced."), "notice")
        return redirect(url_for(".show_report", report_id=there.report_id), 303)
    return redirect(url_for(".show_draft", draft_id=draft.id), 303)
