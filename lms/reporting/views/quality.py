"""How well modules teach: paired gain by one division, and how far people come in each module."""

from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires
from lms.reporting import behind, dimensions
from lms.reporting.charts import chart_of
from lms.reporting.policies import ReportPermission
from lms.reporting.reports import funnel as steps
from lms.reporting.reports import gain
from lms.reporting.views.asking import asked_filters, asked_rows, drawn, record_sight, status_of
from lms.reporting.views.behind import link_numbers
from lms.reporting.views.blueprint import bp
from lms.ui.filters import number, percent


@bp.get("/gain")
@requires(ReportPermission.SEE_PARTICIPATION)
def show_gain() -> ResponseReturnValue:
    rows, asked = asked_rows(gain.ROWS), asked_filters()
    table = gain.gain_table(asked.choice(), rows)
    record_sight(table.slug, asked, rows=rows)
    page = render_template(
        "reporting/show_gain.html",
        asked=asked,
        slug=table.slug,
        rows=rows,
        row_labels=gain.row_labels(),
        table=link_numbers(table, drawn(table), asked, partial(behind.cell_of, table.slug)),
        chart=chart_of(table),
        at=clock.now(),
    )
    return page, status_of(asked)


@bp.get("/funnel")
@requires(ReportPermission.SEE_PARTICIPATION)
def show_funnel() -> ResponseReturnValue:
    """As a chart of everything that is chosen, and as a table by module."""
    asked = asked_filters()
    choice = asked.choice()
    found = steps.funnel(choice)
    table, everybody = steps.funnel_table(choice, found), found[steps.ALL]
    record_sight("funnel", asked)
    bars = [
        {"label": label, "value": everybody[step], "text": _bar_text(everybody[step], everybody["enrolled"])}
        for step, label in steps.step_labels().items()
    ]
    page = render_template(
        "reporting/show_funnel.html",
        asked=asked,
        bars=bars,
        everybody=everybody,
        table=link_numbers(table, drawn(table), asked, partial(behind.cell_of, table.slug)),
        at=clock.now(),
    )
    return page, status_of(asked)


def _bar_text(count: int, whole: int) -> str:
    share = dimensions.share(count, whole)
    return _("%(number)s (%(share)s)", number=number(count), share=percent(share, 1) if share is not None else "–")  # type: ignore[arg-type]
