"""A module with every kind of question, and who prints and takes its tests."""

import pytest

from lms.questions.kinds import KINDS
from tests.papers.typing_in import CANARY
from tests.support.factories import make_account, make_enrolment
from tests.support.factories.attempts import READY
from tests.support.factories.papers import edition_of_every_kind, make_author, make_batch
from tests.support.factories.people import make_person


@pytest.fixture
def edition(request, session):
    """Every kind of question, unless the file says which (``KINDS``)."""
    return edition_of_every_kind(getattr(request.module, "KINDS", KINDS))


@pytest.fixture
def trainer(edition):
    return make_author(edition)


@pytest.fixture
def judge(edition):
    return make_account(person=make_person(CANARY))


@pytest.fixture
def enrolment(edition, judge):
    return make_enrolment(edition, judge.person, done=READY)


@pytest.fixture
def at(edition, trainer):
    return make_batch(edition, trainer, count=2, language="ru")
