"""What came of the modules after three and six months."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.accounts.models import Account
from lms.core import audit
from lms.core.policy import requires
from lms.evaluations import follow_up_queries, follow_ups
from lms.evaluations.policies import EvaluationPermission
from lms.evaluations.results import desks_of
from lms.evaluations.views.blueprint import bp
from lms.evaluations.views.results import as_file, asked_period, own_account, period_options, today
from lms.sheets import Sheet


@bp.get("/reports/evaluations/follow-ups")
@requires(EvaluationPermission.SEE, on=own_account)
def show_follow_ups(account: Account) -> ResponseReturnValue:
    period = asked_period()
    audit.record_look(account.id, "evaluations.follow_ups.seen", period=period.key)
    return render_template(
        "evaluations/show_follow_ups.html",
        period=period,
        options=period_options(),
        tables=follow_ups.tables(desks_of(account), period.months, today()),
        columns=follow_ups.page_columns(),
        left=follow_up_queries.number_to_code(account.id),
    )


@bp.get("/reports/evaluations/follow-ups.<any(xlsx,csv):ending>")
@requires(EvaluationPermission.EXPORT, on=own_account)
def download_follow_ups(account: Account, ending: str) -> ResponseReturnValue:
    """What the page shows, and nothing that it hides."""
    period = asked_period()
    audit.record_look(account.id, "evaluations.follow_ups.exported", period=period.key, format=ending)
    sheets = [
        Sheet(table.caption, follow_ups.file_columns(), table.values, notes=table.notes)
        for table in follow_ups.tables(desks_of(account), period.months, today())
    ]
    return as_file(sheets, f"sabak-follow-ups-{period.key}.{ending}", period)
