"""The OpenAPI 3.1 description, made of what the room offers: a table or a filter more is described by itself."""

from typing import Any

from flask import current_app

from lms.api.offered import tables_for
from lms.core.i18n import LANGUAGES
from lms.reporting import filters
from lms.reporting.reports import Audience
from lms.reporting.stretches import Stretch
from lms.sheets import Kind

Json = dict[str, Any]

PROBLEM = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {"type": "string"},
        "id": {"type": ["string", "null"], "description": "Name it when you ask for help."},
        "problems": {"type": "object", "additionalProperties": {"type": "string"}, "description": "By parameter."},
    },
}
COLUMN = {
    "type": "object",
    "required": ["key", "title", "kind"],
    "properties": {
        "key": {"type": "string"},
        "title": {"type": "string", "description": "In the language asked for."},
        "kind": {"enum": [kind.value for kind in Kind]},
    },
}
VALUES = {
    "type": "object",
    "description": "By the key of the column. “·” stands for a number that is hidden to protect people.",
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
}
TABLE = {
    "type": "object",
    "required": ["table", "title", "demonstration", "period", "as_of", "audience", "scope", "columns", "notes",
                 "definitions", "total", "rows"],
    "properties": {
        "table": {"type": "string"},
        "title": {"type": "string"},
        "demonstration": {"type": "boolean", "description": "True where none of the people exist."},
        "period": {
            "type": "object",
            "required": ["from", "to"],
            "properties": {name: {"type": "string", "format": "date"} for name in ("from", "to")},
        },
        "as_of": {"type": "string", "format": "date-time"},
        "audience": {"enum": [audience.value for audience in Audience]},
        "report": {
            "type": "object",
            "description": "The submitted report, where small numbers are hidden.",
            "properties": {"number": {"type": "string"}, "version": {"type": "integer"}},
        },
        "scope": {"type": "array", "items": {"type": "string"}},
        "columns": {"type": "array", "items": COLUMN},
        "notes": {"type": "array", "items": {"type": "string"}, "description": "How it was counted."},
        "definitions": {"type": "object", "additionalProperties": {"type": "string"}},
        "total": {"oneOf": [VALUES, {"type": "null"}]},
        "rows": {"type": "array", "items": VALUES},
    },
}  # fmt: skip


def _list_of(required: list[str], **facts: Json) -> Json:
    """Of tables, each with these facts and with the formats it is given in."""
    formats = {"type": "array", "items": {"enum": ["json", "csv"]}}
    one = {"type": "object", "required": [*required, "formats"], "properties": {**facts, "formats": formats}}
    return {
        "type": "object",
        "required": ["audience", "tables"],
        "properties": {
            "audience": {"enum": [audience.value for audience in Audience]},
            "tables": {"type": "array", "items": one},
        },
    }


LIST = _list_of(
    ["table"],
    table={"type": "string"},
    **{
        "from": {"type": "string", "format": "date", "description": "First day of the report."},
        "to": {"type": "string", "format": "date", "description": "Last day of the report."},
        "report": {"type": "string", "description": "Number of the submitted report."},
        "version": {"type": "integer"},
    },
)
SAVED = _list_of(
    ["id", "name", "period"],
    id={"type": "string", "format": "uuid"},
    name={"type": "string"},
    period={"enum": [stretch.value for stretch in Stretch]},
)
SAVED_WORDS = "Cross-tables that the owner of the token has saved. None where small numbers are hidden."
FILTER_WORDS = {
    "module": "Slug of a training module.",
    "output": "Output of the project.",
    "region": "Region of the enrolment.",
    "group": "Type of institution.",
    "profession": "Profession at enrolment.",
    "sex": "Sex as stated.",
    "age": "Band of ages.",
    "workplace": "“confirmed”: only people whose workplace was confirmed.",
}


def description() -> Json:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sabak reports",
            "version": "1",
            "description": "Read-only. The same tables, rules and protection as on the pages of the reports. "
            "Tables with small numbers hidden are those of submitted reports, whole: for their days, without filters. "
            "Days are calendar days in Bishkek, both included.",
        },
        "servers": [{"url": f"{current_app.config['SITE_URL'].rstrip('/')}/api/v1"}],
        "security": [{"token": []}, {"tokenAsPassword": []}],
        "paths": {
            "/tables": {"get": _listing("listTables", "Which tables this token opens.", "Tables")},
            "/tables/{table}.json": {"get": _reading("readTableAsJson", _json("A table.", "Table"))},
            "/tables/{table}.csv": {"get": _reading("readTableAsCsv", _csv())},
            "/saved-tables": {"get": _listing("listSavedTables", SAVED_WORDS, "SavedTables")},
            "/saved-tables/{id}.json": {"get": _reading_saved("readSavedTableAsJson", _json("A table.", "Table"))},
            "/saved-tables/{id}.csv": {"get": _reading_saved("readSavedTableAsCsv", _csv())},
        },
        "components": {
            "schemas": {"Table": TABLE, "Tables": LIST, "SavedTables": SAVED, "Problem": PROBLEM},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "tokenAsPassword": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "Any name; the token as password",
                },
            },
        },
    }


def _listing(name: str, summary: str, schema: str) -> Json:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": _json("The tables.", schema), **_refusals("401", "404", "429")},
    }


def _reading(name: str, found: Json) -> Json:
    return _table(name, "One table with its filters.", found, _parameters())


def _reading_saved(name: str, found: Json) -> Json:
    which = _parameter("id", {"type": "string", "format": "uuid"}, "Which table.", place="path")
    summary = "One saved table with its own filters, for the days it means today."
    return _table(name, summary, found, [which, *_own_parameters()])


def _table(name: str, summary: str, found: Json, parameters: list[Json]) -> Json:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {"200": found, **_refusals("401", "404", "422", "429")},
    }


def _parameters() -> list[Json]:
    return [
        _parameter("table", {"enum": list(tables_for(Audience.TEAM))}, "Which table.", place="path"),
        _parameter(
            "from", {"type": "string", "format": "date"}, "First day; otherwise of this year, or of the last report."
        ),
        _parameter("to", {"type": "string", "format": "date"}, "Last day; otherwise today, or of the last report."),
        *(_parameter(name, {"type": "string"}, FILTER_WORDS[name]) for name in filters.NAMES),
        _parameter("institution", {"type": "string", "format": "uuid"}, "Its part of the tree. Only for the team."),
        *_own_parameters(),
    ]


def _own_parameters() -> list[Json]:
    return [
        _parameter("language", {"enum": list(LANGUAGES), "default": "en"}, "Language of the words."),
        _parameter("delimiter", {"enum": ["comma", "semicolon"], "default": "comma"}, "For CSV."),
    ]


def _parameter(name: str, schema: Json, words: str, *, place: str = "query") -> Json:
    return {"name": name, "in": place, "required": place == "path", "schema": schema, "description": words}


def _json(words: str, schema: str) -> Json:
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _csv() -> Json:
    return {
        "description": "A table in UTF-8 with a byte order mark; percentages are numbers with one decimal.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }


def _refusals(*statuses: str) -> Json:
    words = {
        "401": "No token, or one that has ended.",
        "404": "Not there for this token.",
        "422": "Something that was asked cannot be read or does not exist.",
        "429": "Too often within a minute; see Retry-After.",
    }
    return {status: _json(words[status], "Problem") for status in statuses}
