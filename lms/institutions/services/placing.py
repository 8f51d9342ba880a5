"""Places in the tree, and the rows that say who stands below whom.

The links are the tree's parents written out in full: for each institution itself and everything above it. Whoever
changes the tree takes it alone (``take_tree``), so that two changes at once never make a circle.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from lms.core.extensions import db
from lms.institutions import queries
from lms.institutions.errors import BelowItself, NothingChanges, NotListed
from lms.institutions.models import ChangeKind, Institution, InstitutionChange, InstitutionLink, InstitutionState
from lms.institutions.services.history import do_and_note

IN_THE_TREE = (InstitutionState.LISTED, InstitutionState.CLOSED)


def link_new(placed: Sequence[tuple[UUID, UUID | None]]) -> None:
    """Write the links of new institutions: (own id, id of the parent), parents before those below them."""
    new = {identity for identity, _parent in placed}
    above = queries.ancestors_of_each({parent for _identity, parent in placed if parent and parent not in new})
    for identity, parent in placed:
        above[identity] = [identity, *(above[parent] if parent else [])]
    rows = [_link(place, identity, depth) for identity, _ in placed for depth, place in enumerate(above[identity])]
    db.session.flush()  # links point at institutions
    if rows:
        db.session.execute(insert(InstitutionLink), rows)


def take_tree(*places: Institution | None) -> None:
    """Nobody else changes the tree until this transaction ends; these places are as they are now."""
    queries.tree_for_update()
    for place in places:
        if place is not None:
            db.session.refresh(place, ["state", "parent_id"])


def hang_below(institution: Institution, parent: Institution | None) -> None:
    """Take the institution, with everything below it, to another place. Raises ``BelowItself``."""
    beneath = queries.depths_beneath(institution.id)
    if parent is not None and parent.id in beneath:
        raise BelowItself
    db.session.execute(
        delete(InstitutionLink)
        .where(InstitutionLink.descendant_id.in_(beneath), InstitutionLink.ancestor_id.not_in(beneath))
        .execution_options(synchronize_session=False)
    )
    institution.parent_id = parent.id if parent else None
    above = queries.ancestors_of(parent.id) if parent else []
    rows = [
        _link(place, identity, distance + 1 + depth)
        for distance, place in enumerate(above)
        for identity, depth in beneath.items()
    ]
    if rows:
        db.session.execute(insert(InstitutionLink), rows)


def _link(ancestor: UUID, descendant: UUID, depth: int) -> dict[str, Any]:
    return {"ancestor_id": ancestor, "descendant_id": descendant, "depth": depth}


def move_institution(
    institution: Institution, parent: Institution | None, *, on: date, reason: str, by: UUID, at: datetime
) -> InstitutionChange:
    """Give it another place in the tree from a day on: scope and sums follow, enrolments keep what they recorded.

    Raises ``NothingChanges``, ``NotListed``, ``BelowItself`` and ``AnotherWaits``.
    """
    take_tree(institution, parent)
    refuse_move(institution, parent)
    after = str(parent.id) if parent else None
    return do_and_note(
        institution,
        ChangeKind.MOVED,
        lambda: place_below(institution, parent),
        on=on,
        reason=reason,
        by=by,
        at=at,
        after=after,
    )


def refuse_move(institution: Institution, parent: Institution | None) -> None:
    """Raises ``NotListed``, ``NothingChanges`` and ``BelowItself``. The caller holds the tree."""
    if institution.state not in IN_THE_TREE:
        raise NotListed
    if parent is not None and parent.state is not InstitutionState.LISTED:
        raise NotListed
    if institution.parent_id == (parent.id if parent else None):
        raise NothingChanges
    if parent is not None and queries.is_below(parent.id, [institution.id]):
        raise BelowItself


def place_below(institution: Institution, parent: Institution | None) -> dict[str, Any]:
    """Do the move; where it stood before is what undoing needs."""
    before = institution.parent_id
    hang_below(institution, parent)
    return {"before": str(before) if before else None}
