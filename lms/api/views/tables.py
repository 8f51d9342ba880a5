"""The tables for programs: which there are, and each as JSON or CSV, the same as the files of the pages."""

from http import HTTPStatus

from flask import Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from lms.api import offered
from lms.api.models import ApiToken
from lms.api.policies import ApiPermission
from lms.api.views.blueprint import door
from lms.api.views.entering import by_token
from lms.core import audit, clock
from lms.core.i18n import LANGUAGES, speaking
from lms.core.transactions import only_reading
from lms.reporting import exporting, filters, services
from lms.reporting.exporting import About, Format
from lms.reporting.filters import Filters
from lms.reporting.reports import Audience, build

#: Beside the filters of the pages.
OWN_WORDS = ("language", "delimiter")


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
        return _refused(HTTPStatus.NOT_FOUND, {"table": f"There is no table “{slug}” for this token."})
    language = request.args.get("language", "en")
    if language not in LANGUAGES:
        return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, {"language": f"One of {', '.join(LANGUAGES)}."})
    with only_reading(), speaking(language):
        asked = filters.read(request.args, today=clock.local_day(clock.now()))
        problems = _problems(asked, audience)
        if problems:
            return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, problems)
        content = _content(slug, asked, audience, Format(ending))
        words = services.asked_facts(asked.query())
    audit.record_look(
        actor_id, "reporting.table.exported", table=slug, format=ending, audience=audience.value,
        token=str(token_id), **words,
    )  # fmt: skip
    return Response(content, mimetype=exporting.MEDIA_TYPES[Format(ending)], headers={"Cache-Control": "no-store"})


def _problems(asked: Filters, audience: Audience) -> dict[str, str]:
    """By name of the parameter: what cannot be read, what does not exist, what may not be asked."""
    known = {"from", "to", "institution", *filters.NAMES, *OWN_WORDS}
    problems = {name: "There is no such parameter." for name in request.args if name not in known}
    not_found = [name for name in filters.NAMES if name in request.args and name not in asked.asked]
    problems |= dict.fromkeys(not_found, "There is no such value.")
    if "institution" in request.args and asked.institution is None:
        problems["institution"] = "There is no such institution."
    if audience is Audience.PUBLIC:
        closed = [name for name in ("workplace", "institution") if name in request.args]
        problems |= dict.fromkeys(closed, "Not for tables with small numbers hidden.")
    if request.args.get("delimiter", "comma") not in {"comma", "semicolon"}:
        problems["delimiter"] = "comma or semicolon."
    return problems | dict(asked.problems)


def _content(slug: str, asked: Filters, audience: Audience, ending: Format) -> bytes:
    choice = asked.choice()
    table = build(slug, choice, audience, key=current_app.config["SECRET_KEY"].encode())
    about = About(choice, audience, clock.now(), [words for _name, words in asked.words()])
    delimiter = ";" if request.args.get("delimiter") == "semicolon" else ","
    return exporting.content(lambda path: exporting.write(table, about, ending, path, delimiter=delimiter))


def _refused(status: HTTPStatus, problems: dict[str, str]) -> Response:
    answer = jsonify(error=status.phrase, problems=problems)
    answer.status_code = status
    return answer
