"""Checks the directory: institutions that are written out, and those made of territories and patterns."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from lms.authoring import local_bodies
from lms.authoring.packs.checks.known import PLAIN
from lms.authoring.packs.checks.words import word_problems
from lms.authoring.packs.problems import Level, Place, Problem
from lms.core.i18n import _

Words = dict[str, str]
Found = Iterator[tuple[str, Problem]]
Kind = Literal["rayon", "city", "city-district"]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}):
    """An entry of a file of site data: nothing in it that we do not know."""


class _Name(Row, frozen=True):
    start: str | None
    end: str | None
    name: Words


class WrittenInstitution(Row, frozen=True):
    key: str
    type: str
    parent: str | None
    region: str
    confirmed: bool
    names: tuple[_Name, ...]
    district: str | None = None


class _Territory(Row, frozen=True):
    code: str
    key: str
    kind: Kind
    ky: str
    ru: str
    en: str
    adjective: str


class TerritoriesOfRegion(Row, frozen=True):
    region: str
    above: str
    territories: tuple[_Territory, ...]

    @property
    def key(self) -> str:
        return self.region


class _KindOfTerritory(Row, frozen=True):
    key: Kind
    name: Words


class _Body(Row, frozen=True):
    key: str
    ending: str
    type: str
    of: Kind
    parent: str | None
    name: Words


class LocalBodies(Row, frozen=True):
    kinds: tuple[_KindOfTerritory, ...]
    bodies: tuple[_Body, ...]


def written_institutions(data: dict[str, Any]) -> Found:
    """Kinds, regions and districts that exist, parents that stand above, at least one name."""
    rows, regions, types = data["institutions.yaml"], data["regions.yaml"], data["institution-types.yaml"]
    if rows is None or regions is None or types is None:
        return
    districts = {territory.code for row in data["territories.yaml"] or () for territory in row.territories}
    known = {
        "type": {row.code for row in types.types},
        "region": {row.code for row in regions},
        "district": {*districts, None},
    }
    seen: set[str] = set()
    for row in rows:
        for name, codes in known.items():
            if getattr(row, name) not in codes:
                yield "institutions.yaml", unknown_code((row.key, name), getattr(row, name))
        if row.parent is not None and row.parent not in seen:
            text = _("The parent “%(key)s” must stand above in the list.", key=row.parent)
            yield "institutions.yaml", Problem((row.key, "parent"), text)
        seen.add(row.key)
        if not row.names:
            yield "institutions.yaml", Problem((row.key,), _("The institution has no name."))


def made_institutions(data: dict[str, Any]) -> Found:
    """Gaps that can be filled, parents that exist, and each key, number and name only once."""
    regions, bodies, written = (data[name] for name in ("territories.yaml", "local-bodies.yaml", "institutions.yaml"))
    types = data["institution-types.yaml"]
    if not regions or bodies is None or written is None or types is None:
        return
    problems = [*_territories(regions, data["regions.yaml"] or ()), *_patterns(regions, bodies)]
    yield from problems
    if problems:
        return
    rows = list(local_bodies.institutions(msgspec.to_builtins(regions), msgspec.to_builtins(bodies.bodies)))
    yield from _made(rows, {row.key for row in written}, {row.code for row in types.types})


def _territories(regions: tuple[TerritoriesOfRegion, ...], known: Any) -> Found:
    codes = {row.code for row in known}
    placed: list[tuple[Place, _Territory]] = []
    for number, region in enumerate(regions):
        if region.region not in codes:
            yield "territories.yaml", unknown_code((number, "region"), region.region)
        placed += [((number, "territories", territory.key), territory) for territory in region.territories]
    for place, territory in placed:
        if not local_bodies.ADJECTIVE.search(territory.adjective):
            text = _("The adjective must end in “ский”: the other forms are made from it.")
            yield "territories.yaml", Problem((*place, "adjective"), text)
    for name in ("key", "code"):
        counted = Counter(getattr(territory, name) for _at, territory in placed)
        for place, territory in placed:
            if counted[getattr(territory, name)] > 1:
                text = _("The key “%(key)s” stands here more than once.", key=getattr(territory, name))
                yield "territories.yaml", Problem((*place, name), text)


def _patterns(regions: tuple[TerritoriesOfRegion, ...], bodies: LocalBodies) -> Found:
    """Every gap of a pattern has a value. The values of one territory are those of all."""
    example = msgspec.to_builtins(regions[0])
    values = local_bodies.values_of(example, example["territories"][0])
    named: list[tuple[Place, Words]] = [(("kinds", kind.key), kind.name) for kind in bodies.kinds]
    named += [(("bodies", body.key), {**body.name, "parent": body.parent or ""}) for body in bodies.bodies]
    for place, patterns in named:
        for name, pattern in patterns.items():
            for gap in local_bodies.GAP.findall(pattern):
                if gap not in values:
                    yield "local-bodies.yaml", unknown_code((*place, "name", name), gap)


def _made(rows: list[dict[str, Any]], written: set[str], types: set[str]) -> Found:
    names = Counter((row["region"], row["names"][0]["name"]["en"]) for row in rows)
    for row in rows:
        name = row["names"][0]["name"]
        if row["key"] in written:
            text = _("The key “%(key)s” stands here more than once.", key=row["key"])
            yield "institutions.yaml", Problem((row["key"],), text)
        if names[row["region"], name["en"]] > 1:
            text = _("Two bodies of one region are called “%(name)s”.", name=name["en"])
            yield "local-bodies.yaml", Problem(("bodies",), text)
        if row["type"] not in types:
            yield "local-bodies.yaml", unknown_code(("bodies",), row["type"])
        if row["parent"] is not None and row["parent"] not in written:
            text = _("“%(key)s” should stand below “%(parent)s”, which is not in institutions.yaml.",
                     key=row["key"], parent=row["parent"])  # fmt: skip
            yield "local-bodies.yaml", Problem(("bodies",), text)
        for problem in word_problems({"name": name}, PLAIN):
            yield "local-bodies.yaml", Problem(("bodies",), problem.text, problem.level)


def unknown_code(place: Place, code: str) -> Problem:
    return Problem(place, _("“%(code)s” is not known.", code=code), Level.ERROR)
