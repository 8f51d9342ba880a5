"""What the addresses for programs ask and answer in one way."""

from collections.abc import Collection
from http import HTTPStatus

from flask import Response, jsonify, request

from lms.core import clock
from lms.core.i18n import LANGUAGES
from lms.reporting import exporting
from lms.reporting.exporting import About, Format
from lms.reporting.filters import Filters
from lms.reporting.reports import Audience, Table

#: What every table may be asked, beside its filters.
OWN_WORDS = ("language", "delimiter")
DELIMITERS = {"comma": ",", "semicolon": ";"}


def own_problems(known: Collection[str] = ()) -> dict[str, str]:
    """By name of the parameter: what no table knows, and what these words cannot be."""
    problems = {name: "There is no such parameter." for name in request.args if name not in {*known, *OWN_WORDS}}
    if language() not in LANGUAGES:
        problems["language"] = f"One of {', '.join(LANGUAGES)}."
    if request.args.get("delimiter", "comma") not in DELIMITERS:
        problems["delimiter"] = "comma or semicolon."
    return problems


def language() -> str:
    return request.args.get("language", "en")


def asked_delimiter() -> str:
    return DELIMITERS[request.args.get("delimiter", "comma")]


def content_of(table: Table, asked: Filters, audience: Audience, ending: Format) -> bytes:
    about = About(asked.choice(), audience, clock.now(), [words for _name, words in asked.words()])
    delimiter = asked_delimiter()
    return exporting.content(lambda path: exporting.write(table, about, ending, path, delimiter=delimiter))


def sent(content: bytes, ending: Format) -> Response:
    return Response(content, mimetype=exporting.MEDIA_TYPES[ending], headers={"Cache-Control": "no-store"})


def refused(status: HTTPStatus, problems: dict[str, str]) -> Response:
    answer = jsonify(error=status.phrase, problems=problems)
    answer.status_code = status
    return answer
