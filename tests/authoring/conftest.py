"""People of the studio, and a module on somebody's desk."""

import pytest

from lms.accounts.models import Role
from lms.authoring.services import drafts
from lms.catalogue.models import Draft, TrainingModule
from lms.core import clock
from tests.authoring.documents import sound_document
from tests.support.factories import make_account


@pytest.fixture
def trainer(session):
    return make_account(Role.TRAINER)


@pytest.fixture
def other_trainer(session):
    return make_account(Role.TRAINER)


@pytest.fixture
def gender_reviewer(session):
    return make_account(Role.GENDER_REVIEWER)


@pytest.fixture
def rights_reviewer(session):
    return make_account(Role.RIGHTS_REVIEWER)


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


@pytest.fixture
def module(session, trainer) -> TrainingModule:
    """A complete module that nobody has reviewed yet."""
    made = drafts.create_module(sound_document(), by=trainer.id, at=clock.now())
    session.commit()
    return made


@pytest.fixture
def draft(session, module) -> Draft:
    return session.get_one(Draft, module.id)
