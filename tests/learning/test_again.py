"""A module is taken again when what it certified ends: new facts, a new certificate, and the old one keeps its page."""

from datetime import UTC, datetime

import pytest

from lms.catalogue import services as catalogue
from lms.certificates.models import Certificate
from lms.core import clock
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.services import record_step
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_certificate, make_edition
from tests.support.factories.certificates import ALL_STEPS
from tests.support.packs import small_module

OVERVIEW = "/en/modules/practice"
LIST = "/en/my-learning/certificates"
TOO_EARLY = datetime(2029, 9, 15, 6, 0, tzinfo=UTC)
NEAR = datetime(2029, 9, 16, 6, 0, tzinfo=UTC)
OVER = datetime(2029, 11, 17, 6, 0, tzinfo=UTC)


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def certificate(judge):
    """Valid for three years, until 16 November 2029."""
    return make_certificate(judge, make_edition(small_module(validity_months=36)))


def newest(session):
    return session.query(Enrolment).order_by(Enrolment.started_at.desc()).first()


def test_long_before_the_end_the_module_is_not_begun_again(session, browser, judge, certificate):
    clock.freeze(TOO_EARLY)
    visitor = browser(judge)

    page = visitor.visit(OVERVIEW)
    visitor.post(f"{OVERVIEW}/start", {"csrf_token": token_of(visitor)})

    assert "valid until 16 November 2029. From two months before" in page.text.replace("\xa0", " ")
    assert "Start again" not in page.text
    assert session.query(Enrolment).count() == 1


@pytest.mark.parametrize(
    ("moment", "words"), [(NEAR, "is valid until 16 November 2029"), (OVER, "ended on 16 November 2029")]
)
def test_near_the_end_and_after_it_the_module_is_begun_again(session, browser, judge, certificate, moment, words):
    clock.freeze(moment)
    judge.person.profession_code = "prosecutor"
    session.commit()
    page = browser(judge).visit(OVERVIEW)
    assert words in page.text.replace("\xa0", " ")

    page = page.submit("Start again")

    first, second = session.query(Enrolment).order_by(Enrolment.started_at)
    assert (first.state, second.state) == (EnrolmentState.COMPLETED, EnrolmentState.OPEN)
    assert (first.profession_code, second.profession_code) == ("judge", "prosecutor")
    assert page.path == f"{OVERVIEW}/pre-test"
    assert "Continue" in browser(judge).visit(OVERVIEW).text


def test_my_learning_and_the_list_say_it_two_months_before(session, browser, judge, certificate):
    clock.freeze(TOO_EARLY)
    assert "Take the module again" not in browser(judge).visit("/en/my-learning").text
    clock.freeze(NEAR)

    for path in ("/en/my-learning", LIST):
        page = browser(judge).visit(path)
        assert "It is valid until 16 November 2029." in page.text.replace("\xa0", " ")
        assert page.click("Take the module again").path == OVERVIEW


def test_a_retired_module_is_not_offered_again(session, browser, judge, certificate):
    module = certificate.enrolment.module
    catalogue.retire_module(module, reason="Replaced.", finish_until=NEAR.date(), at=NEAR)
    session.commit()
    clock.freeze(NEAR)

    assert "Take the module again" not in browser(judge).visit("/en/my-learning").text
    assert "Start again" not in browser(judge).visit(OVERVIEW).text


def test_the_old_certificate_keeps_its_page_and_the_new_one_has_its_own(session, browser, judge, certificate):
    clock.freeze(NEAR)
    browser(judge).visit(OVERVIEW).submit("Start again")
    second = newest(session)
    for key in ALL_STEPS:
        record_step(second, key, at=NEAR)
    session.commit()
    page = browser(judge).visit(f"{LIST}/practice").submit("Check the name", line="Асанова Айгүл Бакытовна")
    page.submit("Issue the certificate")

    clock.freeze(OVER)
    headings = {
        row.enrolment_id: browser().visit(f"/verify/{row.code}", query={"language": "en"}).heading
        for row in session.query(Certificate)
    }

    assert headings == {
        certificate.enrolment_id: "This certificate has expired",
        second.id: "This certificate is valid",
    }
    assert "Take the module again" not in browser(judge).visit("/en/my-learning").text


def test_leaving_the_second_time_keeps_the_first_completion(session, browser, judge, certificate):
    clock.freeze(NEAR)
    visitor = browser(judge)
    visitor.visit(OVERVIEW).submit("Start again")

    visitor.visit(f"{OVERVIEW}/leave").submit("Leave this module")

    assert "Completed:" in visitor.visit(OVERVIEW).text
    assert browser().visit(f"/verify/{certificate.code}", query={"language": "en"}).heading == (
        "This certificate is valid"
    )
