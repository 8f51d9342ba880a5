"""Who says to work in a part of the tree, and what those entitled said of it.

Only the *current* workplace counts here: whoever has moved on is in nobody's list. Those who withdrew the consent to
the study record are in none either.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from lms.core.extensions import db
from lms.core.folding import fold
from lms.core.paging import Page, page_of
from lms.institutions import queries as directory
from lms.people.models import Person, Workplace, WorkplaceDecision, WorkplaceState
from lms.people.searching import has_in_name
from lms.reporting.consents import withdrew


@dataclass(frozen=True)
class Stated:
    """A workplace as a subject: it stands where the institution stands that the person named."""

    workplace: Workplace
    #: The institution in whose list it stands: the named one or one above it.
    seen_from: UUID
    ancestors: frozenset[UUID]

    @property
    def id(self) -> UUID:
        return self.workplace.id

    @property
    def person_id(self) -> UUID:
        return self.workplace.person_id

    @property
    def is_believed(self) -> bool:
        return self.workplace.state is not WorkplaceState.REFUSED


def stated_at(institution_id: UUID, workplace_id: UUID) -> Stated | None:
    """None unless it is somebody's current workplace in this part of the tree."""
    workplace = db.session.scalars(_current(institution_id).where(Workplace.id == workplace_id)).one_or_none()
    if workplace is None or workplace.institution_id is None:
        return None
    return Stated(workplace, institution_id, frozenset(directory.ancestors_of(workplace.institution_id)))


def stated(place: UUID, state: WorkplaceState | None, words: str, number: int) -> Page[Workplace]:
    """By name; ``words`` are parts of the name in any spelling."""
    query = _current(place)
    if state is not None:
        query = query.where(Workplace.state == state)
    for word in fold(words).split():
        query = query.where(has_in_name(word))
    return page_of(query.order_by(Person.sort_key, Workplace.id), number)


def people_by_state(place: UUID) -> dict[WorkplaceState, int]:
    """How many people name a place in this part of the tree, by what was said of it; those of none are 0."""
    rows = db.session.execute(_of_current(place, Workplace.state, func.count()).group_by(Workplace.state))
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in WorkplaceState}


def chosen_for_update(place: UUID, workplace_ids: Collection[UUID], *, but: UUID) -> Sequence[Workplace]:
    """Those of the chosen that stand in this part of the tree, locked; never that of the person ``but``."""
    query = _current(place).where(Workplace.id.in_(workplace_ids), Workplace.person_id != but)
    return db.session.scalars(query.order_by(Workplace.id).with_for_update(of=Workplace)).all()


def decided_together(place: UUID, batch_id: UUID) -> Sequence[WorkplaceDecision]:
    """What was decided in one go about this part of the tree and can still be undone."""
    return db.session.scalars(_decided_together(place, batch_id)).all()


def decided_for_update(place: UUID, batch_id: UUID) -> Sequence[WorkplaceDecision]:
    """The same, locked, so that two who undo at once undo once."""
    query = _decided_together(place, batch_id).with_for_update(of=[WorkplaceDecision, Workplace])
    return db.session.scalars(query).all()


def _decided_together(place: UUID, batch_id: UUID) -> Select[Any]:
    return (
        select(WorkplaceDecision)
        .join(WorkplaceDecision.workplace)
        .where(
            WorkplaceDecision.batch_id == batch_id,
            WorkplaceDecision.undone_at.is_(None),
            WorkplaceDecision.workplace_id.in_(_of_current(place, Workplace.id)),
            Workplace.state == WorkplaceDecision.state_after,
        )
        .options(contains_eager(WorkplaceDecision.workplace))
        .order_by(WorkplaceDecision.id)
    )


def _current(place: UUID) -> Select[Any]:
    """Current workplaces with the person, the names and the institution."""
    return _of_current(place, Workplace).options(
        contains_eager(Workplace.person).selectinload(Person.names), selectinload(Workplace.institution)
    )


def _of_current(place: UUID, *wanted: Any) -> Select[Any]:
    """These columns of the current workplaces of everybody who may be named."""
    return (
        select(*wanted)
        .select_from(Workplace)
        .join(Workplace.person)
        .where(
            Workplace.until.is_(None),
            Workplace.institution_id.in_(directory.in_subtree([place])),
            Person.erased_at.is_(None),
            Person.merged_into_id.is_(None),
            Person.id.not_in(withdrew()),
        )
    )
