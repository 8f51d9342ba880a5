"""Questions to the register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import Account
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.models import Draft, Edition, TrainingModule
from lms.catalogue.queries import documents_of, has_written
from lms.core.extensions import db
from lms.laws.models import LawChange, LawConfirmation, LawFlag


@dataclass(frozen=True, slots=True)
class Standing:
    """A change because of which a text is still being looked at."""

    place: str
    act: str
    articles: frozenset[str]
    changed_on: date


def standing_in(module_id: UUID, places: Iterable[str]) -> tuple[Standing, ...]:
    """What learners are told at these places of a module. One statement."""
    query = (
        select(LawFlag.place, LawChange.act, LawChange.articles, LawChange.changed_on)
        .join(LawFlag.change)
        .where(LawFlag.module_id == module_id, LawFlag.place.in_(list(places)), LawFlag.cleared_at.is_(None))
        .order_by(LawChange.changed_on, LawChange.id)
    )
    return tuple(
        Standing(place, act, frozenset(articles), on) for place, act, articles, on in db.session.execute(query)
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """A module with the documents that count: its draft, and what people may be reading."""

    module: TrainingModule
    draft: ModuleDocument | None
    current: ModuleDocument | None

    @property
    def documents(self) -> tuple[ModuleDocument, ...]:
        """What is published first."""
        return tuple(document for document in (self.current, self.draft) if document is not None)


def shelves() -> list[Shelf]:
    """All modules in the order of codes. A draft equal to its edition is not read again."""
    query = (
        select(TrainingModule, Draft.document_hash, Edition.document_hash)
        .outerjoin(Draft, Draft.module_id == TrainingModule.id)
        .outerjoin(Edition, Edition.id == TrainingModule.current_edition_id)
    )
    rows = db.session.execute(query).all()
    shown = {module.id: module.current_edition_id for module, _draft, _edition in rows if module.current_edition_id}
    published = documents_of(list(shown.values()))
    differing = [module.id for module, draft, edition in rows if draft != edition]
    texts = db.session.execute(select(Draft.module_id, Draft.document).where(Draft.module_id.in_(differing)))
    drafts = {module_id: module_from_json(text) for module_id, text in texts}
    found = [
        Shelf(module, drafts.get(module.id), published[shown[module.id]] if module.id in shown else None)
        for module, _draft, _edition in rows
    ]
    return sorted(found, key=lambda shelf: (len(shelf.module.code), shelf.module.code))


def readable_documents() -> dict[UUID, list[ModuleDocument]]:
    """By module: every edition that somebody may be reading, and the draft."""
    editions = db.session.execute(select(Edition.module_id, Edition.id).where(Edition.withdrawn_at.is_(None))).all()
    documents = documents_of([edition_id for _module, edition_id in editions])
    found: dict[UUID, list[ModuleDocument]] = {}
    for module_id, edition_id in editions:
        found.setdefault(module_id, []).append(documents[edition_id])
    for module_id, text in db.session.execute(select(Draft.module_id, Draft.document)):
        found.setdefault(module_id, []).append(module_from_json(text))
    return found


def first_published(module_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When modules were first published."""
    query = select(Edition.module_id, func.min(Edition.published_at)).where(Edition.module_id.in_(list(module_ids)))
    return dict(db.session.execute(query.group_by(Edition.module_id)).all())


def changes_of(act: str) -> Sequence[LawChange]:
    """Newest first."""
    query = select(LawChange).where(LawChange.act == act).order_by(LawChange.changed_on.desc(), LawChange.id.desc())
    return db.session.scalars(query).all()


def changed_acts() -> set[str]:
    """Every act of which a change was ever recorded."""
    return set(db.session.scalars(select(LawChange.act).distinct()))


def changes_of_acts(acts: Iterable[str]) -> Sequence[LawChange]:
    return db.session.scalars(select(LawChange).where(LawChange.act.in_(list(acts))).order_by(LawChange.id)).all()


def flags_of(changes: Sequence[LawChange]) -> Mapping[UUID, list[LawFlag]]:
    """By change, open ones first."""
    query = (
        select(LawFlag)
        .join(LawFlag.module)
        .where(LawFlag.change_id.in_([change.id for change in changes]))
        .options(contains_eager(LawFlag.module))
        .order_by(
            LawFlag.cleared_at.is_not(None),
            func.length(TrainingModule.code),
            TrainingModule.code,
            LawFlag.place,
            LawFlag.id,
        )
    )
    found: dict[UUID, list[LawFlag]] = {}
    for flag in db.session.scalars(query):
        found.setdefault(flag.change_id, []).append(flag)
    return found


def flagged_places(module_id: UUID) -> set[tuple[UUID, str]]:
    """Change and place of every flag there ever was in a module."""
    rows = db.session.execute(select(LawFlag.change_id, LawFlag.place).where(LawFlag.module_id == module_id))
    return {(change_id, place) for change_id, place in rows}


def open_flags() -> dict[str, int]:
    """Act to how many texts wait."""
    query = (
        select(LawChange.act, func.count())
        .select_from(LawFlag)
        .join(LawFlag.change)
        .where(LawFlag.cleared_at.is_(None))
        .group_by(LawChange.act)
    )
    return dict(db.session.execute(query).all())


def confirmations() -> dict[str, datetime]:
    """Act to when somebody last said that it is in force."""
    query = select(LawConfirmation.act, func.max(LawConfirmation.confirmed_at)).group_by(LawConfirmation.act)
    return dict(db.session.execute(query).all())


@dataclass(frozen=True, slots=True)
class FlagSeen:
    """A flag with who looks at it."""

    flag: LawFlag
    has_written: bool

    @property
    def id(self) -> UUID:
        return self.flag.id

    @property
    def slug(self) -> str:
        return self.flag.module.slug


def flag_seen(flag_id: UUID, actor: Account) -> FlagSeen:
    """Raises NoResultFound."""
    return _seen(_flag(flag_id), actor)


def flag_for_update(flag_id: UUID, actor: Account) -> FlagSeen:
    """The same with the flag locked, so that of two reviewers the second learns of the first."""
    return _seen(_flag(flag_id).with_for_update(of=LawFlag), actor)


def _flag(flag_id: UUID) -> Select[LawFlag]:
    return (
        select(LawFlag)
        .where(LawFlag.id == flag_id)
        .options(joinedload(LawFlag.module, innerjoin=True), joinedload(LawFlag.change, innerjoin=True))
    )


def _seen(query: Select[LawFlag], actor: Account) -> FlagSeen:
    flag = db.session.scalars(query).one()
    return FlagSeen(flag, has_written(flag.module_id, actor.id))
