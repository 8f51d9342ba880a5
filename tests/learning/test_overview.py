"""The overview of a module: what it asks, where one stands, how one begins and leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.catalogue import services as catalogue
from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts
from lms.core import clock
from lms.enrolments.models import Enrolment, EnrolmentState
from tests.support.databases import few_queries
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.packs import small_module

OVERVIEW = "/en/modules/practice"
ALL = ("lesson:first", "lesson:second", "scenario", "final")
REVIEWED = ReviewFacts(True)


@pytest.fixture
def judge(session):
    return make_account(agrees=True)


def publish(module, change=EditionChange.CONTENT, **changes):
    return catalogue.publish_edition(
        module, small_module(**changes), change=change, review=REVIEWED, by=None, at=clock.now()
    )


def requirements(page):
    return [" ".join(" ".join(item.itertext()).split()) for item in page.all("//ul[@class='requirement-list']/li")]


def test_a_visitor_sees_what_the_module_asks(browser, session):
    make_edition()

    page = browser().visit(OVERVIEW)

    assert page.heading == "Title of practice"
    assert "Tell an act from a belief." in page.text
    assert "Needed: 9 of 12 correct" in page.text
    assert requirements(page) == [
        "Pre-test Not required",
        "1. Lesson first en Not yet",
        "2. Lesson second en Not yet",
        "Scenario: A story Not yet",
        "Final quiz Opens after all lessons and the scenario Waiting",
    ]
    assert not page.all("//ol[@class='thread']//a")


def test_every_requirement_shows_its_state(browser, judge, session):
    make_enrolment(make_edition(), judge.person, done=("pre-test", "lesson:first", "scenario", "lesson:second"))

    page = browser(judge).visit(OVERVIEW)

    assert requirements(page)[0] == "Pre-test Completed: 16\u00a0November\u00a02026 Done".replace("\u00a0", " ")
    assert requirements(page)[4] == "Final quiz Needed: 9 of 12 correct Not yet"
    assert page.links()["Continue: Final quiz"] == "/en/modules/practice/quiz"


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_a_module_is_begun_with_one_press(browser, judge, session, language):
    make_edition()

    page = browser(judge).visit(f"/{language}/modules/practice")
    button = page.all("//main//form//button[contains(@class,'button')]")[0]
    started = page.submit(" ".join("".join(button.itertext()).split()))

    enrolment = session.query(Enrolment).one()
    assert (enrolment.person_id, enrolment.language) == (judge.person_id, language)
    assert started.path == f"/{language}/modules/practice/pre-test"


def test_beginning_twice_is_beginning_once(browser, judge, session):
    make_edition()
    page = browser(judge).visit(OVERVIEW)

    page.submit("Start module")
    page.submit("Start module")

    assert session.query(Enrolment).count() == 1


def test_continue_leads_to_where_one_stopped(browser, judge, session):
    make_enrolment(make_edition(), judge.person)
    browser(judge).visit("/en/modules/practice/lessons/first").submit("Save and continue")

    page = browser(judge).visit(OVERVIEW)

    assert page.click("Continue: 2. Lesson second en").heading == "Lesson second en"


def test_who_skips_the_pre_test_is_not_led_back_to_it(browser, judge, session):
    enrolment = make_enrolment(make_edition(), judge.person, done=("lesson:first",))
    assert enrolment.place is None

    assert "Continue: 2. Lesson second en" in browser(judge).visit(OVERVIEW).links()


def test_leaving_asks_first_and_is_not_failing(browser, judge, session):
    enrolment = make_enrolment(make_edition(), judge.person, done=("lesson:first",))

    page = browser(judge).visit(OVERVIEW).click("Leave this module")
    assert session.get(Enrolment, enrolment.id).state is EnrolmentState.OPEN
    page = page.submit("Leave this module")

    session.refresh(enrolment)
    assert enrolment.state is EnrolmentState.WITHDRAWN
    assert page.heading == "My learning"
    assert "Start module" in browser(judge).visit(OVERVIEW).text
    assert browser(make_account()).visit(f"{OVERVIEW}/leave").status == 404


def test_a_completed_module_begins_again_only_in_a_newer_edition(browser, judge, session):
    edition = make_edition()
    make_enrolment(edition, judge.person, done=ALL)
    page = browser(judge).visit(OVERVIEW)
    assert "Start again" not in page.text
    assert page.links()["Certificate"] == "/en/my-learning/certificates/practice"

    publish(edition.module, summary={"ky": "a", "ru": "b", "en": "Another summary."})
    session.commit()
    browser(judge).visit(OVERVIEW).submit("Start again in the new edition")

    newest = session.query(Enrolment).order_by(Enrolment.id.desc()).first()
    assert newest.edition_id == edition.module.current_edition_id
    assert session.query(Enrolment).count() == 2


def test_a_finished_edition_cannot_be_begun_again(browser, judge, session):
    make_enrolment(make_edition(), judge.person, done=ALL)
    person = browser(judge)
    token = person.visit("/en/modules/practice/lessons/first").all("//input[@name='csrf_token']")[0].get("value")

    person.post(f"{OVERVIEW}/start", {"csrf_token": token})

    assert session.query(Enrolment).count() == 1


def test_an_edition_not_reviewed_says_so(browser, session):
    make_edition(is_reviewed=False)

    page = browser().visit(OVERVIEW)

    assert "This module has not yet been reviewed for gender and human rights." in page.text


def test_people_moved_by_a_withdrawal_are_told(browser, judge, session):
    edition = make_edition()
    make_enrolment(edition, judge.person, done=("lesson:first",))
    publish(edition.module, summary={"ky": "a", "ru": "b", "en": "Corrected."})
    catalogue.withdraw_edition(edition, reason="A provision was quoted wrongly.", at=clock.now())
    session.commit()

    assert "You go on in edition 2" in browser(judge).visit(OVERVIEW).text
    assert "The edition you began was withdrawn." in browser(judge).visit("/en/my-learning").text
    assert "Continue: 2. Lesson second en" in browser(judge).visit(OVERVIEW).links()


def test_without_a_next_edition_the_module_is_closed_to_all(browser, judge, session):
    edition = make_edition()
    make_enrolment(edition, judge.person)
    catalogue.withdraw_edition(edition, reason="A provision was quoted wrongly.", at=clock.now())
    session.commit()

    lesson = browser(judge).visit("/en/modules/practice/lessons/first")

    assert lesson.status == 410
    assert "A provision was quoted wrongly." in lesson.text
    assert "First paragraph" not in lesson.html
    assert "A provision was quoted wrongly." in browser(judge).visit(OVERVIEW).text
    assert browser().visit(OVERVIEW).status == 404
    assert browser(make_account()).visit(OVERVIEW).status == 404


def test_people_who_waited_go_on_in_the_corrected_edition(browser, judge, session):
    edition = make_edition()
    make_enrolment(edition, judge.person, done=("lesson:first",))
    catalogue.withdraw_edition(edition, reason="A provision was quoted wrongly.", at=clock.now())
    publish(edition.module, summary={"ky": "a", "ru": "b", "en": "Corrected."})
    session.commit()

    assert "Continue: 2. Lesson second en" in browser(judge).visit(OVERVIEW).links()


def test_a_retired_module_can_be_finished_until_its_day(browser, judge, session, frozen):
    edition = make_edition()
    make_enrolment(edition, judge.person)
    catalogue.retire_module(
        edition.module, reason="Replaced.", finish_until=(frozen + timedelta(days=10)).date(), at=frozen
    )
    session.commit()

    assert "You can finish it until 26\u00a0November\u00a02026." in browser(judge).visit(OVERVIEW).html
    assert "can no longer be started" in browser().visit(OVERVIEW).text
    assert not browser().visit(OVERVIEW).all("//main//form")
    clock.freeze(frozen + timedelta(days=11))
    assert browser(judge).visit("/en/modules/practice/lessons/first").status == 410


def test_a_language_that_is_not_ready_leads_to_those_that_are(browser, session):
    make_edition(states={"ru": "translated", "en": "source"})

    page = browser().visit("/ky/modules/practice")

    assert page.all("//h1[@lang='en']")
    assert page.click("Русский").path == "/ru/modules/practice"


def test_the_overview_needs_few_statements(app, browser, judge, session):
    make_enrolment(make_edition(), judge.person)
    person = browser(judge)
    person.visit(OVERVIEW)

    with few_queries(app):
        person.visit(OVERVIEW)


def test_whoever_never_agreed_is_asked_first_and_comes_back(browser, session):
    """An invited role holder has an account without having been asked at registration."""
    make_edition()
    invited = make_account("trainer")

    page = browser(invited).visit(OVERVIEW).submit("Start module")

    assert page.heading == "Your consents"
    assert "A module can be started once you agree that a training record is kept." in page.text
    assert session.scalars(select(Enrolment)).all() == []

    page = page.submit("I agree")
    assert page.path == OVERVIEW
    page.submit("Start module")
    assert len(session.scalars(select(Enrolment)).all()) == 1
