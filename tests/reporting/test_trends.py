"""An institution against the period before and against its own target: the numbers again, and who reads them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from lms.accounts.models import Role
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.institutions.queries import institution_by_key
from lms.people.models import Sex
from lms.reporting import beside, queries, services
from lms.reporting.choices import Choice, Period
from lms.reporting.cohorts import closed_in
from lms.reporting.standing import Span
from lms.reporting.trends import change_words, difference, target_words, women_shown
from tests.reporting.conftest import complete
from tests.reporting.reference import Reference
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_enrolment, make_institution

TODAY = date(2026, 11, 16)
SPANS = [Span(2025, 0), Span(2025, 3), Span(2026, 0), Span(2026, 1)]
NOW = datetime(2026, 11, 16, 5, tzinfo=UTC)


def reference_of(known, place, span):
    """Counts of a place from the raw rows; cohorts reckoned day by day."""
    choice = Choice(span.period, institution=place)
    done = known.rows_of("completions", choice)
    cohort = kept = 0
    for row in known.rows:
        if not row["is_withheld"] and row["institution_id"] in known.beneath.get(place, ()):
            closes = quarter_end(row["started_on"]) + timedelta(days=90)
            if span.period.start <= closes <= span.period.end and closes < TODAY:
                cohort += 1
                kept += row["completed_on"] is not None and row["completed_on"] <= closes
    return {
        "people": len(known.rows_of("people", choice)),
        "enrolled": len(known.rows_of("enrolments", choice)),
        "completed": len(done),
        "women": sum(row["sex"] == "female" for row in done),
        "men": sum(row["sex"] == "male" for row in done),
        "cohort": cohort,
        "kept": kept,
    }


def quarter_end(day):
    while (day + timedelta(days=1)).month in (day.month, day.month + 1) and (day + timedelta(days=1)).month % 3 != 1:
        day += timedelta(days=1)
    while day.month % 3 or (day + timedelta(days=1)).month == day.month:
        day += timedelta(days=1)
    return day


def test_every_number_of_every_institution_again_in_plain_python(english, marred):
    known, seen = Reference(), 0
    for span in SPANS:
        for line in beside.standings(span.period, TODAY):
            expected = reference_of(known, line.id, span)
            assert {name: getattr(line, name) for name in expected} == expected, (line.name, span)
            seen += bool(expected["cohort"])
    assert seen > 20


def test_cohorts_close_ninety_days_after_their_quarter():
    closed = closed_in(Period(date(2026, 1, 1), date(2026, 12, 31)), TODAY)

    assert [(one.began.start, one.closes) for one in closed] == [
        (date(2025, 10, 1), date(2026, 3, 31)),
        (date(2026, 1, 1), date(2026, 6, 29)),
        (date(2026, 4, 1), date(2026, 9, 28)),
    ]
    assert closed_in(Period(date(2026, 1, 1), date(2026, 3, 31)), date(2026, 3, 31)) == []


def test_differences_are_of_what_is_shown():
    assert difference(7, 12) == -5
    assert difference(Decimal("0.625"), Decimal("0.600")) == Decimal("2.500")
    assert difference("·", 3) == "·"
    assert difference(None, "·") is None
    assert difference(3, None) is None


def test_a_difference_has_a_sign_and_a_word(english):
    assert [change_words(value) for value in (5, -1200, 0, Decimal("2.5"), "·", None)] == [
        "↑ +5, more", "↓ −1,200, less", "= as before", "↑ +2.5, more", "·", None,
    ]  # fmt: skip
    assert [target_words(value) for value in (3, 0, -4)] == ["↑ +3, reached", "= reached", "↓ −4, below"]


# ── Pages ────────────────────────────────────────────────────────────────────


@pytest.fixture
def court(session):
    return make_institution("Court in Talas")


@pytest.fixture
def world(court, editions):
    """2024: eight women and six men. 2025: nine women and three men, one more begins."""
    for year, women, men in ((2024, 8, 6), (2025, 9, 3)):
        for sex in [Sex.FEMALE] * women + [Sex.MALE] * men:
            person = make_account(institution=court, sex=sex).person
            complete(editions[0], person, datetime(year, 5, 12, 5, tzinfo=UTC))
    make_enrolment(editions[0], make_account(institution=court).person, at=datetime(2025, 2, 3, 5, tzinfo=UTC))
    db.session.commit()


@pytest.fixture
def coordinator(browser, session):
    return browser(make_account(Role.COORDINATOR))


def set_target(court, **numbers):
    clerk = make_account(Role.COORDINATOR)
    wanted = {"people": None, "completion": None, "women": None, **numbers}
    services.set_target(court.id, 2025, **wanted, note="Order 5", by=clerk.id, at=NOW)
    db.session.commit()


def lines(page, *tables):
    found = {}
    for table in tables:
        for row in page.all(f"//table[@id='{table}']//tbody//tr"):
            head, *rest = ["".join(cell.itertext()) for cell in row.xpath("th|td")]
            found[head] = rest
    return found


def record(court, year=2025, quarter=0):
    return f"/en/reports/institutions/{court.id}?year={year}&quarter={quarter}"


def test_the_record_against_the_year_before_and_the_target(coordinator, court, world):
    set_target(court, people=15, completion=90, women=60)

    found = lines(coordinator.visit(record(court)), "trend-1", "trend-2")

    assert found["People who completed a module"] == ["12", "14", "↓ −2, less", "15", "↓ −3, below"]
    assert found["Enrolled"] == ["13", "14", "↓ −1, less", "–", "–"]
    assert found["% women"] == ["75.0%", "57.1%", "↑ +17.9, more", "60.0%", "↑ +15.0, reached"]
    assert found["Completion rate"] == ["92.3%", "100.0%", "↓ −7.7, less", "90.0%", "↑ +2.3, reached"]
    quarter = coordinator.visit(record(court, quarter=2))
    assert lines(quarter, "trend-1")["People who completed a module"] == ["12", "0", "↑ +12, more", "–", "–"]
    assert "Choose the whole year" in quarter.text


def test_the_comparison_is_sorted_by_change_and_distance(coordinator, court, world):
    set_target(court, people=5, women=90)
    asked = "/en/reports/institutions?year=2025&quarter=0&type=court&trend="

    first = next(iter(lines(coordinator.visit(f"{asked}people&sort=against&dir=desc"), "institutions").values()))
    assert first[-4:] == ["14", "↓ −2, less", "5", "↑ +7, reached"]
    found = lines(coordinator.visit(f"{asked}women&sort=change&dir=desc"), "institutions")
    name, cells = next(iter(found.items()))
    assert (name, cells[-4:]) == ("Court in Talas", ["57.1%", "↑ +17.9, more", "90.0%", "↓ −15.0, below"])


def test_a_focal_point_reads_of_women_what_the_own_splits_show(browser, court, world):
    """In 2025 three men are few, so neither sex of 2025 is shown and no share is."""
    set_target(court, women=60)
    focal = browser(make_account(Role.FOCAL_POINT, place=court))

    page = focal.visit(record(court))

    assert lines(page, "trend-2")["% women"] == ["·", "57.1%", "·", "60.0%", "·"]
    assert lines(page, "trend-1")["Completed"] == ["12", "14", "↓ −2, less", "–", "–"]
    assert "Set targets" not in page.text
    running = focal.visit(record(court, year=2026))
    assert lines(running, "trend-2")["% women"][0] == "·"


def test_the_share_of_women_of_a_part_cannot_be_had_by_its_focal_point_above(browser, court, world):
    above = make_institution("Court above")
    below = make_institution("Court below", parent=above)
    focal = browser(make_account(Role.FOCAL_POINT, place=above))

    assert lines(focal.visit(record(below, year=2024)), "trend-2")["% women"] == ["·", "·", "·", "–", "–"]


def test_women_are_hidden_without_a_table_that_shows_them():
    assert women_shown(None) == "·"


# ── Targets ──────────────────────────────────────────────────────────────────


def test_the_coordinator_sets_a_target_and_its_history_stays(coordinator, court):
    page = coordinator.visit(f"/en/reports/institutions/{court.id}/targets?year=2025")
    page = page.submit("Set the target", people="20", women="40", note="Order 5")
    assert "The target is set." in page.text
    again = coordinator.visit(f"/en/reports/institutions/{court.id}/targets?year=2025")
    again.submit("Set the target", people="30", women="", note="Order 7")

    held = queries.targets_of(2025)[court.id]
    assert (held.people, held.completion, held.women, held.note) == (30, None, None, "Order 7")
    history = coordinator.visit(f"/en/reports/institutions/{court.id}/targets")
    assert [row.get("id") for row in history.all("//table")] == ["history"]
    assert len(history.all("//table[@id='history']//tbody/tr")) == 2
    assert db.session.query(AuditRecord).filter_by(act="reporting.target.set").count() == 2


@pytest.mark.parametrize(("field", "typed"), [("people", "0"), ("completion", "101"), ("women", "100"), ("note", "")])
def test_nothing_impossible_is_set(coordinator, court, field, typed):
    page = coordinator.visit(f"/en/reports/institutions/{court.id}/targets")

    answer = page.submit("Set the target", **{"people": "20", "note": "Order 5", field: typed})

    assert answer.status == 422
    assert queries.target_history(court.id) == []


def test_nobody_else_sets_targets(browser, court):
    address = f"/en/reports/institutions/{court.id}/targets"
    for account in (make_account(Role.FOCAL_POINT, place=court), make_account(Role.TRAINER), make_account()):
        own = browser(account)
        assert own.visit(address).status == 404
        assert own.post(address, {"people": "1", "note": "x", "csrf_token": token_of(own)}).status == 404
    assert queries.target_history(court.id) == []


def test_a_place_of_the_directory_has_all_of_it(coordinator, population):
    supreme = institution_by_key("supreme-court")

    book = coordinator.visit(f"/en/reports/institutions/{supreme.id}.xlsx?year=2025&quarter=0")

    assert book.status == 200
