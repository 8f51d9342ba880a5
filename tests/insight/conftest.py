"""A published module of four questions, and the people who may look at what is answered in it."""

import pytest
from sqlalchemy import insert

from lms.accounts.models import Role
from lms.catalogue.models import ModuleAuthor
from lms.core.extensions import db
from tests.insight.crowds import Sat, write
from tests.support.factories import make_account, make_edition
from tests.support.packs import question, small_module

KEYS = ("q1", "q2", "q3", "q4")
WRONG = ("b", "c")


def sat(*right, n=0, **facts):
    """Somebody who got these right and chose one of two wrong options in the others."""
    return Sat({key: ["a"] if key in right else [WRONG[n % 2]] for key in KEYS}, set(right), **facts)


def crowd(size, **facts):
    """So many people, who know more and more: of six, one knows nothing and two know everything."""
    known = ((), ("q1",), ("q1", "q2"), ("q1", "q2", "q3"), KEYS, KEYS)
    return [sat(*known[n % 6], n=n // 6, **facts) for n in range(size)]


@pytest.fixture
def edition(session):
    document = small_module("asked", code="M92", questions=[question(key) for key in KEYS])
    return make_edition(document)


@pytest.fixture
def trainer(session, edition):
    account = make_account(Role.TRAINER)
    db.session.execute(insert(ModuleAuthor), [{"module_id": edition.module_id, "account_id": account.id}])
    db.session.commit()
    return account


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


@pytest.fixture
def sixty(edition):
    people = crowd(60)
    write(edition, people)
    return people
