import pytest

from lms.accounts.models import Role
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.institutions.models import Institution
from tests.support.factories import make_account

PAGES = (
    "/en/reports",
    "/en/reports/people",
    "/en/reports/people?rows=group",
    "/en/reports/people?rows=sex",
    "/en/reports/people?rows=age",
    "/en/reports/people?rows=profession",
    "/en/reports/people?rows=module",
    "/en/reports/people?rows=output",
    "/en/reports/people?rows=period&from=2024-01-01",
    "/en/reports/tables/a?from=2019-01-01",
    "/en/reports/tables/a?from=2019-01-01&audience=public",
    "/en/reports/tables/b?from=2019-01-01",
    "/en/reports/tables/b?from=2019-01-01&audience=public",
    "/en/reports/persons",
    "/en/reports/institutions?year=2025",
    "/en/reports/institutions?year=2025&quarter=2&sort=completed&dir=desc&type=court",
)


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


def institution(key):
    return db.session.query(Institution).filter_by(key=key).one()


@pytest.fixture
def court(population):
    return institution("demo-court-kg-gb-1")


@pytest.mark.parametrize("language", ["en", "ky", "ru"])
def test_the_coordinator_sees_every_table_in_each_language(browser, coordinator, population, language):
    own = browser(coordinator)

    for address in PAGES:
        page = own.visit(address.replace("/en/", f"/{language}/"))
        assert page.status == 200
        assert page.all("//table") or page.all("//form[@method='post']"), address


def test_a_day_that_cannot_be_read_is_said_and_kept(browser, coordinator, editions):
    page = browser(coordinator).visit("/en/reports?from=yesterday&to=2026-12-31")

    assert page.status == 422
    assert "Write the day as year, month and day: 2026-01-31." in page.text


def test_many_filters_are_folded_but_what_is_chosen_or_wrong_is_not(browser, coordinator, editions):
    own = browser(coordinator)
    page = own.visit("/en/reports/tables/a?from=2025-01-01&region=KG-N")
    wrong = own.visit("/en/reports/tables/a?from=yesterday")

    (folded,) = page.all("//details[.//form[@method='get']]")
    assert folded.get("open") is None
    assert not folded.xpath(".//*[@class='active-filters']")
    assert "Region: Naryn oblast" in page.text
    assert "From 1 Jan 2025 to" in page.text
    assert wrong.all("//details[@open][.//form[@method='get']]")


def test_a_filter_is_shown_and_can_be_removed(browser, coordinator, editions):
    page = browser(coordinator).visit("/en/reports/people?region=KG-T&from=2019-01-01")

    assert "Region: Talas oblast remove" in page.text
    assert "Region: Talas oblast" not in page.click("Region: Talas oblast").text


def test_an_unknown_filter_is_left_out(browser, coordinator, editions):
    assert browser(coordinator).visit("/en/reports?region=KG-XX&module=none&sex=x&institution=y").status == 200


def test_an_empty_period_says_so(browser, coordinator, session):
    assert "Nobody took part" in browser(coordinator).visit("/en/reports?from=2018-01-01&to=2018-02-01").text


def test_the_record_of_an_institution_rolls_up_the_tree(browser, coordinator, court):
    page = browser(coordinator).visit(f"/en/reports/institutions/{court.id}?year=2025")

    assert page.status == 200
    assert "Quiz results, 2025" in page.text
    above = browser(coordinator).visit(f"/en/reports/institutions/{court.parent_id}?year=2025")
    assert page.heading in above.text
    assert above.click(page.heading).heading == page.heading


def test_a_running_year_shows_the_results_of_its_last_closed_quarter(browser, coordinator, court):
    page = browser(coordinator).visit(f"/en/reports/institutions/{court.id}?year=2026")

    assert "Quiz results, 2026, quarter 3" in page.text


def test_a_running_quarter_shows_no_results(browser, coordinator, court):
    page = browser(coordinator).visit(f"/en/reports/institutions/{court.id}?year=2026&quarter=4")

    assert "Quiz results appear when a quarter has ended." in page.text


def test_an_unknown_institution_is_absent(browser, coordinator, session):
    address = "/en/reports/institutions/01937c00-0000-7000-8000-000000000000"

    assert browser(coordinator).visit(address).status == 404


def test_a_focal_point_starts_from_the_own_institution(browser, court):
    focal = make_account(Role.FOCAL_POINT, place=court)

    page = browser(focal).visit("/en/reports")

    assert page.path == f"/en/reports/institutions/{court.id}"


def test_a_focal_point_sees_the_own_part_of_the_tree_and_nothing_else(browser, court):
    focal = make_account(Role.FOCAL_POINT, place=institution("bishkek-city-court"))
    own = browser(focal)

    assert own.visit(f"/en/reports/institutions/{court.id}").status == 200
    for foreign in ("supreme-court", "chuy-oblast-court"):
        assert own.visit(f"/en/reports/institutions/{institution(foreign).id}").status == 404
        assert own.visit(f"/en/reports/institutions/{institution(foreign).id}/people").status == 404
    for closed in ("institutions", "people", "tables/a", "tables/b", "persons", "files/a.xlsx", "files/long.csv"):
        assert own.visit(f"/en/reports/{closed}").status == 404


def test_nobody_else_sees_any_of_it(browser, court):
    trainee = browser(make_account())

    for address in (*PAGES, f"/en/reports/institutions/{court.id}", "/en/reports/files/a.xlsx"):
        assert trainee.visit(address).status == 404


@pytest.fixture
def ministry(population):
    """The largest tree there is."""
    return institution("ministry-of-internal-affairs")


def test_names_are_shown_without_scores_and_each_look_is_recorded(browser, ministry):
    focal = make_account(Role.FOCAL_POINT, place=ministry)

    page = browser(focal).visit(f"/en/reports/institutions/{ministry.id}/people?year=2025")

    names = len(page.all("//tbody/tr"))
    assert names
    looks = db.session.query(AuditRecord).filter_by(act="reporting.completion.seen", actor_id=focal.id).all()
    assert len(looks) == names
    assert {look.subject_kind for look in looks} == {"Person"}
    heads = [head.text for head in page.all("//thead//th")]
    assert heads == ["Name", "Module", "Completed", "Certificate", "Issued"]


def test_splits_of_a_small_institution_are_hidden_from_its_focal_point_only(browser, coordinator, ministry):
    address = f"/en/reports/institutions/{ministry.id}?year=2025"
    focal = make_account(Role.FOCAL_POINT, place=ministry)

    hidden = browser(focal).visit(address).all("//table[@id='sexes']//td[normalize-space()='·']")
    full = browser(coordinator).visit(address).all("//table[@id='sexes']//td[normalize-space()='·']")

    assert hidden
    assert not full


def test_a_focal_point_cannot_subtract_splits_of_quarters_or_of_bodies_beneath(browser, ministry):
    focal = browser(make_account(Role.FOCAL_POINT, place=ministry))
    beneath = institution("bishkek-city-police")

    for address in (f"{ministry.id}?year=2025&quarter=2", f"{beneath.id}?year=2025"):
        page = focal.visit(f"/en/reports/institutions/{address}")
        assert page.status == 200
        assert not page.all("//table[@id='sexes']")
        assert "so that no small group can be worked out" in page.text


def test_the_record_leads_to_the_tables_of_its_institution(browser, coordinator, court):
    page = browser(coordinator).visit(f"/en/reports/institutions/{court.id}?year=2025").click("Tables of this")

    assert page.status == 200
    assert f"Institution: {institution_name(court)} remove" in page.text


def institution_name(court):
    return court.names[0].name_en
