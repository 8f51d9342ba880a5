"""Every figure of an institution's record, of the record above it, and of institutions beside each other."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.accounts.models import Role
from lms.certificates import services as register
from lms.core.extensions import db
from lms.enrolments import services as enrolments
from lms.institutions.models import NATIONAL
from lms.people.models import Sex
from lms.reporting import beside, records
from lms.reporting.choices import Period
from tests.support.factories import make_account, make_enrolment, make_institution
from tests.support.factories.certificates import ALL_STEPS

FEBRUARY = datetime(2026, 2, 10, 5, tzinfo=UTC)
MARCH = datetime(2026, 3, 10, 5, tzinfo=UTC)
#: Eighteen hours UTC are midnight in Bishkek: the first moment of April.
APRIL_BEGINS = datetime(2026, 3, 31, 18, tzinfo=UTC)
MARCH_ENDS = APRIL_BEGINS - timedelta(minutes=1)
MAY = datetime(2026, 5, 12, 5, tzinfo=UTC)
JUNE_ENDS = datetime(2026, 6, 30, 17, 59, tzinfo=UTC)

FIRST, SECOND, YEAR = "1", "2", "0"
PERIODS = {
    FIRST: Period(date(2026, 1, 1), date(2026, 3, 31)),
    SECOND: Period(date(2026, 4, 1), date(2026, 6, 30)),
    YEAR: Period(date(2026, 1, 1), date(2026, 12, 31)),
}
M91, M92, ALL = "M91. Title of practice", "M92. Title of second-practice", "All modules"
HEADS = ["Module", "Enrolled", "In progress", "Completed", "Certificates issued", "Corrected", "Revoked"]

#: (place, quarter) to the lines of the record, in the order of the heads.
RECORDS = {
    ("court", FIRST): {M91: [4, 2, 1, 1, 0, 0], M92: [1, 1, 0, 0, 0, 0], ALL: [5, 3, 1, 1, 0, 0]},
    ("court", SECOND): {M91: [0, 0, 1, 1, 1, 1], M92: [2, 1, 2, 1, 0, 0], ALL: [2, 1, 3, 2, 1, 1]},
    ("court", YEAR): {M91: [4, 0, 2, 2, 1, 1], M92: [3, 1, 2, 1, 0, 0], ALL: [7, 1, 4, 3, 1, 1]},
    ("above", FIRST): {M91: [5, 3, 1, 1, 0, 0], M92: [1, 1, 0, 0, 0, 0], ALL: [6, 4, 1, 1, 0, 0]},
    ("above", SECOND): {M91: [0, 0, 2, 2, 1, 1], M92: [3, 2, 2, 1, 0, 0], ALL: [3, 2, 4, 3, 1, 1]},
    ("above", YEAR): {M91: [5, 0, 3, 3, 1, 1], M92: [4, 2, 2, 1, 0, 0], ALL: [9, 2, 5, 4, 1, 1]},
    ("beside", FIRST): {M91: [1, 0, 1, 1, 0, 0], M92: [0] * 6, ALL: [1, 0, 1, 1, 0, 0]},
    ("beside", SECOND): {M91: [0] * 6, M92: [0] * 6, ALL: [0] * 6},
}
#: Enrolled, completed, women, men, certificates.
COMPARISON = {
    FIRST: {"above": [6, 1, 0, 1, 1], "beside": [1, 1, 1, 0, 1], "court": [5, 1, 0, 1, 1]},
    SECOND: {"above": [3, 4, 3, 0, 3], "beside": [0, 0, 0, 0, 0], "court": [2, 3, 2, 0, 2]},
    YEAR: {"above": [9, 5, 3, 1, 4], "beside": [1, 1, 1, 0, 1], "court": [7, 4, 2, 1, 3]},
}
SHARES = {
    FIRST: {"above": "0.0", "beside": "100.0", "court": "0.0"},
    SECOND: {"above": "100.0", "beside": "–", "court": "100.0"},
    YEAR: {"above": "75.0", "beside": "100.0", "court": "66.7"},
}


@pytest.fixture
def places(editions):
    """A court, the body above it, and one beside them."""
    above = make_institution("Court above", region=NATIONAL)
    return {
        "above": above,
        "court": make_institution("Court in Talas", parent=above),
        "beside": make_institution("Bar beside", type_code="bar", region="KG-O"),
    }


@pytest.fixture
def world(places, editions):
    """Completions, people in the middle, two leavers, a correction and a revocation in two quarters."""
    practice, second = editions

    def studies(place, edition, sex, since, *, completes=None, leaves=None, has_paper=False):
        person = make_account(institution=places.get(place), sex=sex).person
        enrolment = make_enrolment(edition, person, at=since)
        if leaves:
            enrolments.leave_module(enrolment, at=leaves)
        for step in ALL_STEPS if completes else ():
            enrolments.record_step(enrolment, step, at=completes)
            db.session.flush()
        return issue(enrolment, completes) if has_paper else None

    corrected = studies("court", practice, Sex.FEMALE, FEBRUARY, completes=MAY, has_paper=True)
    revoked = studies("court", practice, Sex.MALE, FEBRUARY, completes=MARCH_ENDS, has_paper=True)
    studies("court", second, Sex.FEMALE, FEBRUARY, completes=APRIL_BEGINS)
    studies("court", practice, Sex.MALE, FEBRUARY, leaves=APRIL_BEGINS)
    studies("court", practice, Sex.MALE, FEBRUARY, leaves=MARCH)
    studies("court", second, Sex.FEMALE, MAY)
    studies("court", second, Sex.OTHER, MAY, completes=JUNE_ENDS, has_paper=True)
    studies("above", practice, Sex.FEMALE, FEBRUARY, completes=MAY, has_paper=True)
    studies("above", second, Sex.MALE, APRIL_BEGINS)
    studies("beside", practice, Sex.FEMALE, FEBRUARY, completes=MARCH, has_paper=True)
    studies("nowhere", practice, Sex.FEMALE, FEBRUARY, completes=MARCH, has_paper=True)
    correct(corrected, MAY + timedelta(days=2))
    revoke(revoked, MAY)
    db.session.commit()


def issue(enrolment, at):
    name = "Асанова Айгүл Бакытовна"
    return register.issue_certificate(enrolment, name=name, languages="ky+en", by=None, at=at)


def correct(certificate, at):
    clerk = make_account(Role.COORDINATOR)
    wanted = {"name": "Асанова Айгүл Бакыт кызы", "reason": "As in the passport."}
    return register.correct_certificate(certificate, **wanted, by=clerk.id, at=at)


def revoke(certificate, at):
    clerk = make_account(Role.COORDINATOR)
    why = {"code": "not-own-work", "reason": "Two people sat the quiz together."}
    register.revoke_certificate(certificate, **why, by=clerk.id, at=at)


@pytest.fixture
def theirs(browser, session):
    return browser(make_account(Role.COORDINATOR))


def record_page(theirs, place, quarter):
    return theirs.visit(f"/en/reports/institutions/{place.id}", {"year": "2026", "quarter": quarter})


def cells(page, table):
    """The lines of a table as they are read, the heads first."""
    rows = page.all(f"//table[@id='{table}']//tr")
    return [["".join(cell.itertext()).replace("\u00ad", "") for cell in row.xpath("th|td")] for row in rows]


@pytest.mark.parametrize(("place", "quarter"), RECORDS)
def test_every_cell_of_the_record(theirs, places, world, place, quarter):
    heads, *lines = cells(record_page(theirs, places[place], quarter), "activity")

    assert heads == HEADS
    assert {line[0]: [int(cell) for cell in line[1:]] for line in lines} == RECORDS[place, quarter]


@pytest.mark.parametrize(("place", "quarter", "people"), [("court", FIRST, 1), ("court", YEAR, 4), ("above", YEAR, 5)])
def test_the_people_on_top_of_the_record(places, world, place, quarter, people):
    assert records.people_trained(places[place].id, PERIODS[quarter]) == people


@pytest.mark.parametrize("quarter", COMPARISON)
def test_every_column_of_institutions_beside_each_other(places, world, quarter):
    own = {place.id: name for name, place in places.items()}

    found = beside.standings(PERIODS[quarter], date(2026, 11, 16))

    lines = {own[line.id]: line for line in found if line.id in own}
    numbers = {
        name: [line.enrolled, line.completed, line.women, line.men, line.certificates] for name, line in lines.items()
    }
    assert numbers == COMPARISON[quarter]
    facts = {name: (line.name, line.type_code, line.region_code) for name, line in lines.items()}
    assert facts == {
        "above": ("Court above", "court", NATIONAL),
        "court": ("Court in Talas", "court", "KG-T"),
        "beside": ("Bar beside", "bar", "KG-O"),
    }
    others = [line for line in found if line.id not in own]
    assert others
    assert not any((line.enrolled, line.completed, line.certificates) != (0, 0, 0) for line in others)


@pytest.mark.parametrize("quarter", COMPARISON)
def test_the_pages_beside_and_beneath_say_the_same(theirs, places, world, quarter):
    names = {"Court above": "above", "Court in Talas": "court", "Bar beside": "beside"}
    asked = {"year": "2026", "quarter": quarter, "sort": "enrolled", "dir": "desc"}
    compared = cells(theirs.visit("/en/reports/institutions", asked), "institutions")[1:]
    [beneath] = cells(record_page(theirs, places["above"], quarter), "beneath")[1:]

    for line in [*(line for line in compared if line[0] in names), beneath]:
        name = names[line[0]]
        enrolled, completed, _women, _men, papers = map(str, COMPARISON[quarter][name])
        assert [*line[2:4], *line[5:10]] == [enrolled, completed, SHARES[quarter][name], papers, "–", "–", "–"]
    assert {"Court above", "Court in Talas"} <= {line[0] for line in compared}


def test_a_correction_in_a_later_quarter_is_no_second_certificate(theirs, places, editions):
    person = make_account(institution=places["court"]).person
    enrolment = make_enrolment(editions[0], person, at=FEBRUARY, done=ALL_STEPS)
    successor = correct(issue(enrolment, MARCH), MAY)
    db.session.flush()
    correct(successor, JUNE_ENDS)
    db.session.commit()

    for quarter, papers in ((FIRST, [1, 0, 0]), (SECOND, [0, 2, 0]), (YEAR, [1, 2, 0])):
        total = cells(record_page(theirs, places["above"], quarter), "activity")[-1]
        assert [int(cell) for cell in total[4:]] == papers
