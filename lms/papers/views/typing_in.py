"""A trainer types in what stands on a sheet, once or twice, and says when everything is typed in.

Neither a name nor a point is on these pages. After handing in nothing can be changed here: whoever finds a mistake on
the paper writes to the coordinator, with the code of the sheet.
"""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires
from lms.papers import pages, services
from lms.papers.desks import SheetAt
from lms.papers.errors import Overtaken, SheetOver
from lms.papers.forms import EndForm, typed_answers
from lms.papers.policies import PaperPermission
from lms.papers.queries import sheet_at, sheet_for_update
from lms.papers.views.blueprint import SHEET, bp, me

TYPE = PaperPermission.TYPE


@bp.get(SHEET)
@requires(TYPE, on=sheet_at)
def show_sheet(at: SheetAt) -> ResponseReturnValue:
    return render_template("papers/show_sheet.html", **pages.typing_page(at, at.sheet.answers))


@bp.post(SHEET)
@requires(TYPE, on=sheet_for_update)
def save_sheet(at: SheetAt) -> ResponseReturnValue:
    """Save; with its own button also say that everything is typed in."""
    answers, act, now = typed_answers(at.asked, request.form), request.form.get("act", ""), clock.now()
    try:
        services.save_typed(at, answers, base=request.form.get("revision", -1, type=int), by=me().id, at=now)
        if act == "finish":
            services.finish_sheet(at, by=me().id, at=now)
    except SheetOver:
        return _to(at)
    except Overtaken:
        page = pages.typing_page(at, answers)
        found = pages.differences(at, at.sheet.answers, answers)
        return render_template("papers/show_sheet.html", **page, overtaken=found), HTTPStatus.CONFLICT
    if act == "finish":
        flash(_("Everything is typed in."), "success")
        return redirect(url_for(".show_batch", slug=at.slug, batch_id=at.at.id), HTTPStatus.SEE_OTHER)
    what, _dash, place = act.partition("-")
    return _to(at, f"q{place}" if what in ("step", "clear") and place.isdecimal() else "saved")


def _to(at: SheetAt, anchor: str | None = None) -> Response:
    address = url_for(".show_sheet", slug=at.slug, batch_id=at.at.id, code=at.sheet.code, _anchor=anchor)
    return redirect(address, HTTPStatus.SEE_OTHER)


@bp.get(f"{SHEET}/again")
@requires(TYPE, on=sheet_at)
def type_again(at: SheetAt) -> ResponseReturnValue:
    """An empty page: what was typed in first is not shown, so that it cannot be copied."""
    if at.sheet.is_over or at.sheet.typed_at is None:
        return _to(at)
    return render_template("papers/type_again.html", **pages.typing_page(at, {}))


@bp.post(f"{SHEET}/again")
@requires(TYPE, on=sheet_for_update)
def compare_sheet(at: SheetAt) -> ResponseReturnValue:
    """Nothing of the second typing is kept: it says where the first has to be looked at."""
    if at.sheet.is_over or at.sheet.typed_at is None:
        return _to(at)
    answers = typed_answers(at.asked, request.form)
    if request.form.get("act") != "compare":
        return render_template("papers/type_again.html", **pages.typing_page(at, answers))
    found = pages.differences(at, at.sheet.answers, answers)
    if found:
        page = pages.typing_page(at, answers)
        return render_template("papers/type_again.html", **page, found=found), HTTPStatus.UNPROCESSABLE_ENTITY
    services.note_comparison(at.sheet, by=me().id, at=clock.now())
    flash(_("Both times the same was typed in."), "success")
    return _to(at)


@bp.get(f"{SHEET}/end")
@requires(TYPE, on=sheet_at)
def ask_to_end(at: SheetAt) -> ResponseReturnValue:
    if at.sheet.is_over:
        return _to(at)
    return render_template("papers/end_sheet.html", **pages.typing_page(at, {}), form=EndForm(formdata=None))


@bp.post(f"{SHEET}/end")
@requires(TYPE, on=sheet_for_update)
def end_sheet(at: SheetAt) -> ResponseReturnValue:
    """Lost or unreadable: whoever has claimed it gets the try back."""
    form = EndForm()
    if not form.validate():
        page = pages.typing_page(at, {})
        return render_template("papers/end_sheet.html", **page, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        services.end_sheet(at.sheet, reason=form.reason.data, by=me().id, at=clock.now())
    except SheetOver:
        return _to(at)
    flash(_("The sheet has ended and does not count."), "success")
    return _to(at)
