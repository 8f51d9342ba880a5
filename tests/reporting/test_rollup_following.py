"""The roll-up follows what happens to people, each refreshed for its person only, as it happens."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import delete, func, select

from lms.catalogue.queries import document_of
from lms.certificates.events import CertificateIssued
from lms.certificates.models import Certificate
from lms.core import clock, events
from lms.core.extensions import db
from lms.enrolments.events import CompletionTakenBack, FactsCorrected, ModuleCompleted, ModuleStarted
from lms.enrolments.models import Enrolment, EnrolmentState, Step
from lms.enrolments.requirements import lesson_step
from lms.enrolments.services import move_to_edition, record_step, take_back_step
from lms.grading.events import MarkedAgain
from lms.people.leaving import Wish, forget_person
from lms.people.models import Person
from lms.people.retention import YEAR, remove_consents
from lms.quizzes.events import AttemptHandedIn
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting.choices import Choice
from lms.reporting.cohorts import cohorts_closed_in
from lms.reporting.reports.funnel import ALL, funnel
from lms.reporting.rollup import filling
from lms.reporting.rollup import firsts as rollup_firsts
from lms.reporting.rollup.filling import was_begun
from lms.reporting.rollup.models import (
    ONLY,
    CountedCompletion,
    CountedDay,
    CountedFirsts,
    CountedOutcome,
    CountedPerson,
    CountedQuarter,
    CountedStart,
    CountedWay,
    Rollup,
)
from tests.reporting.both_ways import (
    PERIODS,
    achieved,
    attempts_of,
    both_ways,
    enrolments_with_tests,
    listed,
    numbers,
    rebuild,
    results,
)
from tests.reporting.conftest import withdraw
from tests.support.databases import count_queries
from tests.support.factories import make_enrolment

WHOLE = Choice(PERIODS[0])


def test_it_follows_what_happens(marred, editions):
    """A start, a completion, one taken back, a certificate and a merge, each refreshed for its person only."""
    rebuild()
    make_enrolment(editions[0])
    open_one = db.session.scalars(select(Enrolment).where(Enrolment.state == EnrolmentState.OPEN)).first()
    open_one.state, open_one.completed_at = EnrolmentState.COMPLETED, clock.now()
    open_one.completed_on = clock.local_day(clock.now())
    events.emit(ModuleCompleted(open_one.id, open_one.person_id, open_one.module_id, clock.now()))
    done = db.session.scalars(select(Enrolment).where(Enrolment.state == EnrolmentState.COMPLETED)).first()
    done.state, done.withdrawn_at, done.completed_at, done.completed_on = (
        EnrolmentState.WITHDRAWN, clock.now(), None, None,
    )  # fmt: skip
    events.emit(CompletionTakenBack(done.id, done.person_id, clock.now()))
    paper = db.session.scalars(select(Certificate).order_by(Certificate.serial)).first()
    paper.issued_at -= timedelta(days=40)
    events.emit(CertificateIssued(paper.id, paper.enrolment_id, clock.now()))
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


def test_it_follows_everybody_on_the_way(marred, editions):
    """A lesson is done and taken back, a final quiz handed in, and the edition is another one."""
    rebuild()
    one = make_enrolment(editions[0])
    lesson = lesson_step(document_of(editions[0].id).lessons[0].key)
    begun = reached()
    db.session.add(Step(enrolment_id=one.id, key="lesson:nobody-told", done_at=clock.now()))
    db.session.flush()
    assert funnel(WHOLE)[ALL] == begun  # so this test can fail

    record_step(one, lesson, at=clock.now())
    assert reached() == begun + Counter(first=1, lessons=1)  # of two lessons
    take_back_step(one, lesson, is_over=False, at=clock.now())
    take_back_step(one, "lesson:nobody-told", is_over=False, at=clock.now())
    assert reached() == begun

    tried = db.session.scalars(
        select(Attempt)
        .join(Enrolment)
        .where(Attempt.kind == AttemptKind.FINAL, Attempt.number == 1, Enrolment.completed_on.is_(None))
    ).first()
    before, tried.enrolment_id = tried.enrolment_id, one.id
    for enrolment_id in (before, one.id):
        events.emit(AttemptHandedIn(tried.id, enrolment_id, tried.kind.value, 1, clock.now()))
    reached()
    move_to_edition(editions[1].id, silently=[one], at=clock.now())
    way = db.session.scalars(select(CountedWay).where(CountedWay.edition_id == editions[1].id))
    assert one.started_on in {row.started_on for row in way}
    reached()


def test_many_who_are_moved_are_followed_in_one_act(marred, editions, app, monkeypatch):
    """Else a correction of an edition would lock people one after the other, in another order than the night does."""
    rebuild()
    query = select(Enrolment).where(Enrolment.state == EnrolmentState.OPEN, Enrolment.edition_id == editions[0].id)
    one, *many = db.session.scalars(query.order_by(Enrolment.id).limit(12)).all()
    assert len(many) > 5  # so this test can fail
    statements = []
    for moved in ([one], many):
        with count_queries(app) as found:
            move_to_edition(editions[1].id, silently=moved, at=clock.now())
            db.session.flush()
        statements.append(len(found))
    assert statements[1] <= statements[0] + 1, statements
    reached()

    monkeypatch.setattr(filling, "MOST_AT_ONCE", 5)
    move_to_edition(editions[0].id, silently=many, at=clock.now())
    assert not db.session.get_one(Rollup, ONLY, populate_existing=True).is_whole, "left to the night"


def reached():
    """How many came as far as each step: by the roll-up, and the same by the enrolments."""
    state = db.session.get_one(Rollup, ONLY)
    found = []
    for state.is_whole in (False, True):
        db.session.flush()
        found.append(funnel(WHOLE))
    assert found[0] == found[1]
    return found[0][ALL]


def test_it_follows_a_corrected_result(marred):
    rebuild()
    before = achieved()
    one = enrolments_with_tests(cohorts_closed_in(PERIODS[0])[-1].began, 1)[0]
    attempts = attempts_of(one)
    for attempt in attempts:
        attempt.form_points = 0 if attempt.form_points else attempt.scale
        attempt.points = attempt.points_possible if attempt.points * 4 < attempt.points_possible * 3 else 0
    db.session.flush()
    assert achieved() == before  # so this test can fail
    events.emit(MarkedAgain(one.id, one.person_id, clock.now()))

    plain, rolled = both_ways()
    assert rolled == plain
    assert achieved() != before


def test_results_of_closed_quarters_are_added_up_once_and_follow_corrected_facts(marred):
    """What is read is what was added up, until facts of somebody in the quarter are corrected."""
    rebuild()
    before = results()
    one = enrolments_with_tests(cohorts_closed_in(PERIODS[0])[-1].began, 1)[0]
    one.sex = "male" if one.sex == "female" else "female"
    db.session.flush()
    assert results() == before  # so this test can fail

    events.emit(FactsCorrected(one.person_id, clock.now()))
    plain, rolled = both_ways(results)
    assert rolled == plain
    assert results() != before
    completed = select(func.count()).where(Enrolment.state == EnrolmentState.COMPLETED)
    assert rebuild() == db.session.scalar(completed)
    held = set(db.session.scalars(select(CountedQuarter.number).where(CountedQuarter.is_counted)))
    assert {4 * 2026, 4 * 2026 + 1, 4 * 2026 + 2} <= held
    assert max(held) == 4 * 2026 + 2, "the running quarter is none"
    plain, rolled = both_ways(results)
    assert rolled == plain


def test_whoever_leaves_changes_no_number_and_the_night_finds_nothing_to_mend(marred, editions):
    """Also when the consents of who left are removed: a withdrawn one goes on keeping the facts out of reports."""
    withdrawn = db.session.get_one(Person, enrolments_with_tests(PERIODS[0], 4)[3].person_id)
    withdraw(withdrawn)
    on_the_way = db.session.scalars(
        select(Enrolment).join(Step, Step.enrolment_id == Enrolment.id).where(Enrolment.state == EnrolmentState.OPEN)
    ).first()
    rebuild()
    before = without_names(numbers())
    tested = enrolments_with_tests(cohorts_closed_in(PERIODS[0])[-1].began, 2)
    leavers = {withdrawn.id, on_the_way.person_id, *(one.person_id for one in tested)}
    assert len(leavers) >= 3
    for paper in db.session.scalars(select(Certificate).join(Enrolment).where(Enrolment.person_id.in_(leavers))):
        paper.wording = {**paper.wording, "facts": {"name": "Seeded ones have none"}}
    for person_id in leavers:
        forget_person(person_id, Wish(keeps_certificates=False), at=clock.now())
    remove_consents(clock.now() + 4 * YEAR)
    db.session.refresh(on_the_way)
    assert on_the_way.state is not EnrolmentState.OPEN
    db.session.commit()

    plain, rolled = both_ways()
    assert rolled == plain
    assert without_names(rolled) == before
    held = kept_rows()
    assert all(held.values()), held.keys()
    rebuild()
    assert kept_rows() == held


def without_names(found):
    """The lists are in the order of names, and who has left has none."""
    return found[: -len(listed())]


def kept_rows():
    """What every table of the roll-up holds, however its rows are numbered."""
    tables = (CountedCompletion, CountedStart, CountedWay, CountedDay, CountedOutcome, CountedFirsts)
    columns = {table: [column for column in table.__table__.c if column.name != "id"] for table in tables}
    return {table.__tablename__: Counter(map(tuple, db.session.execute(select(*columns[table])))) for table in tables}


def test_a_quarter_doubted_while_it_is_added_up_is_not_believed(marred, monkeypatch):
    one = enrolments_with_tests(cohorts_closed_in(PERIODS[0])[-1].began, 1)[0]
    there = rollup_firsts.first_attempts

    def doubted_meanwhile(year, quarters):
        rows = there(year, quarters)
        rollup_firsts.doubt_quarters_of(one.person_id)
        return rows

    rebuild()
    monkeypatch.setattr(rollup_firsts, "first_attempts", doubted_meanwhile)
    rebuild()
    doubted = select(CountedQuarter).where(~CountedQuarter.is_counted)
    assert db.session.scalars(doubted.execution_options(populate_existing=True)).all()
    monkeypatch.undo()
    plain, rolled = both_ways(results)
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


def test_a_start_is_not_followed_before_there_is_anything_to_keep(session, editions):
    make_enrolment(editions[0])
    assert not was_begun()

    rebuild()
    assert was_begun()


def test_a_start_at_the_moment_of_a_merge_is_counted(marred, editions, monkeypatch):
    """Whoever merges has refreshed both before the start could be seen, and the start has waited for that."""
    rebuild()
    person, into = standing_apart(2)
    enrolment = make_enrolment(editions[0], person)
    lock, waited = filling._locked, []

    def merged_meanwhile(person_ids):
        if not waited:
            waited.append(person)
            person.merged_into_id = into.id
            db.session.flush()
            numbered = select(CountedPerson.number).where(CountedPerson.person_id == person.id)
            for table in (CountedStart, CountedDay, CountedCompletion, CountedOutcome):
                db.session.execute(delete(table).where(table.person.in_(numbered)))
            return [person.id], db.session.scalars(numbered).all()
        return lock(person_ids)

    monkeypatch.setattr(filling, "_locked", merged_meanwhile)
    events.emit(ModuleStarted(enrolment.id, person.id, clock.now()))

    plain, rolled = both_ways()
    assert rolled == plain


def standing_apart(number):
    """People with a completion whom nobody merged."""
    query = (
        select(Person)
        .join(Enrolment)
        .where(Enrolment.state == EnrolmentState.COMPLETED, Person.merged_into_id.is_(None), Person.erased_at.is_(None))
    )
    return db.session.scalars(query.group_by(Person.id).order_by(Person.id.desc()).limit(number)).all()
