from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from lms.core.extensions import db
from lms.enrolments.services import record_step
from lms.institutions.models import Institution
from lms.people.models import Sex, WorkplaceState
from lms.people.services import take_workplace
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.counting import counts
from tests.reporting.conftest import JUNE, complete, withdraw
from tests.reporting.reference import Reference
from tests.support.factories import make_enrolment, make_institution, make_person
from tests.support.factories.certificates import ALL_STEPS

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
FIRST_HALF = Period(date(2026, 1, 1), date(2026, 6, 30))
SECOND_HALF = Period(date(2026, 7, 1), date(2026, 12, 31))
OCTOBER = datetime(2026, 10, 10, 5, tzinfo=UTC)


def number(measure, choice, *dimensions):
    rows = counts(measure, choice, *dimensions)
    return {row[0]: row[1] for row in rows} if dimensions else sum(row[-1] for row in rows)


# ── The edge cases of counting ────────────────────────────────────────────────


def test_who_changes_institution_counts_where_the_enrolment_began(editions):
    old = make_institution("Talas District Court", region="KG-T")
    new = make_institution("Osh City Bar", type_code="bar", region="KG-GO")
    person = make_person(institution=old)
    enrolment = make_enrolment(editions[0], person, at=JUNE - timedelta(days=30))
    take_workplace(person, new.id, at=JUNE - timedelta(days=10), state=WorkplaceState.CONFIRMED)
    db.session.commit()
    for step in ALL_STEPS:
        record_step(enrolment, step, at=JUNE)
        db.session.flush()
    after_it = make_enrolment(editions[1], person, at=JUNE, done=ALL_STEPS)

    assert (enrolment.institution_id, after_it.institution_id) == (old.id, new.id)
    assert counts(Measure.PEOPLE, Choice(YEAR), "region", "institution_type", "workplace_confirmed") == [
        ("KG-T", "court", False, 1)
    ]
    for measure in (Measure.ENROLMENTS, Measure.COMPLETIONS):
        assert number(measure, Choice(YEAR), "institution_id") == {old.id: 1, new.id: 1}
        assert number(measure, Choice(YEAR), "institution_type") == {"court": 1, "bar": 1}
    of_first = Choice(YEAR).of_module(editions[0].module_id)
    places = [number(Measure.PEOPLE, replace(of_first, institution=place.id)) for place in (old, new)]
    assert places == [1, 0]


def test_two_modules_in_a_year_are_one_person_in_each_half_and_one_in_the_year(editions):
    person = make_person()
    complete(editions[0], person, JUNE)
    complete(editions[1], person, OCTOBER)

    halves = [number(Measure.PEOPLE, Choice(half)) for half in (FIRST_HALF, SECOND_HALF)]

    assert halves == [1, 1]
    assert number(Measure.PEOPLE, Choice(YEAR)) == 1 != sum(halves)
    assert number(Measure.COMPLETIONS, Choice(YEAR)) == 2
    assert number(Measure.NEW_PEOPLE, Choice(SECOND_HALF)) == 0
    assert number(Measure.CUMULATIVE, Choice(SECOND_HALF)) == 1


def test_sex_and_age_not_stated_are_in_the_total(editions):
    complete(editions[0], make_person(sex=Sex.NOT_STATED, birth_year=None), JUNE)

    assert counts(Measure.PEOPLE, Choice(YEAR), "sex", "age_band") == [("not_stated", "not-stated", 1)]


def test_who_withdrew_the_consent_is_counted_in_the_total_only(editions):
    person = make_person()
    complete(editions[0], person, JUNE)
    withdraw(person)

    assert number(Measure.PEOPLE, Choice(YEAR)) == 1
    assert number(Measure.PEOPLE, Choice(YEAR), "region") == {"not-disaggregated": 1}
    assert number(Measure.PEOPLE, Choice(YEAR), "sex") == {"not_stated": 1}
    assert number(Measure.PEOPLE, Choice(YEAR, regions=frozenset({"KG-T"}))) == 0


def test_a_consent_given_again_counts_in_full(editions):
    person = make_person()
    complete(editions[0], person, JUNE)
    withdraw(person, given_again=True)

    assert number(Measure.PEOPLE, Choice(YEAR), "region") == {"KG-T": 1}


# ── Days, ties, filters ──────────────────────────────────────────────────────


def test_days_are_those_of_bishkek_and_both_ends_are_included(editions):
    last_minute = datetime(2026, 6, 30, 17, 59, tzinfo=UTC)
    complete(editions[0], make_person(), last_minute)
    complete(editions[0], make_person(), last_minute + timedelta(minutes=1))

    assert number(Measure.PEOPLE, Choice(FIRST_HALF)) == 1
    assert number(Measure.PEOPLE, Choice(SECOND_HALF)) == 1
    assert number(Measure.PEOPLE, Choice(Period(date(2026, 6, 30), date(2026, 7, 1)))) == 2


def test_of_two_completions_at_one_moment_the_smaller_id_decides(editions):
    person = make_person()
    pair = sorted([complete(edition, person, JUNE) for edition in editions], key=lambda row: row.id)
    pair[0].region_code, pair[1].region_code = "KG-N", "KG-B"
    db.session.commit()

    assert number(Measure.PEOPLE, Choice(YEAR), "region") == {"KG-N": 1}


def test_a_module_chooses_completions_before_people_are_attributed(editions):
    person = make_person()
    complete(editions[0], person, JUNE).region_code = "KG-N"
    complete(editions[1], person, OCTOBER).region_code = "KG-B"
    db.session.commit()

    assert number(Measure.PEOPLE, Choice(YEAR).of_module(editions[1].module_id), "region") == {"KG-B": 1}


def test_every_other_filter_chooses_rows_afterwards(editions):
    person = make_person()
    complete(editions[0], person, JUNE).region_code = "KG-N"
    complete(editions[1], person, OCTOBER).region_code = "KG-B"
    db.session.commit()

    parts = [number(Measure.PEOPLE, Choice(YEAR, regions=frozenset({code}))) for code in ("KG-N", "KG-B")]

    assert parts == [1, 0]


def test_merged_people_are_one_person(editions):
    first, second = make_person(), make_person()
    complete(editions[0], first, JUNE)
    complete(editions[1], second, OCTOBER)
    second.merged_into_id = first.id
    db.session.commit()

    assert number(Measure.PEOPLE, Choice(YEAR)) == 1
    assert number(Measure.COMPLETIONS, Choice(YEAR)) == 2


# ── Against an independent calculation ───────────────────────────────────────

DIMENSIONS = (
    (),
    ("sex",),
    ("institution_type", "sex", "age_band"),
    ("region", "sex", "age_band"),
    ("profession", "module_id"),
    ("module_id", "month"),
)


def choices(editions):
    for period in (YEAR, FIRST_HALF, Period(date(2019, 1, 1), date(2026, 11, 16))):
        yield Choice(period)
        yield Choice(period).of_module(editions[0].module_id)
        yield Choice(period, sexes=frozenset({"female"}), regions=frozenset({"KG-GB", "KG-O"}))
        yield Choice(period, types=frozenset({None, "court"}), bands=frozenset({"18-24", "25-28", "30-35"}))
    court = db.session.scalars(select(Institution).where(Institution.key == "osh-oblast-court")).one_or_none()
    if court is not None:
        yield Choice(YEAR, institution=court.id)


def test_every_cell_agrees_with_the_reference(marred, editions):
    reference = Reference()

    for choice in choices(editions):
        for measure in Measure:
            for dimensions in DIMENSIONS:
                found = Counter({row[:-1]: row[-1] for row in counts(measure, choice, *dimensions)})
                assert found == reference.counts(measure, choice, *dimensions), (measure, choice, dimensions)
