"""Where synthetic people work: the real directory, and bodies beneath it that exist only in the demonstration.

The directory holds state bodies down to rayons and cities; ayil okmotu, councils, civil-society organisations and
further small bodies are made up here, with a number for a name and the word "demonstration" in it, so that nobody takes
them for real ones.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from sqlalchemy import select

from lms.core.extensions import db
from lms.core.folding import fold
from lms.institutions import services as directory
from lms.institutions.models import (
    NATIONAL,
    Institution,
    InstitutionName,
    InstitutionState,
    InstitutionType,
    Region,
)

#: How many demonstration bodies of a type each region gets.
PER_REGION = {
    "court": 3,
    "police": 3,
    "prosecution": 2,
    "lsg-executive": 2,
    "lsg-council": 1,
    "cso-women": 1,
    "cso-youth": 1,
    "cso-human-rights": 1,
    "media": 1,
}
MARK = {"ky": "демонстрация", "ru": "демонстрация", "en": "demonstration"}
#: Regions by the weight of their people, roughly as in the country.
REGION_WEIGHTS = {
    "KG-GB": 20,
    "KG-GO": 6,
    "KG-B": 9,
    "KG-C": 14,
    "KG-J": 17,
    "KG-N": 6,
    "KG-O": 17,
    "KG-T": 4,
    "KG-Y": 7,
}


@dataclass(frozen=True)
class Place:
    """What an enrolment freezes of an institution."""

    id: UUID
    type_code: str
    region_code: str


@dataclass
class Directory:
    """Institutions by type and region, in a stable order, with unequal sizes."""

    by_place: dict[tuple[str, str], list[Place]] = field(default_factory=lambda: defaultdict(list))

    def pick(self, rng: Random, types: tuple[str, ...], region: str) -> Place | None:
        """An institution of one of these types in the region or, more seldom, of the national level."""
        kind = rng.choice(types)
        near, far = self.by_place.get((kind, region), []), self.by_place.get((kind, NATIONAL), [])
        found = far if far and (not near or rng.random() < 0.12) else near  # noqa: PLR2004  (one in eight)
        if not found:
            return None
        return found[int(len(found) * rng.random() ** 1.7)]  # the first are larger


def prepare(at: datetime) -> Directory:
    """Make the demonstration bodies that are missing, and read the whole directory."""
    known = {institution.key: institution for institution in db.session.scalars(select(Institution))}
    regions = db.session.scalars(select(Region).where(Region.code.in_(REGION_WEIGHTS)).order_by(Region.position)).all()
    types = {kind.code: kind for kind in db.session.scalars(select(InstitutionType))}
    for code, count in PER_REGION.items():
        for region in regions:
            for number in range(1, count + 1):
                _make(known, types[code], region, number, at)
    db.session.flush()
    return _read()


def _make(
    known: dict[str | None, Institution], kind: InstitutionType, region: Region, number: int, at: datetime
) -> None:
    key = f"demo-{kind.code}-{region.code.lower()}-{number}"
    if key in known:
        return
    institution = directory.add_institution(
        type_code=kind.code,
        region_code=region.code,
        parent=_above(known, kind.code, region.code),
        state=InstitutionState.LISTED,
        at=at,
        key=key,
    )
    names = {
        code: f"{getattr(kind, f'name_{code}')} № {number}, {getattr(region, f'name_{code}')} ({word})"
        for code, word in MARK.items()
    }
    db.session.add(
        InstitutionName(
            institution_id=institution.id,
            search_text=fold(" ".join(names.values())),
            **{f"name_{code}": name for code, name in names.items()},
        )
    )


def _above(known: dict[str | None, Institution], kind: str, region: str) -> Institution | None:
    """The listed oblast or city body of the same kind, if the directory has one."""
    if kind not in {"court", "police", "prosecution"}:
        return None
    return next(
        (
            body
            for key, body in sorted(known.items(), key=lambda pair: pair[0] or "")
            if key
            and not key.startswith("demo-")
            and body.district_code is None
            and (body.type_code, body.region_code) == (kind, region)
        ),
        None,
    )


def _read() -> Directory:
    """In the order of keys, so that the same seed finds the same institution in every database."""
    found = Directory()
    rows = db.session.execute(
        select(Institution.id, Institution.type_code, Institution.region_code)
        .where(Institution.state == InstitutionState.LISTED, Institution.key.is_not(None))
        .order_by(Institution.key)
    )
    for row in rows:
        found.by_place[row.type_code, row.region_code].append(Place(*row))
    return found
