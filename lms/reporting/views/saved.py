"""Cross-tables that somebody keeps: saved from their page, opened, saved again, copied, deleted, brought back."""

from http import HTTPStatus
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import actor_id, requires
from lms.reporting import crossing, filters, queries, services
from lms.reporting.errors import TooManySaved
from lms.reporting.forms import LONGEST_NAME, SaveTableForm
from lms.reporting.models import SavedTable
from lms.reporting.policies import ReportPermission
from lms.reporting.retention import KEPT
from lms.reporting.saving import DAYS, kept_choice, lost_filters, query_of
from lms.reporting.stretches import Stretch, stretch_labels
from lms.reporting.views.asking import asked_filters
from lms.reporting.views.blueprint import bp
from lms.reporting.views.crossing import cross_table_page, saved_asked
from lms.ui.filters import table_date


@bp.get("/saved-tables")
@requires(ReportPermission.KEEP_TABLES)
def list_saved() -> ResponseReturnValue:
    account_id = actor_id()
    saved = queries.saved_tables(account_id)
    return render_template(
        "reporting/list_saved.html",
        saved=saved,
        removed=queries.removed_tables(account_id),
        periods={table.id: _period_in_words(table) for table in saved},
        titles={table.id: crossing.title_of(crossing.read_crossing(table.asked)) for table in saved},
        kept_for=KEPT,
        most=services.MOST_SAVED,
    )


@bp.post("/saved-tables")
@requires(ReportPermission.KEEP_TABLES)
def save_table() -> ResponseReturnValue:
    """The choice stands in the address, its name in the form."""
    form, asked = SaveTableForm(), _asked()
    if not form.validate_on_submit():
        return cross_table_page(form, saved_asked())
    stretch = form.chosen_stretch()
    choice = kept_choice(asked, crossing.read_crossing(request.args), stretch)
    try:
        saved = services.save_table(actor_id(), form.name.data, choice, stretch, at=clock.now())
    except TooManySaved:
        form.refuse_all(too_many())
        return cross_table_page(form, saved_asked())
    flash(_("The table “%(name)s” is saved.", name=saved.name), "success")
    return _opened(saved)


@bp.get("/saved-tables/<uuid:table_id>")
@requires(ReportPermission.USE_SAVED, on=queries.own_saved)
def open_saved(saved: SavedTable) -> ResponseReturnValue:
    """To its page, with the days it means today; a filter that names nothing any more is said."""
    today = clock.local_day(clock.now())
    query = query_of(saved, today)
    labels = {**filters.labels(), "institution": _("Institution")}
    lost = [labels[name] for name in lost_filters(query, filters.read(query, today=today))]
    if lost:
        words = _("Not there any more, so the table is made without it: %(filters)s.", filters=", ".join(lost))
        flash(words, "notice")
    return _opened(saved)


@bp.post("/saved-tables/<uuid:table_id>")
@requires(ReportPermission.USE_SAVED, on=queries.own_saved)
def change_saved(saved: SavedTable) -> ResponseReturnValue:
    """The name of the form and the choice of the address take the place of what was saved."""
    form, asked = SaveTableForm(), _asked()
    if not form.validate_on_submit():
        return cross_table_page(form, saved)
    stretch = form.chosen_stretch()
    choice = kept_choice(asked, crossing.read_crossing(request.args), stretch)
    services.change_saved(saved, form.name.data, choice, stretch, at=clock.now())
    flash(_("The table “%(name)s” is saved.", name=saved.name), "success")
    return _opened(saved)


@bp.post("/saved-tables/<uuid:table_id>/copy")
@requires(ReportPermission.USE_SAVED, on=queries.own_saved)
def copy_saved(saved: SavedTable) -> ResponseReturnValue:
    name = _("%(name)s (copy)", name=saved.name)[:LONGEST_NAME]
    try:
        services.save_table(actor_id(), name, saved.asked, saved.stretch, at=clock.now())
    except TooManySaved:
        flash(too_many(), "error")
    else:
        flash(_("The table “%(name)s” is saved.", name=name), "success")
    return redirect(url_for(".list_saved"), HTTPStatus.SEE_OTHER)


@bp.post("/saved-tables/<uuid:table_id>/delete")
@requires(ReportPermission.USE_SAVED, on=queries.own_saved)
def remove_saved(saved: SavedTable) -> ResponseReturnValue:
    """Without a question, because it can be brought back from the list."""
    services.remove_saved(saved, at=clock.now())
    flash(_("The table “%(name)s” is deleted. Beneath the list it can be brought back.", name=saved.name), "success")
    return redirect(url_for(".list_saved"), HTTPStatus.SEE_OTHER)


@bp.post("/saved-tables/<uuid:table_id>/restore")
@requires(ReportPermission.USE_SAVED, on=queries.own_removed)
def restore_saved(saved: SavedTable) -> ResponseReturnValue:
    try:
        services.restore_saved(saved, at=clock.now())
    except TooManySaved:
        flash(too_many(), "error")
    else:
        flash(_("The table “%(name)s” is back.", name=saved.name), "success")
    return redirect(url_for(".list_saved"), HTTPStatus.SEE_OTHER)


def _period_in_words(saved: SavedTable) -> str:
    if saved.stretch is not Stretch.FIXED:
        return stretch_labels()[saved.stretch.value]
    return " – ".join(table_date(clock.read_day(saved.asked[name])) for name in DAYS)


def too_many() -> str:
    return _("You keep %(most)s tables. Delete one that is no longer used first.", most=services.MOST_SAVED)


def _asked() -> filters.Filters:
    """What the address chooses; days that cannot be read are never kept."""
    asked = asked_filters()
    if asked.problems:
        abort(HTTPStatus.NOT_FOUND)
    return asked


def _opened(saved: SavedTable) -> ResponseReturnValue:
    query: dict[str, Any] = {**query_of(saved, clock.local_day(clock.now())), "saved": saved.id}
    return redirect(url_for(".show_cross_table", **query), HTTPStatus.SEE_OTHER)
