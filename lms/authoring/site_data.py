"""Site data: regions, kinds of institution, professions and institutions, from ``content/*.yaml``.

Loading is idempotent: it adds and renames, and never removes, because enrolments may point at what is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from flask import current_app
from sqlalchemy import select

from lms.authoring import checklists, local_bodies
from lms.authoring.directory_data import load_institutions
from lms.authoring.errors import VersionNotRaised
from lms.authoring.models import ReviewChecklist, ReviewKind
from lms.core.database import take_turn
from lms.core.extensions import db
from lms.core.i18n import LANGUAGES
from lms.institutions.models import District, InstitutionGroup, InstitutionType, Region
from lms.people.models import Profession

#: What applications that start at once do one after the other: each would find the tables empty and fill them.
LOADING = 20181201
#: In C where the system has it: a tenth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    return yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - a safe loader, both


def load_reference_data() -> Loaded:
    """Regions, groups and types of institutions, professions, rayons and cities, institutions, checklists."""
    take_turn(db.session.connection(), LOADING)
    loaded = Loaded()
    loaded.add("regions.yaml", _upsert(Region, _regions()))
    loaded.add("institution-types.yaml", _upsert(InstitutionGroup, _groups()) + _upsert(InstitutionType, _types()))
    loaded.add("professions.yaml", _upsert(Profession, _professions()))
    loaded.add("territories.yaml", _upsert(District, _districts()))
    loaded.add("institutions.yaml", load_institutions(_institutions()))
    loaded.add(checklists.FILE, _add_versions(read(checklists.FILE)))
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


def _districts() -> Iterator[dict[str, Any]]:
    rows = local_bodies.districts(read("territories.yaml"), read("local-bodies.yaml")["kinds"])
    for position, row in enumerate(rows):
        names = _names(row["name"])
        yield {
            "code": row["code"], "region_code": row["region"], "position": position, "kind": row["kind"], **names
        }  # fmt: skip


def _professions() -> Iterator[dict[str, Any]]:
    for position, row in enumerate(read("professions.yaml")):
        yield {"code": row["code"], "position": position, "outputs": row["outputs"], **_names(row["name"])}


def _upsert(table: type[Any], rows: Iterator[dict[str, Any]]) -> int:
    known = {row.code: row for row in db.session.scalars(select(table))}
    changed = 0
    for row in rows:
        present = known.get(row["code"])
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


def _add_versions(rows: list[dict[str, Any]]) -> int:
    """Versions of checklists that are not known yet. Raises ``VersionNotRaised``: signatures name what was answered."""
    known = {(row.kind, row.version): row.data for row in db.session.scalars(select(ReviewChecklist))}
    added = 0
    for row in rows:
        kind, version = ReviewKind(row["key"]), row["version"]
        data = {"title": row["title"], "items": row["items"]}
        if known.setdefault((kind, version), data) != data:
            raise VersionNotRaised(kind.value)
        if known[kind, version] is data:
            db.session.add(ReviewChecklist(kind=kind, version=version, data=data))
            added += 1
    db.session.flush()
    return added


def _institutions() -> list[dict[str, Any]]:
    """The bodies that are written out, then those of rayons and cities, whose parents stand among the first."""
    bodies = read("local-bodies.yaml")["bodies"]
    return [*read("institutions.yaml"), *local_bodies.institutions(read("territories.yaml"), bodies)]
