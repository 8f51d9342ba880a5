"""A module with every kind of question, and who prints and takes its tests."""

import pytest

from tests.support.factories import make_account, make_enrolment
from tests.support.factories.attempts import READY
from tests.support.factories.papers import edition_of_every_kind, make_author


@pytest.fixture
def edition(session):
    return edition_of_every_kind()


@pytest.fixture
def trainer(edition):
    return make_author(edition)


@pytest.fixture
def judge(edition):
    return make_account()


@pytest.fixture
def enrolment(edition, judge):
    return make_enrolment(edition, judge.person, done=READY)
