"""Institutions with nobody trained, as a page that leads to inviting them, and as files."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.policy import actor_id, requires
from lms.reporting import dimensions, services
from lms.reporting.consents import WITHHELD
from lms.reporting.exporting import Format
from lms.reporting.policies import ReportPermission
from lms.reporting.reports.base import Table
from lms.reporting.standing import Span
from lms.reporting.untrained import untrained
from lms.reporting.views.asking import asked_span
from lms.reporting.views.blueprint import bp
from lms.reporting.views.files import about_span, labels_of, sent
from lms.reporting.views.institutions import linked, page_of_rows, sorted_rows, years

#: What the address may ask.
ASKED = ("year", "quarter", "type", "region")


@bp.get("/institutions/untrained")
@requires(ReportPermission.COMPARE_INSTITUTIONS)
def list_untrained() -> ResponseReturnValue:
    span = asked_span()
    table = _asked_table(span)
    page = page_of_rows(sorted_rows([dict(row) for row in table.rows], table.columns))
    return render_template(
        "reporting/list_untrained.html",
        span=span,
        years=years(),
        table=linked(table, page.rows, span, sortable=True),
        page=page,
        asked={name: value for name, value in request.args.items() if name in ASKED},
        groups=[line for line in dimensions.groups() if line.code not in {WITHHELD, dimensions.NOT_STATED}],
        regions=[line for line in dimensions.regions() if line.code != WITHHELD],
    )


def _asked_table(span: Span) -> Table:
    kind, region = (request.args.get(name, "") for name in ("type", "region"))
    return untrained(span, clock.local_day(clock.now()), kind=kind, region=region)


@bp.get("/institutions/untrained.<any(xlsx,csv,json,pdf):ending>")
@requires(ReportPermission.EXPORT_TABLE)
def download_untrained(ending: str) -> ResponseReturnValue:
    """All of the list with its filters, on one sheet."""
    span, asked = asked_span(), {name: request.args.get(name, "") for name in ("type", "region")}
    about = about_span(span, labels_of(asked.values()))
    audit.record_look(
        actor_id(), "reporting.table.exported", table="untrained", format=ending, audience=about.audience.value,
        year=span.year, quarter=span.quarter, **services.asked_facts(asked),
    )  # fmt: skip
    return sent(_asked_table(span), about, Format(ending))
