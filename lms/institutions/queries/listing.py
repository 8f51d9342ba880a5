"""Institutions: one of them, those to choose from, those that are found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from lms.core.extensions import db
from lms.core.folding import fold, sort_key
from lms.core.i18n import Words
from lms.core.paging import Page, page_of
from lms.institutions.models import (
    ChangeKind,
    Institution,
    InstitutionChange,
    InstitutionName,
    InstitutionState,
    InstitutionType,
    InstitutionUpload,
    Region,
)
from lms.institutions.queries.names import name_on

MOST_FOUND = 20
#: States of the institutions that staff find in the list.
SHOWN = (InstitutionState.LISTED, InstitutionState.CLOSED)


@dataclass(frozen=True)
class Choice:
    """An institution as something to choose: its name on a day in a language."""

    id: UUID
    name: str
    type_code: str
    region_code: str
    district_code: str | None = None


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


def is_in_the_list(institution_id: UUID) -> bool:
    """Whether people may still say that they work there."""
    query = select(Institution.id).where(Institution.id == institution_id, Institution.state == InstitutionState.LISTED)
    return db.session.scalar(query) is not None


def listed_by_ids(institution_ids: Collection[UUID], *, day: date, code: str | None = None) -> list[Choice]:
    query = select(Institution).where(Institution.id.in_(institution_ids)).options(selectinload(Institution.names))
    return _choices(db.session.scalars(query).all(), day, code)


def _choices(found: Sequence[Institution], day: date, code: str | None) -> list[Choice]:
    rows = [Choice(row.id, name_on(row, day, code), row.type_code, row.region_code, row.district_code) for row in found]
    return sorted(rows, key=lambda row: sort_key(row.name))


def institution_by_id(institution_id: UUID) -> Institution | None:
    return db.session.scalars(_with_names().where(Institution.id == institution_id)).one_or_none()


def institution_by_key(key: str) -> Institution:
    """An institution of the content folder. Raises NoResultFound."""
    return db.session.scalars(_with_names().where(Institution.key == key)).one()


def institution_in_list(place_id: UUID) -> Institution | None:
    """A line of the list, open, closed or merged into another; also one that was taken back, for its history."""
    taken_back = select(InstitutionChange.institution_id).where(
        InstitutionChange.kind == ChangeKind.ADDED, InstitutionChange.undone_at.is_not(None)
    )
    was_listed = Institution.state.in_((*SHOWN, InstitutionState.MERGED)) | Institution.id.in_(taken_back)
    return db.session.scalars(_with_names().where(Institution.id == place_id, was_listed)).one_or_none()


def institution_to_change(place_id: UUID) -> Institution | None:
    """A line of the list, open or closed: what was merged or taken back has no changes but undoing."""
    return db.session.scalars(_shown(place_id)).one_or_none()


def institution_for_update(place_id: UUID) -> Institution | None:
    """The same, locked for a change."""
    return db.session.scalars(_shown(place_id).with_for_update(of=Institution, key_share=True)).one_or_none()


def _shown(place_id: UUID) -> Select[Institution]:
    return _with_names().where(Institution.id == place_id, Institution.state.in_(SHOWN))


def institutions_by_ids(institution_ids: Collection[UUID]) -> dict[UUID, Institution]:
    """As they are now, whatever was read of them before."""
    query = select(Institution).where(Institution.id.in_(institution_ids)).execution_options(populate_existing=True)
    return {row.id: row for row in db.session.scalars(query)}


def proposed_for_update(institution_id: UUID) -> Institution | None:
    """A name somebody typed, locked for the decision; also when it has been decided, so that this can be said."""
    query = _with_names().where(Institution.id == institution_id, Institution.proposed_by_id.is_not(None))
    return db.session.scalars(query.with_for_update(of=Institution, key_share=True)).one_or_none()


def number_of_proposed_names() -> int:
    return (
        db.session.scalar(select(func.count(Institution.id)).where(Institution.state == InstitutionState.PROPOSED)) or 0
    )


def proposed_names() -> Sequence[Institution]:
    """The queue: names people typed, the oldest first."""
    query = _with_names().where(Institution.state == InstitutionState.PROPOSED)
    return db.session.scalars(query.order_by(Institution.created_at, Institution.id)).all()


def institutions_found(
    words: str, page: int, *, region: str | None = None, kind: str | None = None, unconfirmed: bool = False
) -> Page[Institution]:
    """Everything listed or closed whose present or past name contains each word, ң as н and ө as о forgiven."""
    query = _with_names().where(Institution.state.in_(SHOWN))
    query = _containing(query, words)
    if region:
        query = query.where(Institution.region_code == region)
    if kind:
        query = query.where(Institution.type_code == kind)
    if unconfirmed:
        query = query.where(~Institution.names_confirmed, Institution.state == InstitutionState.LISTED)
    joined = query.join(Region, Region.code == Institution.region_code).join(
        InstitutionType, InstitutionType.code == Institution.type_code
    )
    return page_of(joined.order_by(InstitutionType.position, Region.position, Institution.id), page)


def same_names(names: Words, *, type_code: str, region_code: str) -> Sequence[Institution]:
    """Listed institutions of this kind and region that are called so now or were before, in any of the languages."""
    spelt = [getattr(InstitutionName, f"name_{code}") == name for code, name in names.items()]
    query = _with_names().where(
        Institution.type_code == type_code,
        Institution.region_code == region_code,
        Institution.state == InstitutionState.LISTED,
        Institution.names.any(or_(*spelt)),
    )
    return db.session.scalars(query).all()


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


def all_listed() -> Sequence[Institution]:
    """The whole list with its names: for comparing another list with it."""
    query = _with_names().where(Institution.state == InstitutionState.LISTED)
    return db.session.scalars(query.order_by(Institution.id)).all()


def upload_by_id(upload_id: UUID) -> InstitutionUpload | None:
    return db.session.get(InstitutionUpload, upload_id)


def confirmed_uploads() -> Sequence[InstitutionUpload]:
    """Lists of which something was added, as long as they are kept, the newest first."""
    query = select(InstitutionUpload).where(InstitutionUpload.added_count > 0)
    return db.session.scalars(query.order_by(InstitutionUpload.added_at.desc(), InstitutionUpload.id)).all()


def upload_for_update(upload_id: UUID) -> InstitutionUpload | None:
    query = select(InstitutionUpload).where(InstitutionUpload.id == upload_id)
    return db.session.scalars(query.with_for_update()).one_or_none()


def listed(words: str = "", *, day: date, code: str | None = None) -> list[Choice]:
    """All listed institutions (with every word in a name), sorted by name; for pickers of staff pages."""
    query = _containing(_with_names().where(Institution.state == InstitutionState.LISTED), words)
    return _choices(db.session.scalars(query).all(), day, code)


def _with_names() -> Select[Institution]:
    return select(Institution).options(selectinload(Institution.names))


def _containing(query: Select[Institution], words: str) -> Select[Institution]:
    for word in fold(words).split():
        query = query.where(Institution.names.any(InstitutionName.search_text.contains(word, autoescape=True)))
    return query
