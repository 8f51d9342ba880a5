"""Outcomes of closed cohorts are the same in the roll-up, each person once in any run of cohorts."""

from datetime import date, timedelta

from sqlalchemy import func, select

from lms.core.extensions import db
from lms.people.models import Consent
from lms.reporting.cohorts import cohort_of, cohorts_closed_in, last_closed
from lms.reporting.outcomes import outcomes
from lms.reporting.rollup.models import (
    ONLY,
    CountedOutcome,
    Rollup,
)
from tests.reporting.both_ways import PERIODS, attempts_of, both_ways, enrolments_with_tests, rebuild


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


def people_in(run):
    return sum(one.people for one in outcomes(run))
