"""The tables for programs: which there are, and each as JSON or CSV, the same as the files of the pages."""

from http import HTTPStatus

from flask import current_app, jsonify, request
from flask.typing import ResponseReturnValue

from lms.api import offered
from lms.api.models import ApiToken
from lms.api.policies import ApiPermission
from lms.api.views.answers import content_of, language, own_problems, refused, sent
from lms.api.views.blueprint import door
from lms.api.views.entering import by_token
from lms.core import audit, clock
from lms.core.i18n import speaking
from lms.core.transactions import only_reading
from lms.reporting import filters, services
from lms.reporting.exporting import Format
from lms.reporting.filters import Filters
from lms.reporting.reports import Audience, build

FILTERS = ("from", "to", "institution", *filters.NAMES)


@door.get("/tables")
@by_token(ApiPermission.READ_TABLES)
def list_tables(token: ApiToken) -> ResponseReturnValue:
    """What this token opens."""
    slugs = offered.tables_for(token.audience)
    return jsonify(
        audience=token.audience.value, tables=[{"table": slug, "formats": ["json", "csv"]} for slug in slugs]
    )


@door.get("/tables/<slug>.<any(json,csv):ending>")
@by_token(ApiPermission.READ_TABLES)
def read_table(token: ApiToken, slug: str, ending: str) -> ResponseReturnValue:
    """One table, whole or not at all. What is asked and not understood is refused, never left out."""
    audience, actor_id, token_id = token.audience, token.account_id, token.id
    if slug not in offered.tables_for(audience):
        return refused(HTTPStatus.NOT_FOUND, {"table": f"There is no table “{slug}” for this token."})
    problems = own_problems(FILTERS)
    if problems:
        return refused(HTTPStatus.UNPROCESSABLE_ENTITY, problems)
    with only_reading(), speaking(language()):
        asked = filters.read(request.args, today=clock.local_day(clock.now()))
        problems = _problems(asked, audience)
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


def _problems(asked: Filters, audience: Audience) -> dict[str, str]:
    """By name of the parameter: what cannot be read, what does not exist, what may not be asked."""
    not_found = [name for name in filters.NAMES if name in request.args and name not in asked.asked]
    problems = dict.fromkeys(not_found, "There is no such value.")
    if "institution" in request.args and asked.institution is None:
        problems["institution"] = "There is no such institution."
    if audience is Audience.PUBLIC:
        closed = [name for name in ("workplace", "institution") if name in request.args]
        problems |= dict.fromkeys(closed, "Not for tables with small numbers hidden.")
    return problems | dict(asked.problems)
