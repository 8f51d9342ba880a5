"""What happens to people, papers and places through a year: after each of it every table is equal, counted either way.

The two ways are the short rows of the roll-up and the enrolments; beside them stands the plain reference, which reads
raw rows alone. Nothing is made anew between: the roll-up follows by itself.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.catalogue.models import TrainingModule
from lms.certificates.models import Certificate
from lms.certificates.queries import is_first_of_completion
from lms.certificates.services import restore_certificate, revoke_certificate
from lms.core import clock, events
from lms.core.extensions import db
from lms.enrolments.corrections import Facts, state_facts, undo_corrections
from lms.enrolments.events import ModuleCompleted
from lms.enrolments.models import Enrolment, EnrolmentState, FactCorrection
from lms.grading.events import MarkedAgain
from lms.institutions.models import NOT_STATED_REGION, Institution, InstitutionState
from lms.institutions.services import merge_institutions
from lms.people.leaving import Wish, forget_person
from lms.people.merging import merge_people, undo_merge
from lms.people.models import Person, PersonMerge, Sex
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.cohorts import cohorts_closed_in
from lms.reporting.counting import counts
from lms.reporting.outcomes import outcomes
from lms.reporting.reports import Audience, build
from lms.reporting.rollup import filling
from lms.reporting.rollup.models import ONLY, Rollup
from lms.reporting.rollup.state import is_whole
from tests.reporting.both_ways import attempts_of, enrolments_with_tests, rebuild
from tests.reporting.outcome_reference import Closed
from tests.reporting.reference import Reference
from tests.support.factories import make_account, make_certificate, make_enrolment

PEOPLE = (120, 11)
WHOLE = Period(date(2019, 1, 1), date(2026, 12, 31))
FACTS = ("module_id", "month", "sex", "age_band", "region", "profession", "institution_type")
WHY = "As the order of the court says."


@pytest.fixture
def by(session):
    return make_account(Role.COORDINATOR).id


def choices(place):
    return Choice(WHOLE, trained_by=frozenset(filling.core_modules())), Choice(WHOLE, institution=place)


def tables(place):
    """Everything that is printed, and the counts by every fact: by name and choice."""
    found = {}
    for number, choice in enumerate(choices(place)):
        for slug in "abf" if number else "abcfg":
            made = build(slug, choice, Audience.TEAM, key=b"")
            found[slug, number] = [*made.rows, made.total]
        found |= {(measure, number): counts(measure, choice, *FACTS) for measure in Measure}
    found["outcomes", 0] = sorted(map(repr, outcomes(cohorts_closed_in(WHOLE), by_place=True)))
    return found


def equal(place):
    """The same either way, and what the raw rows say; gives it back, to see what has changed."""
    db.session.flush()
    assert is_whole()
    rolled = tables(place)
    held = db.session.get_one(Rollup, ONLY)
    held.is_whole = False
    db.session.flush()
    plain = tables(place)
    held.is_whole = True
    db.session.flush()
    assert [name for name, one in rolled.items() if one != plain[name]] == []
    db.session.expire_all()
    known = Reference()
    for number, choice in enumerate(choices(place)):
        for measure in Measure:
            found = {row[:-1]: row[-1] for row in rolled[measure, number]}
            trained = choice if choice.trained_by is None else replace(choice, modules=choice.trained_by)
            asked = trained if measure.startswith("people") else choice
            assert found == dict(known.counts(measure, asked, *FACTS)), measure
    closed = Closed(WHOLE, clock.local_day(clock.now())).line(lambda row: True)
    total = rolled["c", 0][-1]
    assert {key: total[key] for key in closed} == closed
    return rolled


def people(*conditions):
    """With a completion, merged with nobody, the oldest record first."""
    stands = Person.merged_into_id.is_(None), Person.erased_at.is_(None), Person.is_synthetic
    query = select(Person).join(Enrolment).where(Enrolment.state == EnrolmentState.COMPLETED, *stands)
    return db.session.scalars(query.where(*conditions).group_by(Person.id).order_by(Person.id)).all()


def without_facts(person):
    """Sex and institution were not stated."""
    person.sex = Sex.NOT_STATED
    for enrolment in db.session.scalars(select(Enrolment).where(Enrolment.person_id == person.id)):
        enrolment.sex, enrolment.region_code = "not_stated", NOT_STATED_REGION
        enrolment.institution_id = enrolment.institution_type = None
    db.session.commit()
    return person


def test_after_whatever_happens_every_table_is_equal(population, editions, english, by, monkeypatch):
    at, places = clock.now(), db.session.scalars(
        select(Institution)
        .where(Institution.id.in_(select(Enrolment.institution_id)), Institution.state == InstitutionState.LISTED)
        .order_by(Institution.id)
    ).all()  # fmt: skip
    beneath = Reference().beneath
    place, other = next(
        (a, b) for a in places for b in places if b.id not in beneath[a.id] and a.id not in beneath[b.id]
    )  # fmt: skip
    unplaced = without_facts(people()[8])
    leaver = make_account(institution=place)
    make_certificate(leaver, editions[0], at=datetime(2026, 4, 20, 5, tzinfo=UTC))
    rebuild()
    seen = [equal(place.id)]

    def happened(*, changes=True):
        found = equal(place.id)
        assert (found != seen[-1]) is changes
        seen.append(found)

    # A start, and a completion that is entered a quarter late.
    late = make_enrolment(editions[1], people()[0], at=datetime(2026, 5, 4, 5, tzinfo=UTC))
    late.state, late.completed_at, late.completed_on = (
        EnrolmentState.COMPLETED, datetime(2026, 6, 1, 5, tzinfo=UTC), date(2026, 6, 1),
    )  # fmt: skip
    events.emit(ModuleCompleted(late.id, late.person_id, late.module_id, at))
    happened()

    # A certificate is revoked, and the revocation undone.
    paper = db.session.scalars(select(Certificate).where(is_first_of_completion()).order_by(Certificate.serial)).first()
    revoke_certificate(paper, code="not-own-work", reason=WHY, by=by, at=at)
    happened()
    restore_certificate(paper, reason=WHY, by=by, at=at)
    assert equal(place.id) == seen[-2]

    # What was not stated is stated, with institution and region, and taken back.
    stated = state_facts(
        unplaced, Facts(Sex.FEMALE, 1990, place), also_recorded=True, reason=WHY, by=by, at=at
    )  # fmt: skip
    happened()
    corrections = db.session.scalars(select(FactCorrection).where(FactCorrection.batch_id == stated)).all()
    undo_corrections(corrections, unplaced, by=by, at=at)
    happened()

    # Two records become one person, and two again.
    one, another = people()[2:4]
    merge = merge_people(another, one, reason=WHY, by=by, at=at)
    happened()
    undo_merge(db.session.get_one(PersonMerge, merge.id), by=by, at=at)
    happened()

    # A test is marked again: one that counts, and one that was set aside after its cohort was closed.
    for number, enrolment in enumerate(enrolments_with_tests(cohorts_closed_in(WHOLE)[-1].began, 2)):
        for attempt in attempts_of(enrolment):
            attempt.form_points = 0 if attempt.form_points else attempt.scale
            attempt.points = 0 if attempt.points * 4 >= attempt.points_possible * 3 else attempt.points_possible
            attempt.set_aside_at = at if number else None
        before = outcomes(cohorts_closed_in(WHOLE))
        events.emit(MarkedAgain(enrolment.id, enrolment.person_id, at))
        assert outcomes(cohorts_closed_in(WHOLE)) != before
    happened()

    # Somebody leaves: what was counted stays.
    forget_person(leaver.person_id, Wish(keeps_certificates=True), at=at)
    happened(changes=False)

    # Another module counts as core.
    core = frozenset(db.session.scalars(select(TrainingModule.id).where(TrainingModule.code == "M92")))
    monkeypatch.setattr(filling, "core_modules", lambda: core)
    happened()

    # An institution becomes part of another.
    merge_institutions(other, place, reason=WHY, by=by, at=at)
    happened()

    rebuild()
    assert equal(place.id) == seen[-1]
