"""The record by sex and age: every count for the coordinator, and what is safe from subtraction for a focal point."""

from datetime import UTC, date, datetime

import pytest

from lms.accounts.models import Role
from lms.certificates import services as register
from lms.core.extensions import db
from lms.enrolments import services as enrolments
from lms.people.models import Sex
from lms.reporting import records, standing
from lms.reporting.choices import Period
from lms.reporting.dimensions import BANDS, SEXES
from tests.support.factories import make_account, make_enrolment, make_institution
from tests.support.factories.certificates import ALL_STEPS

FEBRUARY = datetime(2025, 2, 10, 5, tzinfo=UTC)
MAY = datetime(2025, 5, 12, 5, tzinfo=UTC)
#: Where a heading may break, and where it must not.
UNSEEN = {0x00AD: "", 0x2060: ""}
HEADS = ["Female", "Male", "Other or prefer not to say", "Not stated", "Total"]
AGES = ["<18", "18–28", "29–35", "36–45", "46–59", "60+", "Age not stated"]
#: Count to its title and to the numbers that are not 0 in the line of the first module.
SPLITS = {
    "enrolled": ("Enrolments", {"Female": 3, "Male": 1, "Not stated": 1, "18–28": 2, "36–45": 2, "Age not stated": 1}),
    "in_progress": ("In progress", {"Not stated": 1, "Age not stated": 1}),
    "completed": ("Completions", {"Female": 2, "Male": 1, "18–28": 2, "36–45": 1}),
    "issued": ("Certificates issued", {"Female": 2, "Male": 1, "18–28": 2, "36–45": 1}),
    "corrected": ("Certificates corrected", {"Female": 1, "36–45": 1}),
    "revoked": ("Certificates revoked", {"Male": 1, "18–28": 1}),
}


@pytest.fixture
def court(session):
    return make_institution("Court in Talas")


@pytest.fixture
def world(court, editions):
    """Five people of the court begin: three complete, one leaves, one is in the middle."""
    clerk = make_account(Role.COORDINATOR).id

    def studies(sex, born, *, completes=False, leaves=False):
        person = make_account(institution=court, sex=sex, birth_year=born).person
        enrolment = make_enrolment(editions[0], person, at=FEBRUARY, done=ALL_STEPS if completes else ())
        if leaves:
            enrolments.leave_module(enrolment, at=MAY)
        if completes:
            name = "Асанова Айгүл Бакытовна"
            return register.issue_certificate(enrolment, name=name, languages="ky+en", by=None, at=MAY)
        return None

    old = studies(Sex.FEMALE, 1985, completes=True)
    studies(Sex.FEMALE, 2000, completes=True)
    false = studies(Sex.MALE, 2000, completes=True)
    studies(Sex.FEMALE, 1985, leaves=True)
    studies(Sex.NOT_STATED, None)
    register.correct_certificate(old, name="Асанова Айгүл Бакыт кызы", reason="As in the passport.", by=clerk, at=MAY)
    register.revoke_certificate(false, code="not-own-work", reason="Two sat the quiz together.", by=clerk, at=MAY)
    db.session.commit()


@pytest.fixture
def coordinator(browser, session):
    return browser(make_account(Role.COORDINATOR))


def address(court, count="", year=2025, quarter=0):
    return f"/en/reports/institutions/{court.id}?year={year}&quarter={quarter}&count={count}"


def lines(page):
    heads, *rows = (
        ["".join(cell.itertext()).translate(UNSEEN) for cell in row.xpath("th|td")]
        for row in page.all("//table[@id='sexes']//tr")
    )
    return {row[0]: dict(zip(heads[1:], map(int, row[1:]), strict=True)) for row in rows}


@pytest.mark.parametrize("count", SPLITS)
def test_every_count_by_sex_and_age(coordinator, court, world, count):
    title, numbers = SPLITS[count]

    page = coordinator.visit(address(court, count))

    total = sum(number for head, number in numbers.items() if head in HEADS)
    expected = dict.fromkeys([*HEADS, *AGES], 0) | numbers | {"Total": total}
    found = lines(page)
    assert f"{title} by sex and age, 2025" in page.text
    assert found["M91. Title of practice"] == expected
    assert found["All modules"] == expected
    assert set(found["M92. Title of second-practice"].values()) == {0}


def test_the_choice_leads_from_count_to_count(coordinator, court, world):
    page = coordinator.visit(address(court)).click("In progress")

    assert "In progress by sex and age, 2025" in page.text
    assert page.all("//strong[@aria-current='true']/text()") == ["In progress"]
    assert "Completions by sex and age, 2025" in coordinator.visit(address(court, "unknown")).text


def test_another_year_keeps_the_count_that_was_chosen(coordinator, court, world):
    page = coordinator.visit(address(court, "issued")).submit("Show", year="2024")

    assert "Certificates issued by sex and age, 2024" in page.text


def test_a_narrow_page_names_the_cells_of_the_last_line_too(coordinator, court, world):
    page = coordinator.visit(address(court))

    labels = page.all("//table[@id='sexes']/tfoot//td/@data-label")
    assert [label.translate(UNSEEN) for label in labels] == HEADS + AGES


@pytest.mark.usefixtures("population", "english")
@pytest.mark.parametrize("key", ["demo-court-kg-gb-1", "bishkek-city-court", "supreme-court"])
@pytest.mark.parametrize("what", SPLITS)
def test_sexes_and_ages_add_up_to_the_record(institution_of, key, what):
    span = standing.Span(2025, 0)
    found = records.happened(institution_of(key).id, span.period)
    counts = records.by_module(found)

    table = standing.people_table(found[what], span, what, is_protected=False)

    modules = standing.activity_table(counts, span)
    for split, line in zip([*table.rows, table.total], [*modules.rows, modules.total], strict=True):
        assert split["row"] == line["row"]
        assert sum(split[sex] for sex in SEXES) == sum(split[band] for band in BANDS) == line[what] == split["total"]


@pytest.fixture
def institution_of(population):
    from lms.institutions.queries import institution_by_key  # noqa: PLC0415

    return institution_by_key


# ── A focal point ────────────────────────────────────────────────────────────


@pytest.fixture
def focal(browser, court):
    return browser(make_account(Role.FOCAL_POINT, place=court))


@pytest.mark.parametrize("count", SPLITS)
def test_a_focal_point_gets_no_split_that_differs_from_another_by_one_person(focal, court, world, count):
    page = focal.visit(address(court, count))

    assert "Completions by sex and age, 2025" in page.text
    assert "Only completions are split." in page.text
    assert not page.all("//*[@id='by-sex-and-age']//nav")


def test_a_split_of_the_running_year_would_tell_the_sex_of_whoever_completes_next(focal, court, editions):
    def seen():
        page = focal.visit(address(court, year=2026))
        assert "years that have ended" in page.text
        return page.all("//table[@id='sexes']")

    before = seen()
    make_enrolment(editions[0], make_account(institution=court).person, done=ALL_STEPS)

    assert seen() == before == []


def test_naive_splits_of_two_counts_give_one_person_away(court, editions):
    """Why: six women begin, five complete. Both numbers may be shown by themselves, their difference is one woman."""
    for number in range(6):
        person = make_account(institution=court).person
        make_enrolment(editions[0], person, at=FEBRUARY, done=ALL_STEPS if number else ())

    span = standing.Span(2025, 0)
    found = records.happened(court.id, Period(date(2025, 1, 1), date(2025, 12, 31)))

    begun, completed = (
        standing.people_table(found[what], span, what, is_protected=True).rows[0]["female"]
        for what in ("enrolled", "completed")
    )
    assert (begun, completed) == (6, 5)


@pytest.mark.parametrize("quarter", [0, 2])
def test_confirmed_and_stated_workplaces_are_those_of_the_same_period(coordinator, court, editions, quarter):
    for is_confirmed, at in ((True, FEBRUARY), (True, MAY), (False, MAY)):
        person = make_account(institution=court, confirmed=is_confirmed).person
        make_enrolment(editions[0], person, at=at, done=ALL_STEPS if is_confirmed else ())

    rows = coordinator.visit(address(court, quarter=quarter)).all("//table[@id='workplaces']//tbody/tr")

    begun, completed = ([int(cell.text) for cell in row.xpath("td")] for row in rows[1:])
    assert (begun, completed) == (([2, 1, 3], [2, 0, 2]) if quarter == 0 else ([1, 1, 2], [1, 0, 1]))
