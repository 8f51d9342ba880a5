"""Files of a frozen report, made from its document alone: the same words and numbers whenever they are made."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lms.disclosure.suppression import SIGN
from lms.releases import narrative
from lms.releases.frozen import Document, FrozenTable, tables_of
from lms.reporting.exporting import json_value
from lms.reporting.reports import Audience
from lms.sheets import Column, Kind, Sheet, csv_lines, write_xlsx

NOTE = "note"
MARK = "demonstration"
FIELD_WIDTH, TEXT_WIDTH = 28, 60


def file_name(document: Document, ending: str, *parts: str) -> str:
    """In Latin letters, so that every system keeps it."""
    names = ["sabak", document["number"].lower(), f"v{document['version']}", document["audience"], *parts]
    return "-".join([*names, *(["demonstration"] if document["demonstration"] else [])]) + f".{ending}"


def workbook(document: Document, code: str) -> bytes:
    """A sheet about the report, one for each table, one of definitions."""
    found, labels = tables_of(document, code), document["labels"][code]
    target = io.BytesIO()
    sheets = [_about(document, code), *(_sheet(table) for table in found), _definitions(found, labels)]
    write_xlsx(target, sheets)
    return target.getvalue()


def table_workbook(document: Document, table: FrozenTable, code: str) -> bytes:
    """One table with its definitions."""
    target = io.BytesIO()
    write_xlsx(target, [_sheet(table), _definitions([table], document["labels"][code])])
    return target.getvalue()


def _sheet(table: FrozenTable) -> Sheet:
    return Sheet(table.sheet, table.columns, list(table.records()), table.heading, table.notes)


def _definitions(tables: Sequence[FrozenTable], labels: Mapping[str, Any]) -> Sheet:
    """Each meaning once, in the order in which the tables say them."""
    return _terms(labels["method"], definitions(tables), labels)


def _terms(title: str, pairs: Sequence[tuple[str, str]], labels: Mapping[str, Any]) -> Sheet:
    columns = [
        Column("term", labels["term"], width=FIELD_WIDTH),
        Column("meaning", labels["meaning"], width=TEXT_WIDTH),
    ]
    return Sheet(title, columns, [{"term": term, "meaning": meaning} for term, meaning in pairs])


def definitions(tables: Sequence[FrozenTable]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(pair for table in tables for pair in table.facts))


def _about(document: Document, code: str) -> Sheet:
    labels = document["labels"][code]
    rows = [(labels["title"], labels["project"]), *((labels["note"], line) for line in cover_lines(document, code))]
    texts = [(title, text) for title, text, _written_in in passages(document, code)]
    return _terms(labels["name"], [*rows, *texts], labels)


def cover_lines(document: Document, code: str) -> list[str]:
    """What the report is, line by line."""
    labels = document["labels"][code]
    lines = [
        labels["demonstration"],
        labels["name"],
        labels["period"],
        labels["days"],
        labels["as_of"],
        labels["frozen"],
        labels["prepared_by"],
        labels[document["audience"]],
    ]
    return [line for line in lines if line]


def passages(document: Document, code: str) -> list[tuple[str, str, str | None]]:
    """(title, text, language if it is another one) of each field; what was not written is said."""
    labels, texts, found = document["labels"][code], document["narrative"], []
    for name in narrative.FIELDS:
        written_in = narrative.language_of(texts, name, code)
        text = texts[written_in][name] if written_in else labels["no_text"]
        found.append((labels["fields"][name], text, written_in if written_in not in {None, code} else None))
    return found


def csv_file(document: Document, table: FrozenTable, code: str, *, delimiter: str = ",") -> bytes:
    """UTF-8 with a byte order mark; percentages are 50.7, not 0.507. A row says what its sign means."""
    labels = document["labels"][code]
    mark = labels["demonstration"]
    has_sign = any(SIGN in row.values() for row in table.records())
    columns = [
        *(replace(column, kind=Kind.DECIMAL) if column.kind is Kind.PERCENT else column for column in table.columns),
        *([Column(NOTE, labels["note"])] if has_sign else []),
        *([Column(MARK, labels["data"])] if mark else []),
    ]
    rows = (
        {**row, NOTE: labels["hidden"] if SIGN in row.values() else None, MARK: mark} for row in _percentages(table)
    )
    return "".join(csv_lines(rows, columns, delimiter=delimiter)).encode()


def json_table(document: Document, table: FrozenTable) -> bytes:
    """One table in the shape that the files of the reports have."""
    kinds = {column.key: column.kind for column in table.columns}
    lines = [{key: json_value(cell, kinds[key]) for key, cell in row.items()} for row in table.records()]
    made = {
        "table": table.slug,
        "title": table.title,
        "demonstration": document["demonstration"],
        "period": document["period"],
        "as_of": document["as_of"],
        "audience": Audience.PUBLIC.value,
        "report": {"number": document["number"], "version": document["version"]},
        "scope": [],
        "columns": [{"key": each.key, "title": each.title, "kind": each.kind.value} for each in table.columns],
        "notes": list(table.notes),
        "definitions": dict(table.facts),
        "total": None if table.total is None else lines.pop(),
        "rows": lines,
    }
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


def _percentages(table: FrozenTable) -> Iterable[dict[str, object]]:
    shares = [column.key for column in table.columns if column.kind is Kind.PERCENT]
    for row in table.records():
        yield {**row, **{key: value * 100 for key in shares if isinstance(value := row[key], Decimal)}}
