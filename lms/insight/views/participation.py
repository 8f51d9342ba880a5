"""How many people complete a module, for the trainers who write it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.policy import actor_id, requires
from lms.insight import part_tables, queries
from lms.insight.policies import InsightPermission
from lms.insight.queries import Tested
from lms.insight.taking_part import SPLITS, is_over, last_span, taking_part
from lms.insight.views.blueprint import bp
from lms.insight.views.pages import title_of
from lms.reporting.drawing import drawn
from lms.reporting.spans import quarter_options, read_span, year_options, years_until
from lms.ui.filters import number, percent


@bp.get("/modules/<slug>/participation")
@requires(InsightPermission.SEE_PARTICIPATION, on=queries.tested_module)
def show_participation(tested: Tested) -> ResponseReturnValue:
    """A quarter or a year that has ended; the newest one if another is asked for."""
    today = clock.local_day(clock.now())
    asked = read_span(request.args, today.year)
    is_told = is_over(asked, today)
    span = asked if is_told else last_span(today)
    found = taking_part(tested.module.id, span.year, today)
    audit.record_look(actor_id(), "insight.participation.seen", tested.module, year=span.year, quarter=span.quarter)
    figures = part_tables.figures(found, span)
    return render_template(
        "insight/participation.html",
        tested=tested,
        title=title_of(tested),
        span=span,
        was_refused=not is_told and "year" in request.args,
        years=years_until(today.year),
        year_options=year_options,
        quarter_options=quarter_options,
        figures={key: _shown(value) for key, value in figures.items()},
        splits=[drawn(part_tables.split_table(found, span, split)) for split in SPLITS],
        results=drawn(part_tables.results_table(tested.module.id, span, today)),
    )


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else (number(value) if isinstance(value, int) else percent(value, 1))  # type: ignore[arg-type]
