"""Parallel clicks against a database of its own: whatever is clicked at once, one certificate is issued."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from lms.certificates.models import Certificate
from lms.core.extensions import db
from tests.support import databases
from tests.support.browser import Browser
from tests.support.factories import make_account, make_completion, make_edition

CLICKS = 20
PEOPLE = 12
PAGE = "/en/my-learning/certificates/practice"
CHOICE = {"act": "issue", "line": "Асанова Айгүл Бакытовна", "typed": "", "languages": "ky+en"}


@pytest.fixture
def crowd(request, tmp_path):
    """An application whose commits are real, and a way to press one button from many browsers at once."""
    kind = request.config.getoption("--database")
    with databases.application(kind, tmp_path) as app:
        yield app


def browsers_of(app, people, each):
    """``each`` signed-in browsers for every person, with the token their page gave them."""
    with app.app_context():
        edition = make_edition()
        accounts = [make_account() for _ in range(people)]
        for account in accounts:
            make_completion(account, edition)
        found = []
        for account in accounts:
            for _ in range(each):
                visitor = Browser(app, account)
                token = visitor.visit(PAGE).all("//input[@name='csrf_token']/@value")[0]
                found.append((visitor.client, token))
        db.session.remove()
    return found


def press_at_once(browsers):
    start = Barrier(len(browsers))

    def press(browser):
        client, token = browser
        start.wait()
        return client.post(PAGE, data={**CHOICE, "csrf_token": token}).status_code

    with ThreadPoolExecutor(len(browsers)) as pool:
        return list(pool.map(press, browsers))


def test_many_clicks_at_once_issue_one_certificate(crowd):
    statuses = press_at_once(browsers_of(crowd, people=1, each=CLICKS))

    assert set(statuses) == {303}
    with crowd.app_context():
        assert db.session.query(Certificate).count() == 1


def test_people_who_finish_together_each_get_a_number_of_their_own(crowd):
    statuses = press_at_once(browsers_of(crowd, people=PEOPLE, each=2))

    assert set(statuses) == {303}
    with crowd.app_context():
        serials = [row.serial for row in db.session.query(Certificate).order_by(Certificate.serial)]
    assert serials == list(range(1, PEOPLE + 1))
