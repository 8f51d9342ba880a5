"""Site data: regions, kinds of institution, professions and the directory of institutions, from ``content/*.yaml``.

Loading is idempotent: it adds and renames, and never removes, because enrolments may point at what is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from flask import current_app
from sqlalchemy import delete, select

from lms.core import clock
from lms.core.extensions import db
from lms.core.folding import fold
from lms.core.i18n import LANGUAGES
from lms.institutions import services as directory
from lms.institutions.models import (
    Institution,
    InstitutionGroup,
    InstitutionName,
    InstitutionState,
    InstitutionType,
    Region,
)
from lms.people.models import Profession


@dataclass
class Loaded:
    """How many rows were added or changed, by file."""

    changed: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, count: int) -> None:
        if count:
            self.changed[name] = self.changed.get(name, 0) + count


def read(name: str, folder: Path | None = None) -> Any:
    """The parsed YAML file of this name in the content folder."""
    path = (folder or current_app.config["CONTENT"]) / name
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def load_reference_data() -> Loaded:
    """Regions, groups and types of institutions, professions, institutions."""
    loaded = Loaded()
    loaded.add("regions.yaml", _upsert(Region, _regions()))
    loaded.add("institution-types.yaml", _upsert(InstitutionGroup, _groups()) + _upsert(InstitutionType, _types()))
    loaded.add("professions.yaml", _upsert(Profession, _professions()))
    db.session.flush()  # institutions point at regions and types
    loaded.add("institutions.yaml", _load_institutions())
    return loaded


def _names(name: dict[str, str]) -> dict[str, str]:
    return {f"name_{code}": name[code] for code in LANGUAGES}


def _regions() -> Iterator[dict[str, Any]]:
    for position, row in enumerate(read("regions.yaml")):
        yield {"code": row["code"], "position": position, "kind": row["kind"], **_names(row["name"])}


def _groups() -> Iterator[dict[str, Any]]:
    for position, row in enumerate(read("institution-types.yaml")["groups"]):
        yield {"code": row["code"], "position": position, **_names(row["name"])}


def _types() -> Iterator[dict[str, Any]]:
    for position, row in enumerate(read("institution-types.yaml")["types"]):
        yield {"code": row["code"], "position": position, "group_code": row["group"], **_names(row["name"])}


def _professions() -> Iterator[dict[str, Any]]:
    for position, row in enumerate(read("professions.yaml")):
        yield {"code": row["code"], "position": position, "outputs": row["outputs"], **_names(row["name"])}


def _upsert(table: type[Any], rows: Iterator[dict[str, Any]]) -> int:
    changed = 0
    for row in rows:
        present = db.session.get(table, row["code"])
        if present is None:
            db.session.add(table(**row))
            changed += 1
            continue
        differing = {name: value for name, value in row.items() if getattr(present, name) != value}
        for name, value in differing.items():
            setattr(present, name, value)
        changed += bool(differing)
    db.session.flush()  # later rows point at these
    return changed


def _load_institutions() -> int:
    rows = read("institutions.yaml")
    present = {row.key: row for row in db.session.scalars(select(Institution).where(Institution.key.is_not(None)))}
    changed = 0
    for row in rows:
        parent = present.get(row["parent"]) if row["parent"] else None
        institution = present.get(row["key"])
        if institution is None:
            institution = directory.add_institution(
                type_code=row["type"],
                region_code=row["region"],
                parent=parent,
                state=_state(row),
                key=row["key"],
                at=clock.now(),
            )
            present[row["key"]] = institution
            changed += 1
        institution.names_confirmed = row["confirmed"]
        changed += _replace_names(institution, row["names"])
    return changed


def _state(row: dict[str, Any]) -> InstitutionState:
    """A body whose last name has ended is closed."""
    today = clock.local_day(clock.now())
    ends = [_day(name["to"]) for name in row["names"]]
    is_over = all(end is not None and end < today for end in ends)
    return InstitutionState.CLOSED if is_over else InstitutionState.LISTED


def _day(value: Any) -> date | None:
    """A day as YAML gives it: a date already, or quoted."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _replace_names(institution: Institution, names: list[dict[str, Any]]) -> int:
    wanted = [{"valid_from": _day(n["from"]), "valid_to": _day(n["to"]), **_names(n["name"])} for n in names]
    present = db.session.scalars(select(InstitutionName).where(InstitutionName.institution_id == institution.id)).all()
    fields = ("valid_from", "valid_to", "name_ky", "name_ru", "name_en")
    if {tuple(getattr(row, name) for name in fields) for row in present} == {
        tuple(row[name] for name in fields) for row in wanted
    }:
        return 0
    db.session.execute(delete(InstitutionName).where(InstitutionName.institution_id == institution.id))
    for name in wanted:
        search = fold(" ".join(str(name[f"name_{code}"]) for code in LANGUAGES))
        db.session.add(InstitutionName(institution_id=institution.id, search_text=search, **name))
    return 1
