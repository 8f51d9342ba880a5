"""What was answered: by module, and one module statement by statement with its comments."""

import io
from dataclasses import replace
from datetime import date

from flask import Response, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue

from lms.accounts.models import Account
from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.installation import is_demonstration
from lms.core.paging import page_asked
from lms.core.policy import actor_id, allows, requires
from lms.evaluations import periods, results
from lms.evaluations.figures import COMMENTS_FROM
from lms.evaluations.periods import Period
from lms.evaluations.policies import EvaluationPermission
from lms.evaluations.results import Desk
from lms.evaluations.views.blueprint import bp
from lms.sheets import MEDIA_TYPES, Sheet, csv_lines, write_xlsx


def own_account(actor: Account) -> Account:
    return actor


def desk(slug: str, actor: Account) -> Desk:
    return results.desk_of(slug, actor)


def today() -> date:
    return clock.local_day(clock.now())


def asked_period() -> Period:
    return periods.asked_for(request.args.get("period", ""), today())


def period_options() -> list[dict[str, str]]:
    return [{"value": one.key, "label": one.label} for one in periods.offered(today())]


@bp.get("/reports/evaluations")
@requires(EvaluationPermission.SEE, on=own_account)
def show_results(account: Account) -> ResponseReturnValue:
    period = asked_period()
    lines = results.lines_of(results.desks_of(account), period.months, today())
    audit.record_look(account.id, "evaluations.results.seen", period=period.key)
    return render_template(
        "evaluations/show_results.html",
        period=period,
        options=period_options(),
        lines=lines,
        columns=results.page_columns(),
        notes=results.notes(),
    )


@bp.get("/reports/evaluations.<any(xlsx,csv):ending>")
@requires(EvaluationPermission.EXPORT, on=own_account)
def download_results(account: Account, ending: str) -> ResponseReturnValue:
    """What the page shows, and nothing that it hides."""
    period = asked_period()
    lines = results.lines_of(results.desks_of(account), period.months, today())
    audit.record_look(account.id, "evaluations.results.exported", period=period.key, format=ending)
    rows = [line.values() for line in lines]
    sheet = Sheet(_("Evaluation forms"), results.file_columns(), rows, notes=results.notes())
    return as_file([sheet], f"sabak-evaluations-{period.key}.{ending}", period)


def as_file(sheets: list[Sheet], name: str, period: Period) -> Response:
    """As CSV or XLSX, as the name ends; a CSV holds the lines of all sheets, which have the same columns."""
    content, ending = io.BytesIO(), name.rpartition(".")[2]
    if ending == "csv":
        delimiter = ";" if request.args.get("delimiter") == "semicolon" else ","
        rows = [row for sheet in sheets for row in sheet.rows]
        content.write("".join(csv_lines(rows, sheets[0].columns, delimiter=delimiter)).encode("utf-8"))
    else:
        told = [_("Demonstration data")] if is_demonstration(current_app) else []
        write_xlsx(content, [replace(sheet, heading=[*told, sheet.name, period.label]) for sheet in sheets])
    content.seek(0)
    return send_file(content, mimetype=MEDIA_TYPES[ending], as_attachment=True, download_name=name)


@bp.get("/reports/evaluations/<slug>")
@requires(EvaluationPermission.SEE_MODULE, on=desk)
def show_module_results(desk: Desk) -> ResponseReturnValue:
    period = asked_period()
    number = page_asked(request.args.get("page")) if allows(EvaluationPermission.READ_COMMENTS) else None
    found = results.module_page(desk, period.months, today(), comments=number)
    audit.record_look(actor_id(), "evaluations.module.seen", desk.module, period=period.key)
    return render_template(
        "evaluations/show_module.html",
        desk=desk,
        period=period,
        options=period_options(),
        found=found,
        item_columns=results.item_columns(),
        sex_columns=results.sex_columns(),
        comments_from=COMMENTS_FROM,
        told_in_steps=results.told_in_steps(),
    )
