"""Records that may be one person's: what is compared, what was found, and the two beside each other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, delete, exists, false, func, insert, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from lms.accounts.models import Account
from lms.accounts.queries import grants_of
from lms.core.extensions import db
from lms.core.folding import fold
from lms.core.jobs import Job
from lms.core.paging import Page, page_of
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.people.likeness import stems
from lms.people.merging import merge_for_update
from lms.people.models import Person, PersonMerge, PersonName, Workplace, WorkplaceState
from lms.people.searching import has_in_name
from lms.quality.matching import Known, Match
from lms.quality.models import Kind, LikelyPair, SetAside
from lms.reporting.consents import withdrew

#: Rows in one statement when what was found is written.
PORTION = 500


@dataclass(frozen=True)
class Pair:
    """Two records, as a subject. ``has_staff``: one of them holds a role."""

    one: Person
    other: Person
    reasons: Sequence[str]
    has_staff: bool

    @property
    def id(self) -> UUID:
        return self.one.id

    @property
    def people(self) -> frozenset[UUID]:
        return frozenset({self.one.id, self.other.id})


@dataclass(frozen=True)
class Merged:
    """A merge that stands, as a subject."""

    merge: PersonMerge
    has_staff: bool

    @property
    def id(self) -> UUID:
        return self.merge.id

    @property
    def people(self) -> frozenset[UUID]:
        return frozenset({self.merge.person_id, self.merge.into_id})


def known_people() -> list[Known]:
    """Everybody who may be compared, in four statements. Names of whoever was merged speak for whom they count as."""
    spellings: dict[UUID, list[tuple[str, ...]]] = {}
    for person_id, name in db.session.execute(select(PersonName.person_id, PersonName.full_name)):
        spellings.setdefault(person_id, []).append(stems(name))
    places: dict[UUID, UUID] = {row[0]: row[1] for row in db.session.execute(_places())}
    contacts = {row[0]: row[1:] for row in db.session.execute(select(Account.person_id, Account.phone, Account.email))}
    people = select(Person.id, Person.merged_into_id, Person.sex, Person.birth_year).where(
        Person.erased_at.is_(None), Person.id.not_in(withdrew())
    )
    return [
        Known(
            id=row.id,
            counts_as=row.merged_into_id or row.id,
            spellings=tuple(dict.fromkeys(spellings[row.id])),
            sex=row.sex,
            birth_year=row.birth_year,
            institution_id=places.get(row.id),
            phone=contacts.get(row.id, (None, None))[0] or "",
            email=contacts.get(row.id, (None, None))[1] or "",
        )
        for row in db.session.execute(people)
        if row.id in spellings
    ]


def _places() -> Select[*tuple[Any, ...]]:
    return select(Workplace.person_id, Workplace.institution_id).where(
        Workplace.until.is_(None), Workplace.institution_id.is_not(None), Workplace.state != WorkplaceState.REFUSED
    )


def number_set_aside() -> int:
    query = select(func.count()).where(SetAside.kind == Kind.DUPLICATES, SetAside.undone_at.is_(None))
    return db.session.scalar(query) or 0


def looking() -> Job | None:
    """The comparison that waits or runs now."""
    query = select(Job).where(Job.name == "quality.tasks.look_for_pairs", Job.state.in_(("waiting", "running")))
    return db.session.scalars(query.order_by(Job.created_at.desc()).limit(1)).first()


def keep_found(found: Sequence[Match], *, at: datetime) -> None:
    """What was found takes the place of what was found before."""
    db.session.execute(delete(LikelyPair))
    rows = [
        {"person_id": match.one, "other_id": match.other, "score": match.score,
         "reasons": [reason.value for reason in match.reasons], "found_at": at}
        for match in found
    ]  # fmt: skip
    for start in range(0, len(rows), PORTION):
        db.session.execute(insert(LikelyPair), rows[start : start + PORTION])


def likely() -> Select[Any]:
    """Pairs that wait: both still stand for themselves, and nobody has said that they are two."""
    one, other = aliased(Person), aliased(Person)
    stands = [
        condition
        for each in (one, other)
        for condition in (each.erased_at.is_(None), each.merged_into_id.is_(None), each.id.not_in(withdrew()))
    ]
    aside = exists().where(
        SetAside.kind == Kind.DUPLICATES,
        SetAside.undone_at.is_(None),
        SetAside.person_id == LikelyPair.person_id,
        SetAside.other_person_id == LikelyPair.other_id,
    )
    return (
        select(LikelyPair)
        .join(one, one.id == LikelyPair.person_id)
        .join(other, other.id == LikelyPair.other_id)
        .where(*stands, ~aside)
    )


def likely_pairs(number: int) -> Page[LikelyPair]:
    """The likeliest first."""
    names = [joinedload(side).selectinload(Person.names) for side in (LikelyPair.person, LikelyPair.other)]
    query = likely().options(*names).order_by(LikelyPair.score.desc(), LikelyPair.person_id, LikelyPair.other_id)
    return page_of(query, number)


def found_at() -> datetime | None:
    return db.session.scalar(select(func.max(LikelyPair.found_at)))


def pair_at(person_id: UUID, other_id: UUID, at: datetime) -> Pair | None:
    """Two records that stand, in either order: from the list, with why they are in it, or chosen by hand."""
    first, second = sorted((person_id, other_id))
    people = {person.id: person for person in db.session.scalars(_standing().where(Person.id.in_([first, second])))}
    if len(people) < 2:  # noqa: PLR2004
        return None
    wanted = and_(LikelyPair.person_id == first, LikelyPair.other_id == second)
    found = db.session.scalars(select(LikelyPair).where(wanted)).one_or_none()
    reasons = found.reasons if found is not None else ()
    return Pair(people[first], people[second], reasons, bool(staff_among(people, at)))


def _standing() -> Select[Any]:
    """People who have not left, count as themselves and have not withdrawn the consent."""
    query = select(Person).options(selectinload(Person.names))
    return query.where(Person.erased_at.is_(None), Person.merged_into_id.is_(None), Person.id.not_in(withdrew()))


def standing_people(words: str, number: int) -> Page[Person]:
    """By a part of the name in any spelling; nobody without one."""
    parts = fold(words).split()
    query = _standing().where(*map(has_in_name, parts)) if parts else _standing().where(false())
    return page_of(query.order_by(Person.sort_key, Person.id), number)


def standing_person(person_id: UUID) -> Person | None:
    return db.session.scalars(_standing().where(Person.id == person_id)).one_or_none()


def staff_among(person_ids: Collection[UUID], at: datetime) -> set[UUID]:
    """Those who hold a role."""
    rows = db.session.execute(select(Account.id, Account.person_id).where(Account.person_id.in_(person_ids))).all()
    whose: dict[UUID, UUID] = {row[0]: row[1] for row in rows}
    held = grants_of(whose.keys())
    return {whose[account] for account, grants in held.items() if any(grant.holds_at(at) for grant in grants)}


def merged_at(merge_id: UUID, at: datetime) -> Merged | None:
    merge = merge_for_update(merge_id)
    if merge is None:
        return None
    return Merged(merge, bool(staff_among([merge.person_id, merge.into_id], at)))


def standing_merges(number: int) -> Page[PersonMerge]:
    """The newest first, with both names."""
    names = [joinedload(side).selectinload(Person.names) for side in (PersonMerge.person, PersonMerge.into)]
    query = select(PersonMerge).where(PersonMerge.undone_at.is_(None)).options(*names)
    return page_of(query.order_by(PersonMerge.made_at.desc(), PersonMerge.id.desc()), number)


def studies_of(person_ids: Collection[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """Person to how many enrolments and how many of them completed."""
    done = func.count().filter(Enrolment.state == EnrolmentState.COMPLETED)
    query = select(Enrolment.person_id, func.count(), done).where(Enrolment.person_id.in_(person_ids))
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query.group_by(Enrolment.person_id))}


def number_waiting() -> int:
    return db.session.scalar(likely().with_only_columns(func.count())) or 0
