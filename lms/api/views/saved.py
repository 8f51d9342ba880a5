"""Cross-tables that the owner of the token has saved: which there are, and each as JSON or CSV."""

from http import HTTPStatus
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from lms.api.models import ApiToken
from lms.api.policies import ApiPermission
from lms.api.views.answers import content_of, language, own_problems, refused, sent
from lms.api.views.blueprint import door
from lms.api.views.entering import by_token
from lms.core import audit, clock
from lms.core.i18n import speaking
from lms.core.transactions import only_reading
from lms.reporting import crossing, filters, queries, services
from lms.reporting.exporting import Format
from lms.reporting.reports import Audience
from lms.reporting.saving import lost_filters, query_of

NOT_THERE = {"table": "There is no such saved table for this token."}


@door.get("/saved-tables")
@by_token(ApiPermission.READ_TABLES)
def list_saved(token: ApiToken) -> ResponseReturnValue:
    """Those of the token's owner; none where small numbers must be hidden, because a cross-table shows every number."""
    rows = queries.saved_tables(token.account_id) if token.audience is Audience.TEAM else []
    named = [
        {"id": str(row.id), "name": row.name, "period": row.stretch.value, "formats": ["json", "csv"]} for row in rows
    ]
    return jsonify(audience=token.audience.value, tables=named)


@door.get("/saved-tables/<uuid:table_id>.<any(json,csv):ending>")
@by_token(ApiPermission.READ_TABLES)
def read_saved(token: ApiToken, table_id: UUID, ending: str) -> ResponseReturnValue:
    """One of them with the days it means today. One whose filter names nothing any more is refused."""
    saved = queries.own_saved(table_id, token.account) if token.audience is Audience.TEAM else None
    if saved is None:
        return refused(HTTPStatus.NOT_FOUND, NOT_THERE)
    problems = own_problems()
    if problems:
        return refused(HTTPStatus.UNPROCESSABLE_ENTITY, problems)
    today, actor_id, token_id = clock.local_day(clock.now()), token.account_id, token.id
    query = query_of(saved, today)
    with only_reading(), speaking(language()):
        asked, crossed = filters.read(query, today=today), crossing.read_crossing(query)
        lost = lost_filters(query, asked)
        if lost:
            return refused(HTTPStatus.UNPROCESSABLE_ENTITY, dict.fromkeys(lost, "There is no such value any more."))
        table = crossing.cross(asked.choice(), crossed)
        content = content_of(table, asked, Audience.TEAM, Format(ending))
    audit.record_look(
        actor_id, "reporting.table.exported", table=table.slug, format=ending, audience=Audience.TEAM.value,
        token=str(token_id), **services.asked_facts(query),
    )  # fmt: skip
    return sent(content, Format(ending))
