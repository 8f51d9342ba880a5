"""Completions whose record lacks a required part of their edition. Nothing is asked of each one by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, and_, case, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.catalogue.queries import documents_of
from lms.core.extensions import db
from lms.core.paging import Page, page_of
from lms.enrolments.models import Enrolment, EnrolmentState, Step
from lms.enrolments.requirements import requirements_of
from lms.people.models import Person
from lms.quality.conditions import set_aside_about
from lms.quality.models import Kind, SetAside
from lms.reporting.consents import withdrew


@dataclass(frozen=True)
class Completion:
    """A completion of the queue, as a subject."""

    enrolment: Enrolment

    @property
    def id(self) -> UUID:
        return self.enrolment.id

    @property
    def people(self) -> frozenset[UUID]:
        return frozenset({self.enrolment.person_id})


def completions_without_parts(number: int) -> Page[Enrolment]:
    query = incomplete().options(contains_eager(Enrolment.person).selectinload(Person.names))
    query = query.options(joinedload(Enrolment.module))
    return page_of(query.order_by(Enrolment.completed_at.desc(), Enrolment.id), number)


def incomplete() -> Select[Any]:
    """Completions whose record lacks a required part of their edition.

    All steps are counted in one go, beside how many their edition needs: no question for each completion.
    """
    needed = _needed()
    if not needed:
        return select(Enrolment).where(false())
    done = _done(needed)
    numbers = case({edition_id: len(keys) for edition_id, keys in needed.items()}, value=Enrolment.edition_id, else_=0)
    return (
        select(Enrolment)
        .join(Enrolment.person)
        .outerjoin(done, done.c.enrolment_id == Enrolment.id)
        .where(
            Enrolment.state == EnrolmentState.COMPLETED,
            func.coalesce(done.c.parts, 0) < numbers,
            Person.erased_at.is_(None),
            Person.id.not_in(withdrew()),
            ~set_aside_about(Kind.COMPLETIONS, SetAside.enrolment_id == Enrolment.id),
        )
    )


def _needed() -> dict[UUID, list[str]]:
    """Edition in which anybody completed to the keys of its required parts."""
    done_in = select(Enrolment.edition_id).where(Enrolment.state == EnrolmentState.COMPLETED).distinct()
    return _required(db.session.scalars(done_in).all())


def _required(edition_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    return {
        edition_id: [line.key for line in requirements_of(document, {}) if line.is_required]
        for edition_id, document in documents_of(edition_ids).items()
    }


def _done(needed: Mapping[UUID, Sequence[str]]) -> Subquery:
    """How many of the required parts each completion has."""
    counts = [and_(Enrolment.edition_id == edition_id, Step.key.in_(keys)) for edition_id, keys in needed.items()]
    return (
        select(Step.enrolment_id, func.count().label("parts"))
        .join(Enrolment, Enrolment.id == Step.enrolment_id)
        .where(Enrolment.state == EnrolmentState.COMPLETED, or_(*counts))
        .group_by(Step.enrolment_id)
        .subquery("done")
    )


def completion_of(enrolment_id: UUID) -> Completion | None:
    return _completion(enrolment_id, lock=False)


def completion_for_update(enrolment_id: UUID) -> Completion | None:
    return _completion(enrolment_id, lock=True)


def _completion(enrolment_id: UUID, *, lock: bool) -> Completion | None:
    query = (
        select(Enrolment)
        .join(Enrolment.person)
        .where(
            Enrolment.id == enrolment_id,
            Enrolment.state == EnrolmentState.COMPLETED,
            Person.erased_at.is_(None),
            Person.id.not_in(withdrew()),
        )
        .options(contains_eager(Enrolment.person), joinedload(Enrolment.module))
    )
    found = db.session.scalars(query.with_for_update(of=Enrolment) if lock else query).one_or_none()
    return None if found is None else Completion(found)


def missing_of(enrolments: Sequence[Enrolment]) -> dict[UUID, list[str]]:
    """The required parts that each of them lacks, in the order of the module."""
    query = select(Step.enrolment_id, Step.key).where(Step.enrolment_id.in_([row.id for row in enrolments]))
    done = {(row[0], row[1]) for row in db.session.execute(query)}
    needed = _required([row.edition_id for row in enrolments])
    return {row.id: [key for key in needed[row.edition_id] if (row.id, key) not in done] for row in enrolments}
