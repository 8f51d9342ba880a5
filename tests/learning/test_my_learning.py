""" "My learning": one click from where one stopped."""

import pytest

from lms.core import clock
from lms.invitations import services as invitations
from lms.invitations.services import Asked
from lms.learning import sections
from tests.support.databases import few_queries
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution, make_invitation
from tests.support.packs import small_module


@pytest.fixture
def judge(session):
    return make_account()


def test_nothing_started_offers_the_shelf(browser, judge):
    page = browser(judge).visit("/en/my-learning")

    assert "Nothing started yet." in page.text
    assert page.click("Choose a module").heading == "Modules"


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_one_click_leads_to_the_exact_lesson(browser, judge, session, language):
    make_enrolment(make_edition(), judge.person, done=("lesson:first",))

    page = browser(judge).visit(f"/{language}/my-learning")
    goal = page.all("//main//a[contains(concat(' ',@class,' '),' button ')]/@href")

    assert goal == [f"/{language}/modules/practice/lessons/second"]


def test_the_module_worked_in_last_comes_first(browser, judge, session, frozen):
    from datetime import timedelta  # noqa: PLC0415

    make_enrolment(make_edition(small_module("older", "M1")), judge.person, at=frozen)
    make_enrolment(make_edition(small_module("newer", "M2")), judge.person, at=frozen + timedelta(hours=1))

    page = browser(judge).visit("/en/my-learning")

    assert [" ".join(h.itertext()) for h in page.all("//section[@class='panel']/h2/a")] == ["Title of newer"]
    assert "Title of older In progress: 0 of 2 lessons" in page.text


def test_what_is_for_the_profession_is_suggested(browser, judge, session):
    make_edition(small_module("courts", "M1", professions={"required": ["judge"], "recommended": []}))
    make_edition(small_module("prisons", "M2", professions={"required": ["penitentiary"], "recommended": []}))

    page = browser(judge).visit("/en/my-learning")

    assert "Title of courts" in page.text
    assert "Title of prisons" not in page.text


def test_what_one_was_invited_to_comes_first_until_it_is_begun(browser, judge, session):
    for_all = {"required": ["judge"], "recommended": []}
    asked = make_edition(small_module("asked", "M1", professions={"required": ["penitentiary"], "recommended": []}))
    make_edition(small_module("called", "M2", professions=for_all))
    make_edition(small_module("other", "M3", professions=for_all))
    court = make_institution()
    seats = seats_for("called", court)
    accepted(judge, Asked(module_slug="asked"), court)
    accepted(judge, Asked(call_id=seats.call_id, place_id=seats.id), court)
    accepted(make_account(email="bob@example.org"), Asked(module_slug="other"), court)

    page = browser(judge).visit("/en/my-learning")
    said = page.text
    assert "Nothing started yet." not in said
    first, rest = said.split("For your profession")
    assert "Your institution has invited you to Title of asked 20 min Title of called 20 min" in first
    assert "Title of other" in rest
    assert "Title of called" not in rest

    make_enrolment(asked, judge.person)
    session.commit()
    assert "invited you to Title of called" in browser(judge).visit("/en/my-learning").text


def seats_for(slug, court):
    """Of an open call, for this court."""
    today, at, by = clock.local_day(clock.now()), clock.now(), make_account().id
    call = invitations.plan_call(slug, starts_on=today, ends_on=today, women_share=None, by=by, at=at)
    seats = invitations.add_place(call, 5, institution_id=court.id, region_code=None, by=by, at=at)
    invitations.open_call(call, by=by, at=at)
    return seats


def accepted(account, asked, court):
    invitation = make_invitation(email=account.email, institution=court, asked=asked)
    invitations.accept(invitation, account.person, contacts=[account.email], by=account.id, at=clock.now())


def test_a_completed_module_stays_in_view(browser, judge, session):
    make_enrolment(make_edition(), judge.person, done=("lesson:first", "lesson:second", "scenario", "final"))

    page = browser(judge).visit("/en/my-learning")

    assert "Completed modules Title of practice Completed: 16 Nov 2026" in page.text


def test_nobody_sees_anothers_learning(browser, judge, session):
    make_enrolment(make_edition(), make_account().person)

    page = browser(judge).visit("/en/my-learning")

    assert "In progress" not in page.text


def test_rooms_above_fill_sections(browser, judge, monkeypatch):
    monkeypatch.setattr(sections, "_sections", {})
    sections.add("samples", "learning/_modules.html", lambda account: None)

    assert sections.sections_of(judge) == []
    sections.add("samples", "learning/_modules.html", lambda account: {"of": account.id})
    assert [section.facts for section in sections.sections_of(judge)] == [{"of": judge.id}]


def test_the_page_needs_few_statements(app, browser, judge, session):
    make_enrolment(make_edition(), judge.person)
    person = browser(judge)
    person.visit("/en/my-learning")

    with few_queries(app):
        person.visit("/en/my-learning")
