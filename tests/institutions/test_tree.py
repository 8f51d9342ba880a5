"""The tree under any order of moves, mergers, closings and undoings: the links are the parents written out."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.core.extensions import db
from lms.institutions import queries, services
from lms.institutions.errors import BelowItself, CannotBeUndone, NothingChanges, NotListed
from lms.institutions.models import Institution, InstitutionLink, InstitutionState
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_institution

REFUSALS = (BelowItself, CannotBeUndone, NothingChanges, NotListed)
SIZE = 7
ACTS = st.lists(
    st.tuples(st.sampled_from(["move", "merge", "undo", "add"]), st.integers(0, SIZE + 1), st.integers(-1, SIZE + 1)),
    max_size=12,
)


class NaiveTree:
    """Each place knows its parent; everything else is walked."""

    def __init__(self, institutions):
        self.parents = {row.id: row.parent_id for row in institutions}

    def links(self):
        return {(above, place, depth) for place in self.parents for depth, above in enumerate(self.path(place))}

    def path(self, place):
        while place is not None:
            yield place
            place = self.parents[place]


def links_of(ids):
    query = select(InstitutionLink.ancestor_id, InstitutionLink.descendant_id, InstitutionLink.depth)
    return {tuple(row) for row in db.session.execute(query.where(InstitutionLink.descendant_id.in_(ids)))}


def do(act, institution, other, coordinator, at):
    """The act; the institutions that came by it."""
    facts = {"reason": "A decree.", "by": coordinator.id, "at": at}
    if act == "move":
        services.move_institution(institution, other, on=at.date(), **facts)
    elif act == "merge" and other is not None:
        services.merge_institutions(institution, other, **facts)
    elif act == "add":
        names = {"ky": "Жаңы", "ru": "Новый", "en": "New"}
        parent = other.id if other is not None else None
        return services.add_to_list([services.NewInstitution(names, "court", "KG-T", parent_id=parent)], **facts)
    elif act == "undo":
        for change in queries.changes_of(institution.id):
            if change.id in queries.undoable_changes(institution.id):
                services.undo_change(change, **facts)
    return []


@settings(
    max_examples=30,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take minutes with a database behind it
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
@example(acts=[("move", 2, 1), ("merge", 1, 0), ("undo", 2, 0)])
@example(acts=[("move", 5, 0), ("merge", 5, 6), ("undo", 5, 5)])  # both undone at one moment
@example(acts=[("add", 0, 1), ("undo", 7, 0), ("move", 1, 0), ("add", 0, 7), ("move", 0, 7)])  # added and taken back
@example(acts=[("add", 0, 1), ("add", 0, 7), ("undo", 7, 0), ("undo", 8, 0), ("undo", 7, 0), ("merge", 1, 0)])
def test_whatever_happens_the_links_are_the_parents_written_out(session, frozen, acts):
    coordinator = make_account("coordinator")
    places = [make_institution(f"Place {number}") for number in range(SIZE)]
    before = set(session.scalars(select(Institution.id))) - {place.id for place in places}

    trees = {}
    for number, (act, at, other) in enumerate(acts):
        moment = frozen + timedelta(minutes=number)
        place, parent = places[at % len(places)], places[other % len(places)] if other >= 0 else None
        with suppress(*REFUSALS):
            places += do(act, place, parent, coordinator, moment)
        session.flush()
        trees[moment] = {place.id: place.parent_id for place in places}

    ours = [row for row in session.scalars(select(Institution)) if row.id not in before]
    assert links_of({row.id for row in ours}) == NaiveTree(ours).links()
    found = queries.parents_at(list(trees))
    assert [{place: tree[place] for place in then} for tree, then in zip(found, trees.values(), strict=True)] == list(
        trees.values()
    )
    out = {row.id for row in ours if row.state is InstitutionState.REFUSED}
    assert [row for row in ours if row.parent_id in out and row.id not in out] == []


def test_a_part_of_the_tree_moves_in_few_statements(app, session, frozen):
    top, other = make_institution("Top"), make_institution("Other")
    middle = make_institution("Middle", parent=top)
    leaves = [make_institution(f"Leaf {number}", parent=middle) for number in range(30)]
    coordinator = make_account("coordinator")

    with count_queries(app) as statements:
        services.move_institution(middle, other, on=frozen.date(), reason="Law.", by=coordinator.id, at=frozen)
        session.flush()

    assert {row.id for row in leaves} <= queries.subtree_ids([other.id])
    assert not {row.id for row in leaves} & queries.subtree_ids([top.id])
    assert len(statements) < 20


def test_nothing_moves_below_itself(session, frozen):
    top = make_institution("Top")
    leaf = make_institution("Leaf", parent=make_institution("Middle", parent=top))
    facts = {"reason": "Law.", "by": make_account("coordinator").id, "at": frozen}

    with pytest.raises(BelowItself):
        services.move_institution(top, leaf, on=frozen.date(), **facts)
    with pytest.raises(BelowItself):
        services.move_institution(top, top, on=frozen.date(), **facts)
    with pytest.raises(BelowItself):
        services.merge_institutions(top, leaf, **facts)


def test_only_a_listed_place_takes_others_in(session, frozen):
    court = make_institution("Court")
    closed = make_institution("Closed", state=InstitutionState.CLOSED)
    facts = {"reason": "Law.", "by": make_account("coordinator").id, "at": frozen}

    with pytest.raises(NotListed):
        services.move_institution(court, closed, on=frozen.date(), **facts)
    with pytest.raises(NotListed):
        services.merge_institutions(court, closed, **facts)


def test_a_move_to_where_it_stands_is_no_move(session, frozen):
    court = make_institution("Court", parent=make_institution("Top"))
    top = session.get(Institution, court.parent_id)

    with pytest.raises(NothingChanges):
        services.move_institution(
            court, top, on=date(2026, 12, 1), reason="Law.", by=make_account("coordinator").id, at=frozen
        )
