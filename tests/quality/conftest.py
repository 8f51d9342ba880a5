"""A coordinator, a module on the shelf and people with gaps in their record."""

import pytest

from lms.accounts.models import Role
from lms.core.extensions import db
from lms.core.i18n import speaking
from lms.reporting.rollup.filling import refresh
from tests.quality.desk import DONE, MAY, look
from tests.support.factories import make_account, make_certificate, make_edition, make_enrolment
from tests.support.packs import small_module


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR, name="Бейшеналиева Жылдыз")


@pytest.fixture
def office(browser, coordinator):
    return browser(coordinator)


@pytest.fixture
def edition(session):
    return make_edition(small_module())


@pytest.fixture
def english(app, session):
    with app.test_request_context("/en/"), speaking("en"):
        yield


@pytest.fixture
def twins(edition):
    """One person with two accounts: one completed the module, the other too, and both began a second one."""
    second = make_edition(small_module("second-practice", "M92"))
    found = []
    for name, email in (("Асанова Айгүл Бакытовна", "aigul.a@example.org"), ("Asanova Aigul", "aigul.a@example.com")):
        account = make_account(email=email, agrees=True, name=name)
        make_enrolment(edition, account.person, at=MAY, done=DONE)
        make_enrolment(second, account.person, at=MAY)
        make_certificate(
            account,
            name=name,
            edition=make_edition(small_module(f"m-{account.id.hex[-6:]}", f"N{account.id.int % 10**6}")),
        )
        found.append(account.person)
    refresh([person.id for person in found])  # what a merge and its undoing write anew is written before, too
    db.session.commit()
    look()
    return found
