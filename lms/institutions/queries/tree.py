"""Who stands above and below whom."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, func, select

from lms.core.extensions import db
from lms.institutions.models import (
    NATIONAL,
    Institution,
    InstitutionLink,
    Region,
)


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


def ancestors_of_each(institution_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The same for many."""
    query = (
        select(InstitutionLink.descendant_id, InstitutionLink.ancestor_id)
        .where(InstitutionLink.descendant_id.in_(institution_ids))
        .order_by(InstitutionLink.descendant_id, InstitutionLink.depth)
    )
    found: dict[UUID, list[UUID]] = {}
    for descendant, ancestor in db.session.execute(query):
        found.setdefault(descendant, []).append(ancestor)
    return found


def depths_beneath(institution_id: UUID) -> dict[UUID, int]:
    """The institution itself (0) and everything below it, with the steps down."""
    query = select(InstitutionLink.descendant_id, InstitutionLink.depth).where(
        InstitutionLink.ancestor_id == institution_id
    )
    return {row.descendant_id: row.depth for row in db.session.execute(query)}


def children_of(institution_id: UUID) -> Sequence[Institution]:
    """What stands directly below it, merged names too."""
    query = select(Institution).where(Institution.parent_id == institution_id)
    return db.session.scalars(query.order_by(Institution.id)).all()


def tree_for_update() -> None:
    """Wait until nobody else changes the tree: one row that every change of it locks, and nothing else does.

    The lock leaves alone who only refers to the region. Before the site data are loaded there is neither row nor tree.
    """
    query = select(Region.code).where(Region.code == NATIONAL).with_for_update(key_share=True)
    db.session.execute(query).one_or_none()
