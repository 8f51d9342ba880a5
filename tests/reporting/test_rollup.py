"""The roll-up gives the numbers of the enrolments, whatever is asked and whatever happens meanwhile."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from lms.catalogue.models import TrainingModule
from lms.core import clock, events
from lms.core.extensions import db
from lms.core.transactions import commit
from lms.enrolments.events import CompletionTakenBack, ModuleCompleted
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.people.models import Person
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.counting import counts, counts_of
from lms.reporting.facts import people_ever
from lms.reporting.rollup import filling
from lms.reporting.rollup.models import ONLY, CountedCompletion, Rollup
from lms.reporting.rollup.reading import is_whole
from tests.reporting.conftest import populate, withdraw

PERIODS = [
    Period(date(2019, 1, 1), date(2026, 11, 16)),
    Period(date(2026, 4, 1), date(2026, 6, 30)),
    Period(date(2026, 7, 1), date(2026, 7, 31)),
]
FACTS = ("institution_type", "sex", "age_band", "region", "profession", "workplace_confirmed")
MEASURES = (Measure.COMPLETIONS, Measure.PEOPLE, Measure.NEW_PEOPLE, Measure.CUMULATIVE)


def rebuild():
    return filling.rebuild(at=clock.now(), after_portion=commit, progress=lambda done, of: None)


def choices():
    """Every period with every kind of set of modules, and each filter of rows once."""
    modules = db.session.scalars(select(TrainingModule.id).order_by(TrainingModule.code)).all()
    for period in PERIODS:
        for chosen in (None, {modules[0]}, {modules[1]}, set(modules)):
            yield Choice(period, modules=None if chosen is None else frozenset(chosen))
        yield Choice(period, trained_by=frozenset({modules[0]}))
    whole = Choice(PERIODS[0])
    place = db.session.scalars(select(Enrolment.institution_id).where(Enrolment.institution_id.is_not(None))).first()
    yield replace(whole, sexes=frozenset({"female"}))
    yield replace(whole, regions=frozenset({"KG-GB"}), bands=frozenset({"18-24", "25-28"}))
    yield replace(whole, professions=frozenset({None, "judge"}))
    yield replace(whole, institution=place)
    yield replace(whole, is_nowhere=True)
    yield replace(whole, is_confirmed=True)


def numbers():
    """Everything that may be counted, by every way there is."""
    found = []
    for choice in choices():
        found += [counts(measure, choice, *FACTS) for measure in MEASURES]
        found.append(counts_of(people_ever, choice, "region", "is_new", "in_period"))
    found.append(counts(Measure.COMPLETIONS, Choice(PERIODS[0]), "module_id", "month"))
    return found


def both_ways():
    """The numbers of the enrolments and those of the roll-up."""
    state = db.session.get_one(Rollup, ONLY)
    state.is_whole = False
    db.session.flush()
    plain = numbers()
    state.is_whole = True
    db.session.flush()
    return plain, numbers()


@pytest.mark.parametrize("core", [("M91",), ("M91", "M92"), ()])
def test_the_same_numbers(marred, monkeypatch, core):
    ids = set(db.session.scalars(select(TrainingModule.id).where(TrainingModule.code.in_(core))))
    monkeypatch.setattr(filling, "core_modules", lambda: ids)
    rebuild()

    assert is_whole()
    plain, rolled = both_ways()
    assert rolled == plain
    assert any(plain)


def test_rebuilding_twice_changes_nothing(marred):
    rebuild()
    before = rows()
    rebuild()

    assert rows() == before
    assert len(before) == completed()


def test_small_portions_make_the_same(marred, monkeypatch):
    rebuild()
    before = [row[1:] for row in rows()]
    monkeypatch.setattr(filling, "PORTION", 7)
    rebuild()

    assert [row[1:] for row in rows()] == before


def test_it_follows_what_happens(marred):
    """A completion, one taken back, and a merge, each refreshed for its person only."""
    rebuild()
    open_one = db.session.scalars(select(Enrolment).where(Enrolment.state == EnrolmentState.OPEN)).first()
    open_one.state, open_one.completed_at = EnrolmentState.COMPLETED, clock.now()
    open_one.completed_on = clock.local_day(clock.now())
    events.emit(ModuleCompleted(open_one.id, open_one.person_id, open_one.module_id, clock.now()))
    done = db.session.scalars(select(Enrolment).where(Enrolment.state == EnrolmentState.COMPLETED)).first()
    done.state, done.withdrawn_at, done.completed_at, done.completed_on = (
        EnrolmentState.WITHDRAWN, clock.now(), None, None,
    )  # fmt: skip
    events.emit(CompletionTakenBack(done.id, done.person_id, clock.now()))
    first, second = db.session.scalars(
        select(Person).join(Enrolment)
        .where(Enrolment.state == EnrolmentState.COMPLETED, Person.merged_into_id.is_(None))
        .group_by(Person.id).order_by(Person.id.desc()).limit(2)
    ).all()  # fmt: skip
    second.merged_into_id = first.id
    withdraw(second)  # of the record that is merged away, and of that alone
    db.session.flush()
    filling.refresh([second.id])

    plain, rolled = both_ways()
    assert rolled == plain
    second.merged_into_id = None
    db.session.flush()
    filling.refresh([first.id, second.id])
    plain, rolled = both_ways()
    assert rolled == plain


def test_a_row_that_nobody_told_of_is_counted_after_the_night(marred):
    rebuild()
    open_one = db.session.scalars(select(Enrolment).where(Enrolment.state == EnrolmentState.OPEN)).first()
    open_one.state, open_one.completed_at = EnrolmentState.COMPLETED, clock.now()
    open_one.completed_on = clock.local_day(clock.now())
    db.session.commit()
    plain, rolled = both_ways()
    assert rolled != plain  # so this test can fail

    rebuild()
    plain, rolled = both_ways()
    assert rolled == plain


def test_an_empty_history(session):
    assert rebuild() == 0
    assert is_whole()
    assert sum(row[-1] for row in counts(Measure.PEOPLE, Choice(PERIODS[0]))) == 0


def test_people_who_are_made_in_bulk_are_counted_at_once(editions):
    rebuild()
    populate(40, 3)

    assert not is_whole()
    assert sum(row[-1] for row in counts(Measure.PEOPLE, Choice(PERIODS[0]))) > 0


def rows():
    table = CountedCompletion.__table__
    return [tuple(row) for row in db.session.execute(select(table).order_by(table.c.person, table.c.turn))]


def completed():
    return db.session.scalar(
        select(func.count()).select_from(Enrolment).where(Enrolment.state == EnrolmentState.COMPLETED)
    )
