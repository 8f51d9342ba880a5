"""The roll-up gives the numbers of the enrolments, whatever is asked and whatever happens meanwhile."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms.catalogue.models import TrainingModule
from lms.certificates.events import CertificateIssued
from lms.certificates.models import Certificate
from lms.certificates.queries import is_first_of_completion
from lms.core import clock, events
from lms.core.extensions import db
from lms.core.models import new_id
from lms.core.transactions import commit
from lms.enrolments.events import CompletionTakenBack, ModuleCompleted
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.grading.events import ResultChanged
from lms.people.models import Consent, Person
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting.behind import Cell, people_behind
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.cohort_counts import cohort_counts
from lms.reporting.cohorts import cohort_of, cohorts_closed_in, last_closed
from lms.reporting.consents import WITHHELD
from lms.reporting.counting import counts, counts_of
from lms.reporting.facts import people_ever
from lms.reporting.outcomes import outcomes
from lms.reporting.reports.funnel import funnel
from lms.reporting.rollup import filling
from lms.reporting.rollup.filling import was_begun
from lms.reporting.rollup.models import ONLY, CountedCompletion, CountedOutcome, Rollup
from lms.reporting.rollup.state import is_whole
from tests.reporting.conftest import populate, withdraw
from tests.support.databases import count_queries
from tests.support.factories import make_enrolment

PERIODS = [
    Period(date(2019, 1, 1), date(2026, 11, 16)),
    Period(date(2026, 4, 1), date(2026, 6, 30)),
    Period(date(2026, 7, 1), date(2026, 7, 31)),
]
FACTS = ("institution_type", "sex", "age_band", "region", "profession", "workplace_confirmed")
MEASURES = tuple(Measure)


def rebuild():
    return filling.rebuild(at=clock.now(), after_portion=commit, progress=lambda done, of: None)


def choices():
    """Every period with every kind of set of modules, and each filter of rows once."""
    modules = module_ids()
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
    for measure in MEASURES:
        found.append(counts(measure, Choice(PERIODS[0]), "module_id", "month", "institution_id"))
        found.append(counts(measure, Choice(PERIODS[1]), "month", "sex"))
    found.append(counts(Measure.ENROLMENTS, Choice(PERIODS[0]), "module_id", "month", "language"))
    cohorts = cohorts_closed_in(PERIODS[0])
    for choice in (Choice(PERIODS[0]), Choice(PERIODS[0], sexes=frozenset({"female"}))):
        found.append(cohort_counts(choice, cohorts, "module_id", "sex", "region", "profession", "cohort", "in_time"))
        found.append(cohort_counts(choice, cohorts[-2:], "institution_id", "in_time"))
    found += [funnel(choice) for choice in list(choices())[::4]]
    return found + achieved() + listed()


def listed():
    """The people behind numbers, by pages."""
    narrow, module = Choice(PERIODS[1], is_confirmed=True), (("module", str(module_ids()[0])),)
    pages = [people_behind(Cell(measure, ()), Choice(PERIODS[0]), 2, PERIODS[0].end) for measure in MEASURES]
    for conditions in ((("sex", "female"),), (("region", WITHHELD),), module):
        for measure, choice in zip(MEASURES, (narrow, Choice(PERIODS[0])) * 3, strict=False):
            pages.append(people_behind(Cell(measure, conditions), choice, 1, PERIODS[0].end))
    return [(page.total, [line_of(one) for one in page.rows]) for page in pages]


def line_of(one):
    return one.person and one.person.id, one.institution, one.module_id, one.day


def module_ids():
    return db.session.scalars(select(TrainingModule.id).order_by(TrainingModule.code)).all()


def achieved():
    """What people achieved in all closed cohorts, and in every run of the newest ones."""
    cohorts = cohorts_closed_in(PERIODS[0])
    newest = cohorts[-3:]
    runs = [newest[first:last] for first in range(3) for last in range(first + 1, 4)]
    found = []
    for run in [cohorts, *runs]:
        counted = Counter()
        for one in outcomes(run, by_place=True):
            counted[one._replace(people=0)] += one.people
        found.append(counted)
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


def test_everybody_achieves_once_in_any_run_of_cohorts(marred):
    """Who began again counts for the run's first; two records that are one person may have been judged crosswise."""
    cohorts = cohorts_closed_in(PERIODS[0])
    one, other = (enrolments_with_tests(cohort.began, 12) for cohort in cohorts[-2:])
    for number, (earlier, later) in enumerate(zip(one, other, strict=True)):
        later.module_id = earlier.module_id
        if number % 3 == 0:  # the same record began again
            later.person_id = earlier.person_id
        else:
            later.person.merged_into_id = earlier.person_id
        if number % 3 == 1:  # the earlier cohort's test was judged after the later one's
            for attempt in attempts_of(earlier):
                attempt.released_at = cohorts[-2].closed_at - timedelta(hours=1)
            for attempt in attempts_of(later):
                attempt.released_at = cohorts[-2].closed_at - timedelta(hours=2)
    db.session.commit()
    rebuild()

    crosswise = select(func.count()).select_from(CountedOutcome).where(CountedOutcome.cohort_after.is_not(None))
    assert db.session.scalar(crosswise)
    plain, rolled = both_ways()
    assert rolled == plain
    assert people_in(cohorts[-2:]) < people_in(cohorts[-2:-1]) + people_in(cohorts[-1:])


def test_a_cohort_that_was_closed_since_the_last_night_is_read_from_the_attempts(marred):
    rebuild()
    state = db.session.get_one(Rollup, ONLY)
    state.last_cohort -= 1
    db.session.execute(CountedOutcome.__table__.delete().where(CountedOutcome.cohort > state.last_cohort))
    db.session.commit()

    plain, rolled = both_ways()
    assert rolled == plain


def test_what_was_consented_and_set_aside_when_the_cohort_was_closed(marred):
    """On both sides of the closing."""
    cohort = cohorts_closed_in(PERIODS[0])[-1]
    begun = enrolments_with_tests(cohort.began, 9)
    for number, enrolment in enumerate(begun[:6]):
        moment = cohort.closed_at + timedelta(seconds=number % 2 * 2 - 1)
        if number < 3:
            attempts_of(enrolment)[0].set_aside_at = moment
        else:
            for consent in db.session.scalars(select(Consent).where(Consent.person_id == enrolment.person_id)):
                consent.withdrawn_at = moment
    db.session.commit()
    rebuild()

    plain, rolled = both_ways()
    assert rolled == plain


def test_cohorts_have_numbers():
    cohort = cohort_of(last_closed(date(2026, 6, 30)))
    assert (cohort.began.start, cohort.closes) == (date(2026, 1, 1), date(2026, 6, 29))
    assert cohort_of(last_closed(date(2026, 6, 29))).began.start == date(2025, 10, 1)
    assert cohort_of(cohort.number) == cohort


def enrolments_with_tests(period, number):
    query = select(Enrolment).where(
        Enrolment.started_on.between(period.start, period.end), Enrolment.state == EnrolmentState.COMPLETED
    )
    tested = select(Attempt.enrolment_id).where(Attempt.kind == AttemptKind.FINAL)
    unmerged = select(Person.id).where(Person.merged_into_id.is_(None))
    query = query.where(Enrolment.id.in_(tested), Enrolment.person_id.in_(unmerged))
    found = db.session.scalars(query.order_by(Enrolment.person_id, Enrolment.id)).all()
    return list({enrolment.person_id: enrolment for enrolment in found}.values())[:number]


def attempts_of(enrolment):
    return db.session.scalars(
        select(Attempt).where(Attempt.enrolment_id == enrolment.id, Attempt.kind == AttemptKind.FINAL)
    ).all()


def people_in(run):
    return sum(one.people for one in outcomes(run))


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
    events.emit(ResultChanged(new_id(), one.id, one.person_id, is_newly_passed=False, at=clock.now()))

    plain, rolled = both_ways()
    assert rolled == plain
    assert achieved() != before


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
    for measure in MEASURES:
        assert sum(row[-1] for row in counts(measure, Choice(PERIODS[0]))) == 0


def test_whether_it_is_whole_is_read_once_in_a_transaction(app, marred):
    rebuild()
    with count_queries(app) as statements:
        for _time in range(3):
            assert is_whole()
        assert outcomes(cohorts_closed_in(PERIODS[0]))
    assert sum("FROM report_rollup" in one for one in statements) == 1

    commit()
    with count_queries(app) as statements:
        assert is_whole()
    assert len(statements) == 1


def test_a_start_is_not_followed_before_there_is_anything_to_keep(session, editions):
    make_enrolment(editions[0])
    assert not was_begun()

    rebuild()
    assert was_begun()


def test_what_named_no_cohort_is_not_read(marred):
    """So rows were made before there were any of starts and of certificates."""
    rebuild()
    assert is_whole()
    db.session.get_one(Rollup, ONLY).last_cohort = None
    db.session.commit()
    assert not is_whole()


def test_days_are_those_of_bishkek_at_the_end_of_a_quarter(marred):
    """18:00 in Greenwich is midnight; both ways put the moments before and at it into different quarters."""
    midnight = datetime(2026, 6, 30, 18, tzinfo=UTC)
    quarters = [Choice(PERIODS[1]), Choice(Period(date(2026, 7, 1), date(2026, 9, 30)))]

    def issued():
        return [sum(row[-1] for row in counts(Measure.CERTIFICATES, choice)) for choice in quarters]

    papers = db.session.scalars(select(Certificate).where(is_first_of_completion()).order_by(Certificate.serial))
    for number, paper in enumerate(papers.all()):
        paper.issued_at = midnight - timedelta(seconds=number % 3 == 0)
    db.session.commit()
    plain = issued()
    rebuild()
    assert issued() == plain
    assert 0 < plain[0] < plain[1]


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
