"""The numbers of the enrolments beside those of the roll-up, for whatever may be asked."""

from collections import Counter
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from lms.catalogue.models import TrainingModule
from lms.core import clock
from lms.core.extensions import db
from lms.core.transactions import commit
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.people.models import Person
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting.behind import Cell, people_behind
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.cohort_counts import cohort_counts
from lms.reporting.cohorts import cohorts_closed_in
from lms.reporting.consents import WITHHELD
from lms.reporting.counting import counts, counts_of, people_in_each
from lms.reporting.facts import people_ever
from lms.reporting.outcomes import outcomes
from lms.reporting.quarters import closed_quarters
from lms.reporting.reports.funnel import funnel
from lms.reporting.rollup import filling
from lms.reporting.rollup.firsts import firsts_of
from lms.reporting.rollup.models import (
    ONLY,
    Rollup,
)

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
    modules = module_ids()
    sets = [frozenset(chosen) for chosen in (modules, modules[:1], modules[1:], ())]
    for choice in list(choices())[::4]:
        found += [funnel(choice), people_in_each(choice, sets)]
    return found + achieved() + results() + listed()


def results():
    """First attempts of every closed quarter, added up."""
    found = []
    for year in range(2019, 2027):
        rows = firsts_of(year, closed_quarters(year, PERIODS[0].end))
        facts = [(row.quarter, row.institution_id, row.module_id, row.sex, row.points_possible) for row in rows]
        sums = [(row.reached_at, int(row.points), int(row.squares), row.count) for row in rows]
        found.append(Counter(zip(facts, sums, strict=True)))
    return found


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


def both_ways(of=numbers):
    """The numbers of the enrolments and those of the roll-up."""
    state = db.session.get_one(Rollup, ONLY)
    state.is_whole = False
    db.session.flush()
    plain = of()
    state.is_whole = True
    db.session.flush()
    return plain, of()


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
