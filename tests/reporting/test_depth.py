"""Records roll up from a rayon's court to the oblast and the Supreme Court, and stay cheap with hundreds of bodies."""

from datetime import timedelta

import pytest

from lms.accounts.models import Role
from lms.institutions import services
from lms.institutions.queries import institution_by_key
from lms.people.services import take_workplace
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution, make_person

PATH = ("aksy-rayon-court", "jalal-abad-oblast-court", "supreme-court")
BESIDE = ("talas-oblast-court", "ministry-of-internal-affairs")


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


@pytest.fixture
def court(session, frozen):
    """The court of a rayon, one of whose people studies."""
    court = institution_by_key("aksy-rayon-court")
    person = make_person("Асанова Айгүл")
    take_workplace(person, court.id, at=frozen)
    make_enrolment(make_edition(), person)
    return court


def enrolments(theirs, key):
    """The figure on top of the record."""
    page = theirs.visit(f"/en/reports/institutions/{institution_by_key(key).id}", {"year": "2026"})
    [figure] = page.all("//dl[@class='key-figures']/div[dt='Enrolments']/dd[1]")
    return int(figure.text)


def test_what_a_rayon_does_counts_to_the_oblast_and_the_top_and_nowhere_else(browser, coordinator, court):
    theirs = browser(coordinator)

    assert [enrolments(theirs, key) for key in PATH] == [1, 1, 1]
    assert [enrolments(theirs, key) for key in BESIDE] == [0, 0]


def test_it_counts_to_the_new_place_after_a_move(browser, coordinator, court, frozen):
    new = institution_by_key("talas-oblast-court")
    facts = {"reason": "Law.", "by": coordinator.id, "at": frozen + timedelta(minutes=1)}

    services.move_institution(court, new, on=frozen.date(), **facts)

    theirs = browser(coordinator)
    assert [enrolments(theirs, key) for key in ("talas-oblast-court", *PATH)] == [1, 1, 0, 1]


def test_it_counts_to_the_other_one_after_a_merger(browser, coordinator, court, frozen):
    facts = {"reason": "Law.", "by": coordinator.id, "at": frozen + timedelta(minutes=1)}

    services.merge_institutions(court, institution_by_key("toktogul-rayon-court"), **facts)

    theirs = browser(coordinator)
    assert [enrolments(theirs, key) for key in ("toktogul-rayon-court", *PATH[1:])] == [1, 1, 1]


def test_the_focal_point_of_an_oblast_sees_its_rayons(browser, court, session):
    focal = make_account(Role.FOCAL_POINT, place=institution_by_key(PATH[1]))

    assert browser(focal).visit(f"/en/reports/institutions/{court.id}").status == 200
    assert browser(focal).visit(f"/en/reports/institutions/{institution_by_key(PATH[2]).id}").status == 404


def test_hundreds_of_bodies_cost_no_more_questions(app, browser, coordinator, court):
    theirs, top = browser(coordinator), institution_by_key("supreme-court")

    def asked(path):
        with count_queries(app) as statements:
            theirs.visit(path)
        return len(statements)

    paths = ("/en/reports/institutions?year=2026", f"/en/reports/institutions/{top.id}?year=2026")
    before = [asked(path) for path in paths]
    for number in range(40):
        make_institution(f"Court {number}", parent=court)
        make_institution(f"Another {number}", parent=top)

    assert [asked(path) for path in paths] == before
