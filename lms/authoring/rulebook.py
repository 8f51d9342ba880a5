"""The rules about words that hold: those of the content folder, with what editors have written over them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml
from flask import current_app

from lms.authoring import queries
from lms.authoring.models import LanguageRuleVersion
from lms.authoring.packs.checks.known import rule_rows
from lms.authoring.packs.checks.said import Remark, remarks_on
from lms.catalogue.documents import ModuleDocument
from lms.wording import Checker
from lms.wording.rules import rule_from

Row = dict[str, Any]
HEAD = "# Words that authors avoid and what they write instead; content/README.md says what each line means.\n"


def rows_in_force() -> list[Row]:
    """All rules as rows, the shipped ones first and in their order."""
    content: Path = current_app.config["CONTENT"]
    return overlaid(rule_rows(content), queries.rule_versions())


def row_called(code: str) -> Row | None:
    return next((row for row in rows_in_force() if row["id"] == code), None)


def overlaid(shipped: Iterable[Row], versions: Sequence[LanguageRuleVersion]) -> list[Row]:
    """``versions`` from the oldest to the newest; the newest of each rule takes its place."""
    rows = {row["id"]: row for row in shipped if "id" in row}
    rows |= {version.code: version.data for version in versions}
    return list(rows.values())


def as_yaml(rows: Sequence[Row]) -> str:
    """As a file that can stand in the content folder."""
    return HEAD + yaml.safe_dump(list(rows), allow_unicode=True, sort_keys=False, width=118)


def found_by(row: Row, data: Any) -> list[Remark]:
    """What one rule alone finds in a document."""
    checker = Checker([rule_from({**row, "on": True})])
    return [remark for remark in remarks_on(data, checker) if remark.finding.rule == row["id"]]


def finds(row: Row, documents: Iterable[tuple[ModuleDocument, Any]]) -> list[tuple[ModuleDocument, int]]:
    """How often, in each module."""
    return [(document, len(found_by(row, data))) for document, data in documents]
