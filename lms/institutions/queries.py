"""Questions about the directory: what there is to choose, names on a day, who stands below whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from lms.core.extensions import db
from lms.core.folding import fold, sort_key
from lms.core.i18n import language
from lms.core.paging import Page, page_of
from lms.institutions.models import (
    NOT_STATED_REGION,
    Institution,
    InstitutionGroup,
    InstitutionLink,
    InstitutionName,
    InstitutionState,
    InstitutionType,
    Region,
)

MOST_FOUND = 20


@dataclass(frozen=True)
class Choice:
    """An institution as something to choose: its name on a day in a language."""

    id: UUID
    name: str
    type_code: str
    region_code: str


def regions(*, to_choose: bool = False) -> Sequence[Region]:
    """In the fixed order; without "not stated" where people choose."""
    query = select(Region).order_by(Region.position)
    if to_choose:
        query = query.where(Region.code != NOT_STATED_REGION)
    return db.session.scalars(query).all()


def groups() -> Sequence[InstitutionGroup]:
    return db.session.scalars(select(InstitutionGroup).order_by(InstitutionGroup.position)).all()


def types(group_code: str | None = None) -> Sequence[InstitutionType]:
    query = select(InstitutionType).order_by(InstitutionType.position)
    if group_code is not None:
        query = query.where(InstitutionType.group_code == group_code)
    return db.session.scalars(query).all()


def type_names(code: str | None = None) -> dict[str, str]:
    """Code of a type to its name in a language."""
    return {row.code: name_of(row, code) for row in types()}


def region_names(code: str | None = None) -> dict[str, str]:
    return {row.code: name_of(row, code) for row in regions()}


def name_of(row: object, code: str | None = None) -> str:
    """The name of anything that has ``name_ky``, ``name_ru`` and ``name_en``."""
    return str(getattr(row, f"name_{code or language()}"))


def institutions_in(group_code: str, region_code: str, *, day: date, code: str | None = None) -> list[Choice]:
    """What can be chosen as a workplace of this kind in this region, sorted by name."""
    query = (
        select(Institution)
        .join(InstitutionType, InstitutionType.code == Institution.type_code)
        .where(
            InstitutionType.group_code == group_code,
            Institution.region_code == region_code,
            Institution.state == InstitutionState.LISTED,
        )
        .options(selectinload(Institution.names))
    )
    return _choices(db.session.scalars(query).all(), day, code)


def listed_by_ids(institution_ids: Collection[UUID], *, day: date, code: str | None = None) -> list[Choice]:
    query = select(Institution).where(Institution.id.in_(institution_ids)).options(selectinload(Institution.names))
    return _choices(db.session.scalars(query).all(), day, code)


def _choices(found: Sequence[Institution], day: date, code: str | None) -> list[Choice]:
    rows = [Choice(row.id, name_on(row, day, code), row.type_code, row.region_code) for row in found]
    return sorted(rows, key=lambda row: sort_key(row.name))


def name_on(institution: Institution, day: date, code: str | None = None) -> str:
    """What the institution is called on a day; the last name it had if none is valid then."""
    valid = [
        name
        for name in institution.names
        if (name.valid_from is None or name.valid_from <= day) and (name.valid_to is None or day <= name.valid_to)
    ]
    chosen = (valid or institution.names)[-1:]
    return name_of(chosen[0], code) if chosen else ""


def names_on(institution_ids: Collection[UUID], day: date, code: str | None = None) -> dict[UUID, str]:
    """Institution to its name on a day, in one statement."""
    query = (
        select(InstitutionName)
        .where(InstitutionName.institution_id.in_(institution_ids))
        .order_by(InstitutionName.institution_id, InstitutionName.valid_from.is_not(None), InstitutionName.valid_from)
    )
    found: dict[UUID, str] = {}
    is_valid: dict[UUID, bool] = {}
    for name in db.session.scalars(query):
        holds = (name.valid_from is None or name.valid_from <= day) and (name.valid_to is None or day <= name.valid_to)
        if holds or not is_valid.get(name.institution_id):
            found[name.institution_id] = name_of(name, code)
            is_valid[name.institution_id] = holds
    return found


def institution_by_id(institution_id: UUID) -> Institution | None:
    return db.session.scalars(_with_names().where(Institution.id == institution_id)).one_or_none()


def institution_by_key(key: str) -> Institution:
    """An institution of the content folder. Raises NoResultFound."""
    return db.session.scalars(_with_names().where(Institution.key == key)).one()


def proposed_for_update(institution_id: UUID) -> Institution | None:
    """A name somebody typed, locked for the decision; also when it has been decided, so that this can be said."""
    query = _with_names().where(Institution.id == institution_id, Institution.proposed_by_id.is_not(None))
    return db.session.scalars(query.with_for_update(of=Institution)).one_or_none()


def proposed_names() -> Sequence[Institution]:
    """The queue: names people typed, the oldest first."""
    query = _with_names().where(Institution.state == InstitutionState.PROPOSED)
    return db.session.scalars(query.order_by(Institution.created_at, Institution.id)).all()


def institutions_found(
    words: str, page: int, *, region: str | None = None, kind: str | None = None
) -> Page[Institution]:
    """Everything listed or closed whose present or past name contains each word, ң as н and ө as о forgiven."""
    query = _with_names().where(Institution.state.in_((InstitutionState.LISTED, InstitutionState.CLOSED)))
    query = _containing(query, words)
    if region:
        query = query.where(Institution.region_code == region)
    if kind:
        query = query.where(Institution.type_code == kind)
    joined = query.join(Region, Region.code == Institution.region_code).join(
        InstitutionType, InstitutionType.code == Institution.type_code
    )
    return page_of(joined.order_by(InstitutionType.position, Region.position, Institution.id), page)


def similar_to(name: str, *, but: UUID, day: date, code: str | None = None) -> list[Choice]:
    """Listed institutions that share a word with this name, the most alike first."""
    wanted = {word for word in fold(name).split() if len(word) > 2}  # noqa: PLR2004  (и, жана, the)
    if not wanted:
        return []
    query = _with_names().where(Institution.state == InstitutionState.LISTED, Institution.id != but)
    query = query.where(
        Institution.names.any(or_(*(InstitutionName.search_text.contains(word, autoescape=True) for word in wanted)))
    )
    found = db.session.scalars(query).all()
    alike = {row.id: max(_shared(wanted, name.search_text) for name in row.names) for row in found}
    return sorted(_choices(found, day, code), key=lambda row: -alike[row.id])[:MOST_FOUND]


def _shared(wanted: set[str], text: str) -> int:
    return sum(word in text for word in wanted)


def listed(words: str = "", *, day: date, code: str | None = None) -> list[Choice]:
    """All listed institutions (with every word in a name), sorted by name; for pickers of staff pages."""
    query = _containing(_with_names().where(Institution.state == InstitutionState.LISTED), words)
    return _choices(db.session.scalars(query).all(), day, code)


def subtree_ids(institution_ids: Collection[UUID]) -> set[UUID]:
    """These institutions and everything below them."""
    query = select(InstitutionLink.descendant_id).where(InstitutionLink.ancestor_id.in_(institution_ids))
    return set(db.session.scalars(query))


def in_subtree(institution_ids: Collection[UUID]) -> Select[UUID]:
    """The same as a subquery, for ``….in_()`` in a scoped query."""
    return select(InstitutionLink.descendant_id).where(InstitutionLink.ancestor_id.in_(institution_ids))


def is_below(institution_id: UUID, ancestor_ids: Collection[UUID]) -> bool:
    """Whether the institution stands at or below one of these places."""
    query = select(func.count()).where(
        InstitutionLink.descendant_id == institution_id, InstitutionLink.ancestor_id.in_(ancestor_ids)
    )
    return bool(db.session.scalar(query))


def ancestors_of(institution_id: UUID) -> list[UUID]:
    """The institution itself and all above it, the nearest first."""
    query = (
        select(InstitutionLink.ancestor_id)
        .where(InstitutionLink.descendant_id == institution_id)
        .order_by(InstitutionLink.depth)
    )
    return list(db.session.scalars(query))


def _with_names() -> Select[Institution]:
    return select(Institution).options(selectinload(Institution.names))


def _containing(query: Select[Institution], words: str) -> Select[Institution]:
    for word in fold(words).split():
        query = query.where(Institution.names.any(InstitutionName.search_text.contains(word, autoescape=True)))
    return query
