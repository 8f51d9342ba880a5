"""The first certificate waits until it is known how its holder can be reached; nothing is lost meanwhile."""

import pytest
from sqlalchemy import select

from lms.accounts import services as accounts
from lms.accounts.services import Contact
from lms.certificates import services
from lms.certificates.errors import ContactNotVerified
from lms.certificates.models import Certificate
from lms.core import clock
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_completion, make_edition, make_enrolment, make_person
from tests.support.factories.certificates import ALL_STEPS, make_certificate
from tests.support.factories.people import PASSWORD
from tests.support.packs import small_module


@pytest.fixture
def guard(session):
    return make_account(phone="+996555123456", verified=False)


def address(completion):
    return f"/en/my-learning/certificates/{completion.module.slug}"


def test_the_page_says_what_is_missing_and_leads_there_and_back(browser, session, guard):
    completion = make_completion(guard)
    coordinator = make_account("coordinator")
    own = browser(guard)

    page = own.visit(address(completion))
    assert page.heading == "Your certificate is waiting"
    page = page.click("Confirm how I can be reached")
    code = accounts.make_contact_code(guard, by=coordinator.id, at=clock.now())
    session.commit()
    page = page.submit("Confirm", code=code)

    assert page.path == address(completion)
    assert page.heading == "Your certificate"


def test_nothing_is_issued_around_the_page(browser, session, guard):
    completion = make_completion(guard)
    own = browser(guard)
    name = {"line": "0", "languages": "ky+en", "act": "issue"}

    answer = own.post(address(completion), {**name, "csrf_token": token_of(own)})

    assert answer.heading == "Your certificate is waiting"
    assert session.scalars(select(Certificate)).all() == []
    with pytest.raises(ContactNotVerified):
        services.issue_certificate(completion, name="Асанова Айгүл", languages="ky+en", by=guard.id, at=clock.now())


def test_only_the_first_certificate_asks(browser, session):
    account = make_account(phone="+996555123456")
    make_certificate(account)
    second = make_completion(account, make_edition(small_module("second-practice", "M92")))
    accounts.change_contact(account, Contact("+996555000001", is_email=False), PASSWORD, at=clock.now())
    session.commit()

    assert browser(account).visit(address(second)).heading == "Your certificate"


def test_a_person_without_account_is_not_asked(session):
    enrolment = make_enrolment(make_edition(), make_person(), done=ALL_STEPS)

    issued = services.issue_certificate(
        enrolment, name="Асанова Айгүл Бакытовна", languages="ky+en", by=None, at=clock.now()
    )

    assert issued.serial
