"""The tables for programs: which there are, and each as JSON or CSV.

For the team the same as the files of the pages; with small numbers hidden those of submitted reports only.
"""

from http import HTTPStatus

from flask import Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from lms.api import offered, released
from lms.api.models import ApiToken
from lms.api.policies import ApiPermission
from lms.api.views.answers import asked_delimiter, content_of, language, own_problems, refused, sent
from lms.api.views.blueprint import door
from lms.api.views.entering import by_token
from lms.core import audit, clock
from lms.core.i18n import LANGUAGES, speaking
from lms.core.transactions import only_reading
from lms.releases.errors import Changed
from lms.reporting import filters, services
from lms.reporting.exporting import Format
from lms.reporting.filters import Filters
from lms.reporting.reports import Audience, build

FILTERS = ("from", "to", "institution", *filters.NAMES)


@door.get("/tables")
@by_token(ApiPermission.READ_TABLES)
def list_tables(token: ApiToken) -> ResponseReturnValue:
    """What this token opens."""
    found = (
        [{"table": slug} for slug in offered.tables_for(token.audience)]
        if token.audience is Audience.TEAM
        else [
            {
                "table": data["slug"],
                **report.donor["period"],
                "report": report.row.number,
                "version": report.row.version,
            }
            for report in released.reports()
            for data in report.donor["tables"][LANGUAGES[0]]
        ]
    )
    return jsonify(audience=token.audience.value, tables=[{**one, "formats": ["json", "csv"]} for one in found])


@door.get("/tables/<slug>.<any(json,csv):ending>")
@by_token(ApiPermission.READ_TABLES)
def read_table(token: ApiToken, slug: str, ending: str) -> ResponseReturnValue:
    """One table, whole or not at all. What is asked and not understood is refused, never left out."""
    if token.audience is Audience.PUBLIC:
        return _read_released(token, slug, Format(ending))
    audience, actor_id, token_id = token.audience, token.account_id, token.id
    if slug not in offered.tables_for(audience):
        return _no_table(slug)
    problems = own_problems(FILTERS)
    if problems:
        return refused(HTTPStatus.UNPROCESSABLE_ENTITY, problems)
    with only_reading(), speaking(language()):
        asked = filters.read(request.args, today=clock.local_day(clock.now()))
        problems = _problems(asked)
        if problems:
            return refused(HTTPStatus.UNPROCESSABLE_ENTITY, problems)
        table = build(slug, asked.choice(), audience, key=current_app.config["SECRET_KEY"].encode())
        content = content_of(table, asked, audience, Format(ending))
        words = services.asked_facts(asked.query())
    audit.record_look(
        actor_id, "reporting.table.exported", table=slug, format=ending, audience=audience.value,
        token=str(token_id), **words,
    )  # fmt: skip
    return sent(content, Format(ending))


def _read_released(token: ApiToken, slug: str, ending: Format) -> ResponseReturnValue:
    """A table of a submitted report, the newest version about the days that are asked for."""
    asked = filters.read(request.args, today=clock.local_day(clock.now()))
    closed = [name for name in (*filters.NAMES, "institution") if name in request.args]
    problems = own_problems(FILTERS) | _problems(asked)
    problems |= dict.fromkeys(closed, "Not for tables with small numbers hidden.")
    if problems:
        return refused(HTTPStatus.UNPROCESSABLE_ENTITY, problems)
    has_days = {"from", "to"} & set(request.args)
    report = released.report_about(asked.period if has_days else None)
    if report is None:
        words = "No submitted report is about exactly these days; /tables names those that are."
        return refused(HTTPStatus.UNPROCESSABLE_ENTITY if has_days else HTTPStatus.NOT_FOUND, {"from": words})
    found = released.table_of(report, slug, language())
    if found is None:
        return _no_table(slug)
    audit.record_look(
        token.account_id, "reporting.table.exported", report.row, table=slug, format=ending.value,
        audience=token.audience.value, token=str(token.id), language=language(),
    )  # fmt: skip
    return sent(found.content(ending, delimiter=asked_delimiter()), ending)


@door.errorhandler(Changed)
def refuse_changed(refusal: Changed) -> Response:
    """A report that is not what was frozen is given to no program."""
    return refused(HTTPStatus.CONFLICT, {"table": "The report is not what was frozen. Tell the coordinator."})


def _no_table(slug: str) -> Response:
    return refused(HTTPStatus.NOT_FOUND, {"table": f"There is no table “{slug}” for this token."})


def _problems(asked: Filters) -> dict[str, str]:
    """By name of the parameter: what cannot be read, what does not exist."""
    not_found = [name for name in filters.NAMES if name in request.args and name not in asked.asked]
    problems = dict.fromkeys(not_found, "There is no such value.")
    if "institution" in request.args and asked.institution is None:
        problems["institution"] = "There is no such institution."
    return problems | dict(asked.problems)
